"""A Jupyter notebook as a program: its code cells, one after the other."""

from __future__ import annotations

import ast
import json
import re
import warnings
from typing import Any, NamedTuple

from steepest_graders.source import SourceError
from steepest_graders.text import Text

MAX_NOTEBOOK_BYTES = 16 * 1024 * 1024  # with its pictures; the code itself must fit a submission's limit
NOT_A_NOTEBOOK = Text("The file is no notebook that can be read: {reason}", "无法作为笔记本读取该文件：{reason}")
TOO_LARGE = Text(
    "The notebook has {size} bytes; at most {limit} are read.", "笔记本有 {size} 字节，最多读取 {limit} 字节。"
)
# `%magic`, `!shell`, `?help`, `help?`, and `x = %magic` or `x = !shell`
_MAGIC = re.compile(r"\s*(?:[%!?]|[\w.]+\?{1,2}\s*$|[\w, ]+=\s*[%!])")
_RUNS_ITS_CELL = re.compile(r"%%(?:time|capture|prun)\b")  # what is defined below it stays defined


class Notebook(NamedTuple):
    """`ignored` are the lines that only IPython understands, as they stand in the notebook."""

    source: str
    ignored: tuple[str, ...]


def read_notebook(data: bytes) -> Notebook:
    """The code of an .ipynb file. Magics and shell lines do nothing here; line numbers stay right.

    A cell that begins with a cell magic is left out as a whole (`%%bash`), or but for that line where IPython runs
    the rest as it would without (`%%time`). Raises SourceError.
    """
    if len(data) > MAX_NOTEBOOK_BYTES:
        raise SourceError(TOO_LARGE.format(size=len(data), limit=MAX_NOTEBOOK_BYTES))
    try:
        cells = [_text(cell["source"]) for cell in json.loads(data)["cells"] if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError(NOT_A_NOTEBOOK.format(reason=f"{type(error).__name__}: {error}"[:200])) from None
    ignored: list[str] = []
    return Notebook("\n".join(_code(cell, ignored) + "\n" for cell in cells), tuple(ignored))


def _text(source: Any) -> str:
    """`source` is a string or a list of lines."""
    return source if isinstance(source, str) else "".join(source)


def _code(cell: str, ignored: list[str]) -> str:
    """The cell as Python; what is left out is appended to `ignored`."""
    lines = cell.replace("\r\n", "\n").removesuffix("\n").split("\n")  # a string may hold other line ends
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    magic = lines[first].strip()
    if magic.startswith("%%"):
        ignored.append(magic)
        left_out = slice(first, first + 1 if _RUNS_ITS_CELL.match(magic) else None)
        lines[left_out] = [f"# {line}" for line in lines[left_out]]
    for number in _magics(lines):
        ignored.append(lines[number].strip())
        body = lines[number].lstrip()
        lines[number] = f"{lines[number][: -len(body)]}pass  # {body}"
    return "\n".join(lines)


def _magics(lines: list[str]) -> list[int]:
    """Which lines are magics: those where Python can't go on. Elsewhere a line may well begin with a % (modulo)."""
    left = list(lines)
    found: list[int] = []
    while (wrong := _first_error(left)) is not None:
        if wrong >= len(left) or not _MAGIC.match(left[wrong]):  # the student's own error: it will be reported
            return [number for number, line in enumerate(lines) if re.match(r"\s*[%!]", line)]
        indent = left[wrong][: len(left[wrong]) - len(left[wrong].lstrip())]
        left[wrong] = f"{indent}pass"
        found.append(wrong)
    return sorted(found)


def _first_error(lines: list[str]) -> int | None:
    """The index of the first line that is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of doubtful Python: not ours to tell
            ast.parse("\n".join(lines))
    except SyntaxError as error:
        return (error.lineno or 1) - 1
    except (ValueError, RecursionError, MemoryError):  # a NUL, or far too deep: told when it is graded
        return len(lines)
    return None
