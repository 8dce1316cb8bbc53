"""The interface in Chinese: `zh/LC_MESSAGES/messages.po`, and its compiled form beside it.

After a change of the interface's English: `python -m steepest.translations` adds what is new to the catalogue,
lists what still waits for a translation, and compiles.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1]
PO = PACKAGE / "translations" / "zh" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")
SOURCES = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}


def interface() -> Catalog:
    """Every text of the interface, as the sources have it."""
    found = Catalog(project="Steepest")
    for filename, _line, message, comments, context in extract_from_dir(PACKAGE, SOURCES, OPTIONS):
        found.add(message, locations=[(filename.replace("\\", "/"), 0)], auto_comments=comments, context=context)
    return found


def chinese() -> Catalog:
    """The catalogue as it is stored."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def compiled(catalogue: Catalog) -> bytes:
    """What the site reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def waiting(catalogue: Catalog) -> list[str]:
    """The texts without a translation, or with one that nobody has looked over."""
    return [str(message.id) for message in catalogue if message.id and (not _is_whole(message.string) or message.fuzzy)]


def update() -> list[str]:
    """Bring the catalogue up to the sources and compile it; what is still untranslated."""
    catalogue = chinese() if PO.exists() else Catalog(locale="zh", project="Steepest")
    catalogue.update(interface(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        # No line numbers: a catalogue that changes with every moved line hides what did change.
        write_po(file, catalogue, width=120, sort_output=True, include_lineno=False)
    MO.write_bytes(compiled(catalogue))
    return waiting(catalogue)


def _is_whole(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    return all([translation] if isinstance(translation, str) else translation or [""])
