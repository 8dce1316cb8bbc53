"""One reading of one text: Markdown set up with the course's blocks and fences, and what came of it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from steepest.prose.blocks import CourseBlocks
from steepest.prose.document import Document, ExerciseLink, Heading, Html, LabLink, Link, Part, ProseError, QuickCheck
from steepest.prose.highlighting import highlight, is_session
from steepest.prose.mathematics import to_mathml
from steepest.prose.notes import Notes
from steepest_graders.text import Text

FORMULA = re.compile(
    r'(?P<heading><th[^>]*>)?<(?P<tag>span|div) class="arithmatex">'
    r"\\[(\[](?P<latex>.*?)\\[)\]]</(?P=tag)>(?P<end></th>)?",
    re.DOTALL,
)
WITH_PUNCTUATION = re.compile(r"(<math[^>]*inline[^>]*>(?:(?!</math>).)*</math>[,.;:!?)，。、；：！？）”]+)", re.DOTALL)
MARKER = re.compile(r"<!--steepest (check|exercise|lab) ([a-z0-9-]+)-->")
PARTS: dict[str, Callable[[str], Part]] = {"check": QuickCheck, "exercise": ExerciseLink, "lab": LabLink}
LINKED = ("exercise", "lesson", "lab")
FENCE = re.compile(r'```(?:\w+(?: \w+="[^"]*")*)?')
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FORBIDDEN = re.compile(r"<script|<style|<[^>]+\s(?:style|on\w+)=", re.IGNORECASE)
COPY, COPIED = Text("Copy", "复制"), Text("Copied", "已复制")
DOWNLOAD, OUTPUT = Text("Download", "下载"), Text("Output", "输出")


class Reading:
    """Made for one text, read once."""

    def __init__(self, language: str, drawings: Mapping[str, str]) -> None:
        self.notes = Notes(language, drawings)

    def read(self, source: str) -> Document:
        """Raises ProseError."""
        _refuse_bad_fences(source)
        markdown = self._markdown()
        html = FORMULA.sub(self._formula, markdown.convert(source))
        html = WITH_PUNCTUATION.sub(r'<span class="nobreak">\1</span>', html)  # else a line may begin with a comma
        self._refuse_leftovers(html)
        headings = tuple(_flat(markdown.toc_tokens))  # type: ignore[attr-defined]  # set by the toc extension
        return Document(
            parts=tuple(_parts(html)),
            headings=headings,
            links=tuple(self.notes.links),
            formulas=tuple(self.notes.formulas),
            figures=tuple(self.notes.figures),
            callouts=tuple(self.notes.callouts),
        )

    def _markdown(self) -> Markdown:
        fences = [
            {"name": "python", "class": "python", "validator": _only_file, "format": self._python},
            {"name": "output", "class": "output", "format": self._output},
            {"name": "check", "class": "check", "format": _marker},
            {"name": "exercise", "class": "exercise", "format": _marker},
            {"name": "lab", "class": "lab", "format": _marker},
        ]
        return Markdown(
            extensions=[
                "attr_list",
                "sane_lists",
                "tables",
                "toc",
                "pymdownx.arithmatex",
                "pymdownx.superfences",
                CourseBlocks(self.notes),
                CourseTree(self.notes),
            ],
            extension_configs={
                "pymdownx.arithmatex": {"generic": True},
                "pymdownx.superfences": {"custom_fences": fences},
                "tables": {"use_align_attribute": True},  # the other way is an inline style
                "toc": {"toc_depth": "2-3"},
            },
        )

    def _formula(self, match: re.Match[str]) -> str:
        latex = unescape(match["latex"]).strip()
        self.notes.formulas.append(latex)
        if match["tag"] == "div":
            return f'<div class="formula">{to_mathml(latex, block=True)}</div>'
        heading, end = match["heading"] or "", match["end"] or ""
        mathml = to_mathml(latex)
        if heading and end:  # nothing else names the row or column where a screen reader knows no MathML
            mathml = mathml.replace("<math ", f'<math aria-label="{escape(_spoken(latex))}" ', 1)
        return f"{heading}{mathml}{end}"

    def _python(self, source: str, _name: str, _class: str, options: dict[str, str], *_: Any, **__: Any) -> str:
        if is_session(source):
            return highlight(source)
        copy = f'<button class="js-only" type="button" data-copy="{self._say(COPIED)}">{self._say(COPY)}</button>'
        data = base64.b64encode(f"{source}\n".encode()).decode()
        file = escape(options.get("file", "snippet.py"))
        download = f'<a href="data:text/x-python;base64,{data}" download="{file}">{self._say(DOWNLOAD)}</a>'
        return f'<div class="snippet">{highlight(source)}<div class="tools">{copy}{download}</div></div>'

    def _output(self, source: str, *_: Any, **__: Any) -> str:
        said = self._say(OUTPUT)
        return (
            f'<p class="ui soft result">{said}</p><pre class="output" tabindex="0">{escape(source, quote=False)}</pre>'
        )

    def _say(self, text: Text) -> str:
        return text.in_language(self.notes.language)

    def _refuse_leftovers(self, html: str) -> None:
        if block := re.search(r"<p>\s*(/{3,}[^\n<]*)", html):
            remedy = "Blocks are note, tip, warning, fact, think, takeaways and figure; options are indented by 4."
            raise ProseError(f"the block {block[1]!r} is unknown, unclosed or has a wrong option.", remedy, block[1])
        if found := FORBIDDEN.search(html):
            raise ProseError(f"{found[0]!r} can't be used: the page's CSP forbids it.", "Use a class.", found[0])
        if heading := re.search(r"<h1[^>]*>([^<]*)", html):
            problem = "a heading of the first level stands in the text."
            raise ProseError(problem, "The page's title is one: write ##.", f"# {unescape(heading[1])}")


class CourseTree(Extension):
    """Links within the course, and tables that scroll by themselves."""

    def __init__(self, notes: Notes) -> None:
        super().__init__()
        self.notes = notes

    def extendMarkdown(self, md: Markdown) -> None:
        """Called by Markdown."""
        md.treeprocessors.register(_Tree(md, self.notes), "steepest", 0)


class _Tree(Treeprocessor):
    def __init__(self, md: Markdown, notes: Notes) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: Element) -> None:
        for anchor in root.iter("a"):
            self._resolve(anchor)
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                if child.tag == "table":
                    parent[index] = _scrolling(child)

    def _resolve(self, anchor: Element) -> None:
        room, colon, rest = anchor.get("href", "").partition(":")
        if not colon or room not in LINKED:
            return
        address, hash_, fragment = rest.partition("#")
        slug, _, _ = address.partition("?")  # what follows sets a lab up
        self.notes.links.append(Link(room, slug, fragment))
        anchor.set("href", f"/{self.notes.language}/{room}s/{address}{hash_}{fragment}")


def _scrolling(table: Element) -> Element:
    """In a box of its own. Where the corner is empty the rows have heads, and the columns only what is written."""
    head = table.find("thead")
    heads = ["".join(cell.itertext()).strip() for cell in head.iter("th")] if head is not None else []
    if head is not None and not heads[0]:
        if any(heads):
            head[0][0].tag = "td"  # an empty heading tells a screen reader nothing
        else:
            table.remove(head)
        for row in table.iterfind("tbody/tr"):
            row[0].tag = "th"
            row[0].set("scope", "row")
    box = Element("div", {"class": "scroll", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box


def _spoken(latex: str) -> str:
    """A short formula in words and signs: `\\hat{m}` is "hat m"."""
    return " ".join(re.sub(r"[\\{}]", " ", latex).split())


def _only_file(_language: str, inputs: dict[str, str], options: dict[str, str], *_: Any) -> bool:
    if set(inputs) - {"file"}:
        raise ProseError(f"a Python fence has the options {', '.join(inputs)}.", 'It takes file="name.py" only.')
    options.update(inputs)
    return True


def _refuse_bad_fences(source: str) -> None:
    """Markdown would take a fence that it doesn't understand for code within a line."""
    fences = re.findall(r"^```.*$", source, re.MULTILINE)
    for index, fence in enumerate(fences):
        if not FENCE.fullmatch(fence) or (index % 2 and fence != "```"):
            remedy = 'Close each with three backticks alone, and quote an option: ```python file="name.py".'
            raise ProseError(f"the fence {fence!r} is not understood.", remedy, fence)
    if len(fences) % 2:
        raise ProseError(f"the fence {fences[-1]!r} is not closed.", "End it with three backticks alone.", fences[-1])


def _marker(source: str, name: str, *_: Any, **__: Any) -> str:
    slug = source.strip()
    if not SLUG.fullmatch(slug):
        raise ProseError(f"the {name} fence holds {slug!r}.", "Write one id in it: small letters, digits, hyphens.")
    return f"<!--steepest {name} {slug}-->"


def _parts(html: str) -> list[Part]:
    parts: list[Part] = []
    texts = MARKER.split(html)  # text, kind, slug, text, kind, slug, text ...
    for index in range(0, len(texts), 3):
        if texts[index].strip():
            parts.append(Html(Markup(texts[index].strip())))  # the course's own
        if index + 2 < len(texts):
            parts.append(PARTS[texts[index + 1]](texts[index + 2]))
    return parts


def _flat(tokens: list[dict[str, Any]]) -> list[Heading]:
    headings: list[Heading] = []
    for token in tokens:
        headings.append(Heading(token["level"], token["id"], unescape(token["name"])))
        headings += _flat(token["children"])
    return headings
