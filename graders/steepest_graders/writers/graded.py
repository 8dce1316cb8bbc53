"""A submission as it was named, with its report."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from steepest_graders.report import GradeReport


class Graded(NamedTuple):
    """`submission` is the path as given ('-' for standard input)."""

    submission: str
    report: GradeReport


def printable(text: str) -> str:
    """`text` with everything that could steer a terminal or reorder a line written as an escape."""
    return "".join(character if _is_plain(character) else _escaped(character) for character in text)


def _is_plain(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
