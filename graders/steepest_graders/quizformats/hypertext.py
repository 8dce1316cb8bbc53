r"""HTML of other programs -> our Markdown: what has a meaning stays, looks go, and what is lost is remarked."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from steepest_graders.text import Text

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "dfn": "*", "code": "`", "tt": "`", "kbd": "`"}
KEPT = {"sub", "sup"}
BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "tr", "dt", "dd"}
DROPPED = {"script", "style", "template", "title", "head"}
# Each of these stops at the next opening sign: a file full of what is never closed takes no longer than another.
THEIR_MATHS = re.compile(r"\\\(((?:(?!\\\().)+?)\\\)|\\\[((?:(?!\\\[).)+?)\\\]|\$\$(.+?)\$\$", re.DOTALL)
COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
NO_TAG = re.compile(r"<(?![^<>]*>)")  # a sign, not the beginning of a tag
MARKED = re.compile(r"<!\[[^<>]*>")  # of word processors; Python's parser fails on those that it doesn't know
OUR_MATHS = re.compile(r"(\$\$.+?\$\$|\$(?:[^$\\]|\\.)+\$)", re.DOTALL)
PICTURE = Text("A picture or a recording is left out: put it into words.", "图片或音视频没有导入，请用文字说明。")
SCRIPT = Text("A script or a style sheet is left out.", "脚本或样式没有导入。")
TABLE = Text("A table became lines of text.", "表格变成了普通的文字行。")


def maths_of_theirs(text: str) -> str:
    r"""`\(x\)`, `\[x\]` and `$$x$$` as `$x$` and `$$x$$`; a lone dollar sign is a dollar sign."""
    pieces, end = [], 0
    for match in THEIR_MATHS.finditer(text):
        pieces.append(text[end : match.start()].replace("$", r"\$"))
        inline, block = match[1], match[2] or match[3]
        pieces.append(f"${inline.strip()}$" if inline else f"$${block.strip()}$$")
        end = match.end()
    return "".join([*pieces, text[end:].replace("$", r"\$")])


def escape(text: str) -> str:
    """Plain text as Markdown that shows it; formulas (in our own signs) and `\\$` are left alone."""
    pieces = OUR_MATHS.split(text.replace(r"\$", "\0"))
    escaped = [piece if index % 2 else _escaped(piece) for index, piece in enumerate(pieces)]
    return "".join(escaped).replace("\0", r"\$")


def _escaped(text: str) -> str:
    text = re.sub(r"([\\`*_\[\]])", r"\\\1", text)
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;").replace("{:", r"\{:")
    text = re.sub(r"^(\s*)([#>+-]|/{3})", lambda match: match[1] + _first(match[2]), text, flags=re.MULTILINE)
    return re.sub(r"^(\s*\d+)\.(?=\s)", r"\1\.", text, flags=re.MULTILINE)


def _first(mark: str) -> str:
    return rf"\{mark}" if len(mark) == 1 else f"&#47;{mark[1:]}"


def to_markdown(html: str, remarks: list[Text], *, breaks: bool = False) -> list[tuple[str, str]]:
    """Pieces of Markdown, each with the language that a multilang span gives it ('' for none).

    `breaks`: a line's end shows as one, as in Moodle's own format.
    """
    reader = _Reader(breaks)
    reader.feed(NO_TAG.sub("&lt;", MARKED.sub("", COMMENT.sub("", html))))
    reader.close()
    reader.flush()
    remarks += [remark for remark in reader.remarks if remark not in remarks]
    return reader.pieces


class _Reader(HTMLParser):
    def __init__(self, breaks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.breaks = breaks
        self.pieces: list[tuple[str, str]] = []
        self.remarks: list[Text] = []
        self._text: list[str] = []
        self._open: list[tuple[str, str]] = []  # tag, and what ends it
        self._language: list[str] = [""]
        self._dropping = 0
        self._verbatim = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in DROPPED:
            self._dropping += 1
            self._remark(SCRIPT if tag in ("script", "style") else None)
        elif self._dropping:
            return
        elif tag in ("span", "lang") and "lang" in values and (tag == "lang" or "multilang" in values.get("class", "")):
            self.flush()
            self._language.append(values["lang"])
            self._open.append((tag, "language"))
        elif tag in ("img", "audio", "video", "object", "embed", "iframe", "svg", "canvas"):
            self._remark(PICTURE)
            self._text.append(escape(values.get("alt", "")))
        elif tag == "br":
            self._text.append("  \n")
        elif tag == "li":
            self._text.append("\n- ")
        elif tag == "pre":
            self._text.append("\n\n```\n")
            self._verbatim = True
            self._open.append((tag, "\n```\n\n"))
        elif tag in BLOCKS or tag in ("ul", "ol", "table"):
            self._remark(TABLE if tag == "table" else None)
            self._text.append("\n\n")
            self._open.append((tag, "\n\n"))
        elif tag in ("td", "th"):
            self._text.append(" ")
        elif tag == "a" and re.match(r"https?://[^\s()]+$", values.get("href", "")):
            self._text.append("[")
            self._open.append((tag, f"]({values['href']})"))
        elif tag in MARKS and not self._verbatim:
            self._text.append(MARKS[tag])
            self._open.append((tag, MARKS[tag]))
        elif tag in KEPT:
            self._text.append(f"<{tag}>")
            self._open.append((tag, f"</{tag}>"))
        elif tag == "span":
            self._open.append((tag, ""))  # so that its end is not taken for the end of a language

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED:
            self._dropping = max(0, self._dropping - 1)
            return
        if self._dropping or tag not in (name for name, _ in self._open):
            return
        while True:  # what was left open inside ends here too
            name, end = self._open.pop()
            if end == "language":
                self.flush()
                self._language.pop()
            else:
                self._verbatim = self._verbatim and name != "pre"
                self._text.append(end)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._dropping:
            return
        if self._verbatim:
            self._text.append(data)
        elif any(end == "`" for _, end in self._open):
            self._text.append(data.replace("`", "'"))
        else:
            text = data if self.breaks else re.sub(r"\s+", " ", data)
            self._text.append(escape(maths_of_theirs(text)).replace("\n", "  \n" if self.breaks else " "))

    def flush(self) -> None:
        """What was read so far is a piece in the language of now."""
        text = "".join(self._text)
        self._text.clear()
        text = re.sub(r"(?<![ \t])[ \t]*\n[ \t]*\n\s*", "\n\n", text)
        if text.strip():
            self.pieces.append((self._language[-1], text.strip("\n")))

    def _remark(self, remark: Text | None) -> None:
        if remark is not None and remark not in self.remarks:
            self.remarks.append(remark)
