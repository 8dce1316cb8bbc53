"""What changed between two texts, line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 3  # unchanged lines that show beside a change


@dataclass(frozen=True, slots=True)
class Row:
    """A line: `mark` is '+', '-', ' ', or '…' where unchanged lines are left out. Numbers count from 1."""

    mark: str
    before: int | None
    after: int | None
    text: str


def rows(before: str, after: str) -> list[Row]:
    """The lines of both texts, in order."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Row] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if found or group[0][1] > 0:
            found.append(Row("…", None, None, ""))
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                pairs = zip(range(old_start, old_end), range(new_start, new_end), strict=True)
                found += [Row(" ", one + 1, other + 1, old[one]) for one, other in pairs]
                continue
            found += [Row("-", line + 1, None, old[line]) for line in range(old_start, old_end)]
            found += [Row("+", None, line + 1, new[line]) for line in range(new_start, new_end)]
    return found


def renamed(source: str, old: str, new: str) -> str:
    """The text with another id; everything else stays as it was written."""
    return re.sub(rf"^(id:\s*)['\"]?{re.escape(old)}['\"]?", lambda match: match[1] + new, source, count=1, flags=re.M)
