r"""GIFT, Moodle's text format: one question per block, blocks parted by empty lines.

// [id:first-step] [tag:sgd]                 a comment; Moodle reads an id and tags out of it
$CATEGORY: Optimisers                        of what follows
::title::[markdown]Which way? { =down #Yes. ~%50%sideways #Half. ~up #No. }

{T#if wrong#if right}  {=one =two}  {=left -> right}  {#3:0.1}  {#1..5}  {#=3:0.1#Yes ~#No}  {}
\~ \= \# \{ \} \: \\ stand for the character itself, \n for a new line; ####general feedback
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from steepest_graders.quizformats import seal, words
from steepest_graders.quizformats.foreign import NO_WORDS, Answer, Foreign, Shape, UnreadableFile, Words
from steepest_graders.text import Text

SPECIAL = "~=#{}:\\"
# A character that a backslash protects, while the file is taken apart: Unicode's own for inside a program.
KEPT = {character: chr(0xFDD0 + index) for index, character in enumerate(f"{SPECIAL}n")}
BACK = {ord(mark): "\n" if character == "n" else character for character, mark in KEPT.items()}
NOTE = re.compile(r"\[(id|tag):([^\]]+)\]")
HEAD = re.compile(r"\s*(?:::(?P<title>.*?)::)?\s*(?:\[(?P<form>html|moodle|plain|markdown)\])?(?P<rest>.*)", re.DOTALL)
FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\](.*)", re.DOTALL)
ENTRY = re.compile(r"([=~])([^=~]*)")
WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%(.*)", re.DOTALL)
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
BLANK = "_____"

NOT_CLOSED = Text("The answers begin with { and never end with }.", "答案以 { 开头，却没有以 } 结束。")
ESSAY = Text("An essay can't be judged here: the question is left out.", "论述题无法自动评判，没有导入。")
DESCRIPTION = Text("A text without answers is no question: it is left out.", "没有答案的文字不是题目，没有导入。")
NO_SENSE = Text("{what!r} in the answers is not understood.", "看不懂答案中的“{what}”。")


def read(source: str) -> list[Foreign]:
    """Every question of the file, in order; what isn't understood is remarked. Raises UnreadableFile."""
    if any(mark in source for mark in KEPT.values()):
        raise UnreadableFile(
            Text("the file holds characters that are no text (U+FDD0 to U+FDD7).", "文件含有不是文字的字符。")
        )
    return list(_questions(_blocks(source)))


@dataclass(slots=True)
class _Block:
    """The lines of one question, and what the comments before them say."""

    line: int
    lines: list[str] = field(default_factory=list)
    id: str = ""
    tags: tuple[str, ...] = ()
    seal: str = ""


def _blocks(source: str) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(source.splitlines(), 1):
        block = block or _Block(number)
        if line.lstrip().startswith("//"):
            _note(block, line)
        elif line.strip():
            if not block.lines:
                block.line = number
            block.lines.append(line)
        elif block.lines:
            yield block
            block = None
    if block and block.lines:
        yield block


def _note(block: _Block, comment: str) -> None:
    if (mark := seal.sealed(comment.lstrip()[2:])) is not None:
        block.seal = mark
    for kind, value in NOTE.findall(comment):
        if kind == "id":
            block.id = value.strip()
        else:
            block.tags = (*block.tags, value.strip())


def _questions(blocks: Iterable[_Block]) -> Iterator[Foreign]:
    category = ""
    for block in blocks:
        if block.lines[0].strip().upper().startswith("$CATEGORY:"):
            category = block.lines.pop(0).split(":", 1)[1].strip()
        if block.lines:
            yield replace(_question(block), category=category)


def _question(block: _Block) -> Foreign:
    text = re.sub(r"\\([~=#{}:\\n])", lambda match: KEPT[match[1]], "\n".join(block.lines))
    place = Text(f"line {block.line}", f"第 {block.line} 行")
    head = HEAD.fullmatch(text)
    assert head is not None  # every part of it may be empty
    title, rest = _plain(head["title"] or ""), head["rest"]
    found = Foreign(Shape.UNKNOWN, place, title=title, id=block.id, tags=block.tags)
    before, brace, after = rest.partition("{")
    answers, closed, behind = after.partition("}")
    remarks: list[Text] = []
    form = head["form"] or "moodle"
    if behind.strip():
        before = f"{before.rstrip()} {BLANK} {behind.strip()}"
    prompt = words.decode(_plain(before).strip(), form, remarks)
    found = replace(found, title=title or _plain(before).strip()[:60], prompt=prompt)
    if not brace:
        return replace(found, remarks=(DESCRIPTION,))
    if not closed:
        return replace(found, remarks=(NOT_CLOSED,))
    answers, _, general = answers.partition("####")
    reading = _Answers(form, remarks)
    feedback = reading.words(general)
    found = replace(reading.read(found, answers), feedback=feedback)
    found = replace(found, remarks=tuple(remarks))
    ours = seal.unseal(block.seal, found.visible()) if block.seal else None
    return replace(found, ours=ours)


class _Answers:
    """What stands between the braces."""

    def __init__(self, form: str, remarks: list[Text]) -> None:
        self.form, self.remarks = form, remarks

    def words(self, source: str) -> Words:
        """A text, written as the question's own unless it says otherwise."""
        match = FORM.fullmatch(source)
        form, source = (match[1], match[2]) if match else (self.form, source)
        source = _plain(source).strip()
        return words.decode(source, form, self.remarks) if source else NO_WORDS

    def read(self, found: Foreign, source: str) -> Foreign:
        source = source.strip()
        truth = re.fullmatch(r"(T|TRUE|F|FALSE)\s*(?:#([^#]*))?(?:#([^#]*))?", source, re.IGNORECASE)
        if not source:
            self.remarks.append(ESSAY)
            return found
        if source.startswith("#"):
            return replace(found, shape=Shape.NUMERIC, answers=tuple(self._numbers(source[1:])))
        if truth:
            return replace(found, shape=Shape.TRUE_FALSE, answers=self._truth(truth))
        self._leftover(source.partition("=")[0].partition("~")[0])
        entries = ENTRY.findall(source)
        marks = {mark for mark, _ in entries}
        if entries and marks == {"="} and any("->" in body for _, body in entries):
            return replace(found, shape=Shape.MATCHING, answers=tuple(self._pairs(entries)))
        if not entries:
            return found
        shape = Shape.SHORT if marks == {"="} else Shape.SINGLE if "=" in marks else Shape.MULTIPLE
        return replace(found, shape=shape, answers=tuple(self._answer(shape, *entry) for entry in entries))

    def _answer(self, shape: Shape, mark: str, body: str) -> Answer:
        share, body = _weight(mark, body)
        said, _, feedback = body.partition("#")
        typed = {"": _plain(said).strip()}  # what a student types is no Markdown
        return Answer(typed if shape is Shape.SHORT else self.words(said), share, self.words(feedback))

    def _pairs(self, entries: Sequence[tuple[str, str]]) -> Iterator[Answer]:
        for _, body in entries:
            left, arrow, right = body.partition("->")
            if not arrow:
                self._leftover(body)
                continue
            yield Answer(self.words(left), 1.0, match=self.words(right))

    def _truth(self, truth: re.Match[str]) -> tuple[Answer, ...]:
        is_true = truth[1].upper().startswith("T")
        wrong, right = self.words(truth[2] or ""), self.words(truth[3] or "")
        return tuple(
            Answer({"": name}, float(name_is == is_true), right if name_is == is_true else wrong)
            for name, name_is in (("true", True), ("false", False))
        )

    def _numbers(self, source: str) -> Iterator[Answer]:
        entries = ENTRY.findall(source) if re.match(r"\s*[=~]", source) else [("=", source)]
        for mark, body in entries:
            share, body = _weight(mark, body)
            said, _, feedback = body.partition("#")
            try:
                value, tolerance = _range(_plain(said).strip())
            except ValueError:
                self._leftover(said)
                continue
            yield Answer(share=share, feedback=self.words(feedback), value=value, tolerance=tolerance)

    def _leftover(self, source: str) -> None:
        if source.strip():
            self.remarks.append(NO_SENSE.format(what=_plain(source).strip()[:80]))


def _weight(mark: str, body: str) -> tuple[float, str]:
    weighed = WEIGHT.fullmatch(body)
    return (float(weighed[1]) / 100, weighed[2]) if weighed else (float(mark == "="), body)


def _range(said: str) -> tuple[float | None, float]:
    """Value and tolerance of `3`, `3:0.1`, `1..5`; no value for `*` or nothing. Raises ValueError."""
    if said in ("", "*"):
        return None, 0.0
    low, dots, high = said.partition("..")
    if dots:
        least, most = _number(low), _number(high)
        return (least + most) / 2, abs(most - least) / 2
    value, _, tolerance = said.partition(":")
    return _number(value), abs(_number(tolerance)) if tolerance.strip() else 0.0


def _number(said: str) -> float:
    if not NUMBER.fullmatch(said.strip()) or not math.isfinite(number := float(said)):
        raise ValueError(said)
    return number


def _plain(source: str) -> str:
    return source.translate(BACK)


# --- writing ---


def write(questions: Sequence[tuple[Foreign, Mapping[str, Any]]], category: str = "") -> str:
    """The file: each question as GIFT can say it, and as ours in a comment."""
    blocks = [f"$CATEGORY: {_flat(category)}"] if category else []
    return "\n\n".join([*blocks, *(_block(found, ours) for found, ours in questions)]) + "\n"


def _block(found: Foreign, ours: Mapping[str, Any]) -> str:
    notes = [f"[id:{found.id}]", *(f"[tag:{tag}]" for tag in found.tags)]
    body = _body(found)
    (back,) = read(body)
    lines = [f"// {' '.join(notes)}", f"// {seal.close(ours, back.visible())}"]
    return "\n".join([*lines, body])


def _body(found: Foreign) -> str:
    return f"::{_escape(found.title)}::[markdown]{_words(found.prompt)} {{\n{_written(found)}}}"


def _written(found: Foreign) -> str:
    general = f"####{_words(found.feedback)}\n" if found.feedback else ""
    if found.shape is Shape.TRUE_FALSE:
        right = next(answer for answer in found.answers if answer.share == 1)
        wrong = next(answer for answer in found.answers if answer.share != 1)
        name = "TRUE" if right.words[""] == "true" else "FALSE"
        return f"{name}#{_words(wrong.feedback)}#{_words(right.feedback)}\n{general}"
    if found.shape is Shape.NUMERIC:
        return "#\n" + "".join(_numeric(answer) for answer in found.answers) + general
    if found.shape is Shape.MATCHING:
        pairs = (f"={_words(answer.words)} -> {_words(answer.match)}\n" for answer in found.answers)
        return "".join(pairs) + general
    return "".join(_choice(answer, found.shape) for answer in found.answers) + general


def _choice(answer: Answer, shape: Shape) -> str:
    weighed = shape is Shape.MULTIPLE
    typed = shape is Shape.SHORT  # all of its answers begin with =, or it would be a choice
    mark = "~" if weighed or (answer.share <= 0 and not typed) else "="
    plain = answer.share == 1 or (answer.share == 0 and not typed)
    weight = "" if plain and not weighed else f"%{_percent(answer.share)}%"
    said = _escape(answer.words[""]) if typed else _words(answer.words)
    return f"{mark}{weight}{said}{_feedback(answer)}\n"


def _numeric(answer: Answer) -> str:
    if answer.value is None:
        return f"~{_feedback(answer) or '#'}\n"
    weight = "" if answer.share == 1 else f"%{_percent(answer.share)}%"
    return f"={weight}{answer.value!r}:{answer.tolerance!r}{_feedback(answer)}\n"


def _percent(share: float) -> str:
    return f"{share * 100:.5f}".rstrip("0").rstrip(".")


def _feedback(answer: Answer) -> str:
    return f"#{_words(answer.feedback)}" if answer.feedback else ""


def _words(said: Words) -> str:
    return _escape(words.written(said))


def _escape(text: str) -> str:
    escaped = re.sub(r"([~=#{}:\\])", r"\\\1", text.strip())
    return escaped.replace("\r\n", "\n").replace("\n", r"\n")


def _flat(text: str) -> str:
    return " ".join(text.split())
