"""A sentence in both of the course's languages.

A report outlives the request that made it and is read by students, instructors and CI jobs in
either language, so whatever is said is kept in both and chosen when it is shown. What somebody else
has written is shown as `printable`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Literal, NamedTuple

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Text(NamedTuple):
    """The same sentence in English and Chinese."""

    en: str = ""
    zh: str = ""

    def in_language(self, language: str) -> str:
        """The sentence in `language` ('en' or 'zh'; anything else reads English)."""
        return self.zh if language == "zh" else self.en

    def format(self, **values: object) -> Text:  # NamedTuple has no format of its own to clash with
        """Fill `{name}` fields; a value that is itself a Text is filled in the matching language."""
        return Text(*(part.format(**_in(index, values)) for index, part in enumerate(self)))

    @classmethod
    def from_dict(cls, data: Mapping[str, str]) -> Text:
        """Build from `{"en": ..., "zh": ...}`; raises KeyError naming a missing language."""
        return cls(data["en"], data["zh"])

    def to_dict(self) -> dict[str, str]:
        """The inverse of `from_dict`."""
        return self._asdict()


def joined(*sentences: Text) -> Text:
    """One after the other: English puts a space between two."""
    return Text(" ".join(part.en for part in sentences if part.en), "".join(part.zh for part in sentences))


def _in(index: int, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value[index] if isinstance(value, Text) else value for name, value in values.items()}


def printable(text: str) -> str:
    """`text` with everything that could steer a terminal or reorder a line written as an escape."""
    if text.isascii() and text.replace("\n", " ").isprintable():
        return text
    return "".join(character if _is_plain(character) else _escaped(character) for character in text)


def _is_plain(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
