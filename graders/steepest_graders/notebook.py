"""A Jupyter notebook as a program: its code cells, one after the other."""

from __future__ import annotations

import json
from typing import Any

from steepest_graders.source import SourceError
from steepest_graders.text import Text

MAX_NOTEBOOK_BYTES = 16 * 1024 * 1024  # with its pictures; the code itself must fit a submission's limit
NOT_A_NOTEBOOK = Text("The file is no notebook that can be read: {reason}", "无法作为笔记本读取该文件：{reason}")
TOO_LARGE = Text(
    "The notebook has {size} bytes; at most {limit} are read.", "笔记本有 {size} 字节，最多读取 {limit} 字节。"
)


def notebook_source(data: bytes) -> str:
    """The code of an .ipynb file. Magics and shell lines become comments, so that line numbers stay right.

    A cell that begins with a cell magic (`%%time`) is a comment as a whole. Raises SourceError.
    """
    if len(data) > MAX_NOTEBOOK_BYTES:
        raise SourceError(TOO_LARGE.format(size=len(data), limit=MAX_NOTEBOOK_BYTES))
    try:
        cells = json.loads(data)["cells"]
        return "\n".join(_code(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError(NOT_A_NOTEBOOK.format(reason=f"{type(error).__name__}: {error}"[:200])) from None


def _code(source: Any) -> str:
    """`source` is a string or a list of lines."""
    text = source if isinstance(source, str) else "".join(source)
    lines = text.splitlines()
    if text.lstrip().startswith("%%"):
        return "\n".join(f"# cell magic: {line}" for line in lines)
    return "\n".join(f"# magic: {line}" if line.lstrip().startswith(("%", "!")) else line for line in lines) + "\n"
