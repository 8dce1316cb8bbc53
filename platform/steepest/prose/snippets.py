"""The programs in a text and what they are said to print, so that a test can run them."""

from __future__ import annotations

import re
from dataclasses import dataclass

FENCE = re.compile(r"^```(?P<kind>python|output)\b[^\n]*\n(?P<body>.*?)^```[ ]*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A Python fence, the output fence that follows it ('' where none does), and the line where it starts."""

    code: str
    output: str
    line: int


def snippets(source: str) -> tuple[Snippet, ...]:
    """The Python of a text, in order."""
    found: list[Snippet] = []
    for fence in FENCE.finditer(source):
        if fence["kind"] == "python":
            found.append(Snippet(fence["body"], "", source.count("\n", 0, fence.start()) + 1))
        elif found:
            found[-1] = Snippet(found[-1].code, fence["body"], found[-1].line)
    return tuple(found)
