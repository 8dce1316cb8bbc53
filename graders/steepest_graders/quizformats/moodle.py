"""Moodle XML, read from untrusted files and written for any Moodle.

A file is `<quiz>` with one `<question type="...">` after another; a `category` question names the bank of those that
follow. What we can't ask (essays, pictures to drag, calculated questions ...) is named in a remark and not made.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Comment, Element, ParseError, SubElement, TreeBuilder, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from steepest_graders.quizformats import seal, words
from steepest_graders.quizformats.foreign import NO_WORDS, Answer, Foreign, Shape, UnreadableFile, Words
from steepest_graders.text import Text

NO_XML = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what no XML may hold
DEEPEST = 40  # elements inside elements: Moodle's own files have seven
SHAPES = {
    "truefalse": Shape.TRUE_FALSE,
    "shortanswer": Shape.SHORT,
    "numerical": Shape.NUMERIC,
    "matching": Shape.MATCHING,
    "match": Shape.MATCHING,
    "ordering": Shape.ORDERING,
}
TYPES = {
    Shape.SINGLE: "multichoice",
    Shape.MULTIPLE: "multichoice",
    Shape.TRUE_FALSE: "truefalse",
    Shape.SHORT: "shortanswer",
    Shape.NUMERIC: "numerical",
    Shape.MATCHING: "matching",
    Shape.ORDERING: "ordering",
}

UNKNOWN = Text(
    "Questions of the type {kind!r} are not known here: it is left out.", "这里没有“{kind}”这种题型，没有导入。"
)
NAMES = {
    "essay": Text("An essay can't be judged here: the question is left out.", "论述题无法自动评判，没有导入。"),
    "description": Text("A text without answers is no question: it is left out.", "没有答案的文字不是题目，没有导入。"),
    "cloze": Text(
        "A text with gaps (cloze) is left out: make a question of each gap.", "完形填空没有导入，请为每个空单独出题。"
    ),
}
HINTS = Text("Hints are left out: write them into the feedback.", "提示没有导入，请写进反馈里。")
UNITS = Text(
    "Units other than the first are left out: a number is asked for in one unit.",
    "除第一个单位外，其余单位没有导入：数值题只用一个单位。",
)
BAD_NUMBER = Text("The number {what!r} is not understood.", "看不懂数值“{what}”。")
COMBINED = Text(
    "What is said of the whole answer ({what!r}) is left out: write it into the feedback of the options.",
    "对整个作答的反馈（“{what}”）没有导入，请写进各选项的反馈里。",
)
USUAL = {  # what Moodle itself writes into every question
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
}
FILES = Text("Files that hang on the question are left out.", "题目附带的文件没有导入。")


def read(source: bytes) -> list[Foreign]:
    """Every question of the file, in order; what isn't understood is remarked. Raises UnreadableFile."""
    parser = DefusedXMLParser(target=_Builder(insert_comments=True), forbid_dtd=True)
    try:
        parser.feed(source)
        root = parser.close()
    except DefusedXmlException:
        raise UnreadableFile(
            Text(
                "the XML declares a document type or entities, which no export does: it is not read.",
                "XML 中声明了文档类型或实体，正常的导出文件不会这样，因此不予读取。",
            )
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableFile(
            Text(
                f"it is no well-formed XML ({error}). Export it anew, as Moodle XML in UTF-8.",
                f"XML 格式有误（{error}）。请重新导出为 UTF-8 编码的 Moodle XML。",
            )
        ) from None
    if root.tag != "quiz":
        raise UnreadableFile(
            Text(
                f"the XML begins with <{root.tag}>, not with <quiz>: export it as Moodle XML.",
                f"XML 以 <{root.tag}> 而不是 <quiz> 开头：请导出为 Moodle XML。",
            )
        )
    return list(_questions(root))


class _Builder(TreeBuilder):
    """Refuses what is nested so deeply that only walking it could exhaust the stack."""

    _depth = 0

    def start(self, tag: Any, attrs: dict[Any, Any]) -> Element:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError("elements are nested too deeply")
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def _questions(root: Element) -> Iterator[Foreign]:
    category, number = "", 0
    for element in root.iter("question"):
        if element.get("type") == "category":
            category = _text(element, "category").removeprefix("$course$/").removeprefix("top/")
            continue
        number += 1
        yield replace(_Question(element, number).read(), category=category)


class _Question:
    """One `<question>`."""

    def __init__(self, element: Element, number: int) -> None:
        self.element, self.number = element, number
        self.remarks: list[Text] = []

    def read(self) -> Foreign:
        kind = self.element.get("type", "")
        answers = self._answers(kind)
        found = Foreign(
            shape=self._shape(kind),
            place=Text(f"question {self.number}", f"第 {self.number} 题"),
            title=_text(self.element, "name"),
            prompt=self._words(self.element.find("questiontext")),
            answers=tuple(answers),
            feedback=self._words(self.element.find("generalfeedback")),
            points=self._number(_plain(self.element, "defaultgrade") or "1", 1.0),
            id=_plain(self.element, "idnumber"),
            tags=tuple(filter(None, (_text(tag) for tag in self.element.findall("tags/tag")))),
            unit=self._unit(),
            case_sensitive=_plain(self.element, "usecase") == "1",
        )
        if self.element.find("hint") is not None and any(self._words(hint) for hint in self.element.findall("hint")):
            self.remarks.append(HINTS)
        for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
            said = "".join(self._words(self.element.find(name)).values())
            if said and said not in USUAL:
                self.remarks.append(COMBINED.format(what=said[:60]))
        if next(self.element.iter("file"), None) is not None:
            self.remarks.append(FILES)
        comments = (node.text or "" for node in self.element.iter() if callable(node.tag))  # a comment has no name
        mark = next(filter(None, map(seal.sealed, comments)), None)
        found = replace(found, remarks=tuple(self.remarks))
        return replace(found, ours=seal.unseal(mark, found.visible()) if mark else None)

    def _shape(self, kind: str) -> Shape:
        if kind == "multichoice":
            return Shape.SINGLE if _plain(self.element, "single") in ("true", "1", "") else Shape.MULTIPLE
        if kind not in SHAPES:
            self.remarks.append(NAMES.get(kind) or UNKNOWN.format(kind=kind))
        return SHAPES.get(kind, Shape.UNKNOWN)

    def _answers(self, kind: str) -> Iterator[Answer]:
        if kind in ("matching", "match"):
            for pair in self.element.findall("subquestion"):
                yield Answer(self._words(pair), 1.0, match=self._words(pair.find("answer"), form="plain"))
            return
        verbatim = kind in ("shortanswer", "truefalse", "numerical")
        for element in self.element.findall("answer"):
            share = self._number(element.get("fraction", "0"), 0.0) / 100
            feedback = self._words(element.find("feedback"))
            if kind == "numerical":
                yield from self._numeric(element, share, feedback)
            else:
                yield Answer({"": _text(element)} if verbatim else self._words(element), share, feedback)

    def _numeric(self, element: Element, share: float, feedback: Words) -> Iterator[Answer]:
        said = _text(element)
        if said == "*":
            yield Answer(share=share, feedback=feedback)
            return
        value = self._number(said, math.nan)
        if math.isfinite(value):
            tolerance = abs(self._number(_plain(element, "tolerance") or "0", 0.0))
            yield Answer(share=share, feedback=feedback, value=value, tolerance=tolerance)

    def _unit(self) -> str:
        units = [_plain(unit, "unit_name") for unit in self.element.findall("units/unit")]
        if len(units) > 1:
            self.remarks.append(UNITS)
        return units[0] if units else ""

    def _number(self, said: str, otherwise: float) -> float:
        try:
            number = float(said.strip().replace(",", "."))
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        self.remarks.append(BAD_NUMBER.format(what=said[:40]))
        return otherwise

    def _words(self, element: Element | None, form: str = "") -> Words:
        if element is None:
            return NO_WORDS
        source = _text(element)
        return words.decode(source, form or element.get("format", "html"), self.remarks) if source else NO_WORDS


def _text(element: Element, path: str = "") -> str:
    """What stands in the element's `<text>`."""
    found = element.find(f"{path}/text" if path else "text")
    return "".join(found.itertext()).strip() if found is not None else ""


def _plain(element: Element, path: str) -> str:
    """What stands in a child without a `<text>`."""
    return (element.findtext(path) or "").strip()


# --- writing ---


def write(questions: Sequence[tuple[Foreign, Mapping[str, Any]]], category: str = "") -> bytes:
    """The file, in UTF-8: each question as Moodle can ask it, and as ours in a comment."""
    root = Element("quiz")
    if category:
        node = SubElement(root, "question", type="category")
        _add(SubElement(node, "category"), f"$course$/{category}")
    for found, ours in questions:
        node = SubElement(root, "question", type=TYPES[found.shape])
        _fill(node, found)
        # Through a file and back: the seal is about what a reader sees of it.
        back = _Question(node, 1).read()
        node.insert(0, Comment(seal.close(ours, back.visible())))
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _fill(node: Element, found: Foreign) -> None:
    _add(SubElement(node, "name"), found.title)
    _say(SubElement(node, "questiontext"), found.prompt)
    _say(SubElement(node, "generalfeedback"), found.feedback)
    SubElement(node, "defaultgrade").text = repr(found.points)
    SubElement(node, "idnumber").text = found.id
    if found.shape in (Shape.SINGLE, Shape.MULTIPLE):
        SubElement(node, "single").text = "true" if found.shape is Shape.SINGLE else "false"
        SubElement(node, "shuffleanswers").text = "true"
        SubElement(node, "answernumbering").text = "none"
    if found.shape is Shape.SHORT:
        SubElement(node, "usecase").text = str(int(found.case_sensitive))
    if found.shape is Shape.MATCHING:
        SubElement(node, "shuffleanswers").text = "true"
    for answer in found.answers:
        _answer(node, found.shape, answer)
    if found.unit:
        unit = SubElement(SubElement(node, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = found.unit
    if found.tags:
        tags = SubElement(node, "tags")
        for tag in found.tags:
            _add(SubElement(tags, "tag"), tag)


def _answer(node: Element, shape: Shape, answer: Answer) -> None:
    if shape is Shape.MATCHING:
        pair = SubElement(node, "subquestion")
        _say(pair, answer.words)
        _add(SubElement(pair, "answer"), words.bare(answer.match))
        return
    element = SubElement(node, "answer", fraction=f"{answer.share * 100:.5f}".rstrip("0").rstrip("."))
    if shape is Shape.NUMERIC:
        _add(element, "*" if answer.value is None else repr(answer.value))
        SubElement(element, "tolerance").text = repr(answer.tolerance)
    elif shape in (Shape.SHORT, Shape.TRUE_FALSE):
        _add(element, answer.words[""])
    else:
        _say(element, answer.words)
    _say(SubElement(element, "feedback"), answer.feedback)


def _say(element: Element, said: Words) -> None:
    element.set("format", "markdown")
    _add(element, words.written(said))


def _add(element: Element, text: str) -> None:
    SubElement(element, "text").text = NO_XML.sub("", text.replace("\r\n", "\n"))
