"""A submission's bytes as source text."""

from __future__ import annotations

from steepest_graders.text import Text

MAX_SOURCE_BYTES = 64 * 1024

TOO_LONG = Text("The file has {size} bytes; at most {limit} are read.", "文件有 {size} 字节，最多读取 {limit} 字节。")
NOT_UTF8 = Text(
    "The file is not UTF-8 text (byte {position}): save it as UTF-8.",
    "文件不是 UTF-8 文本（第 {position} 字节）：请保存为 UTF-8。",
)
HAS_NUL = Text("The file holds a NUL character: is it a Python file?", "文件含有 NUL 字符：这是 Python 文件吗？")


class SourceError(ValueError):
    """The bytes are no source; `message` says why."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def read_source(source: bytes | str) -> str:
    """The text of a submission: UTF-8 whatever an encoding cookie says, a byte order mark dropped.

    Raises SourceError for more than 64 KiB, other encodings and NUL.
    """
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(data) > MAX_SOURCE_BYTES:
        raise SourceError(TOO_LONG.format(size=len(data), limit=MAX_SOURCE_BYTES))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(NOT_UTF8.format(position=error.start)) from None
    if "\0" in text:
        raise SourceError(HAS_NUL)
    return text.replace("\r\n", "\n").replace("\r", "\n")
