"""Code: what does this print, and which line is missing. What runs code stands in `running`."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from steepest_graders.quiz.expressions import is_close
from steepest_graders.quiz.model import (
    NOT_OFFERED,
    REPLIES,
    TOO_LONG,
    WRITE,
    WRONG,
    Face,
    Foreseen,
    Judgement,
    Replies,
    ResponseError,
    Typed,
    read_wrong,
)
from steepest_graders.quiz.reading import Fields
from steepest_graders.text import Text

BLANK = "____"
LONGEST_LINE = 400
LONGEST_OUTPUT = 2000
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
ONE_LINE = Text("Write one line.", "请只写一行。")


@dataclass(frozen=True, slots=True)
class WrongOutput(Foreseen):
    """What a certain mistake takes for the output."""

    output: str


@dataclass(frozen=True)
class CodeReading(Typed):
    """What does this print? An answer is [all lines that are printed].

    `output` is the key: what the code printed when it was run in the sandbox (`running.output_of`). Spaces at
    the ends of lines and empty lines at the end don't matter; numbers are compared as numbers, so 0.5 is 0.50.
    """

    code: str
    output: str
    wrong: tuple[WrongOutput, ...]
    type: ClassVar[str] = "code-reading"
    keys: ClassVar[tuple[str, ...]] = ("code", "output", "wrong", *REPLIES)
    varies: ClassVar[bool] = False

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        code, output = _code(fields), fields.line("output")
        wrong = tuple(
            WrongOutput(read_wrong(item), item.line("output")) for item in fields.items("wrong", ("output", *WRONG))
        )
        for index, found in enumerate(wrong):
            if same_output(found.output, output):
                raise fields.error("this wrong output counts as right.", "Take it away.", "wrong", index, "output")
        if len(output) > LONGEST_OUTPUT:
            raise fields.error("the output is too long to be typed.", "Print less.", "output")
        return cls(**common, code=code, output=output, wrong=wrong, replies=Replies.read(fields))

    def face(self) -> Face:
        """See Question."""
        return Face(self.type, self.id, self.prompt, self.points, code=self.code)

    def judge(self, given: Sequence[str]) -> Judgement:
        """See Question."""
        got = _typed(given, LONGEST_OUTPUT)
        if same_output(got, self.output):
            return self.replies.judge(True)
        return self.replies.judge(next((found.wrong for found in self.wrong if same_output(got, found.output)), None))

    def solution(self) -> tuple[str, ...]:
        """See Question."""
        return (self.output.rstrip(),)


@dataclass(frozen=True)
class FillIn(Typed):
    """A line of code is missing: `____` in `code`. An answer is [the line].

    It can't be judged here: `judge` raises NeedsGrading, and a grader runs it (`running.grade_line`). The
    program with the line in it must give for each of `calls` what it gives with `solution`.
    """

    code: str
    answer: str
    calls: tuple[str, ...]
    type: ClassVar[str] = "fill-in"
    keys: ClassVar[tuple[str, ...]] = ("code", "solution", "calls", *REPLIES)
    varies: ClassVar[bool] = False

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        code, answer = _code(fields, blank=True), fields.line("solution").strip()
        if "\n" in answer or len(answer) > LONGEST_LINE:
            raise fields.error("`solution` is not one line.", f"Write one of at most {LONGEST_LINE}.", "solution")
        _parses(fields, code.replace(BLANK, answer), "solution")
        calls = fields.words("calls")
        for index, call in enumerate(calls):
            try:
                call_of(call)
            except ValueError as error:
                raise fields.error(
                    f"{call!r} is no call: {error}.", "Write f(1.0, [2.0, 3.0]) with numbers.", "calls", index
                ) from None
        return cls(**common, code=code, answer=answer, calls=calls, wrong=(), replies=Replies.read(fields))

    def face(self) -> Face:
        """See Question."""
        return Face(self.type, self.id, self.prompt, self.points, code=self.code)

    def line(self, given: Sequence[str]) -> str:
        """The line that was typed. Raises ResponseError."""
        line = _typed(given, LONGEST_LINE).strip()
        if "\n" in line:
            raise ResponseError(ONE_LINE)
        return line

    def program(self, line: str) -> str:
        """The code with the line in it."""
        return self.code.replace(BLANK, line)

    def judge(self, given: Sequence[str]) -> Judgement:
        """Raises NeedsGrading, or ResponseError."""
        raise NeedsGrading(self.line(given))

    def judged(self, passed: bool) -> Judgement:
        """What the grader's verdict is worth."""
        return self.replies.judge(passed or None)

    def solution(self) -> tuple[str, ...]:
        """See Question."""
        return (self.answer,)


class NeedsGrading(Exception):
    """Only a grader can say what this answer is worth. `line` is what it is to run."""

    def __init__(self, line: str) -> None:
        super().__init__("only a grader can judge this")
        self.line = line


@dataclass(frozen=True, slots=True)
class CallOf:
    """A call with plain numbers: what is asked of a program."""

    name: str
    args: tuple[Any, ...]


def call_of(source: str) -> CallOf:
    """Read `f(1.0, [2.0, 3.0])`: a name, and numbers or lists of numbers. Raises ValueError."""
    if len(source) > LONGEST_LINE:
        raise ValueError("it is too long")
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError("it can't be read") from None
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name) or tree.keywords:
        raise ValueError("there is no function's name, or an argument has one")
    return CallOf(tree.func.id, tuple(_literal(argument) for argument in tree.args))


def _literal(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value) if isinstance(value, int | float) and abs(value) < 1e300:
            return value
        case ast.UnaryOp(ast.USub(), inner):
            return -_literal(inner)
        case ast.List(items):
            return [_literal(item) for item in items]
    raise ValueError("an argument is neither a number nor a list of numbers")


def same_output(got: str, expected: str) -> bool:
    """Whether two outputs say the same, token by token."""
    return len(one := _tokens(got)) == len(other := _tokens(expected)) and all(
        len(a) == len(b) and all(map(_same_token, a, b)) for a, b in zip(one, other, strict=True)
    )


def _tokens(output: str) -> list[list[str]]:
    """The words of each line, brackets and commas apart; without empty lines at the ends."""
    lines = [re.sub(r"([\[\](),{}:])", r" \1 ", line).split() for line in output.strip().splitlines()]
    return [line for line in lines if line]


def _same_token(one: str, other: str) -> bool:
    if one == other:
        return True
    if NUMBER.fullmatch(one) and NUMBER.fullmatch(other):
        return is_close(float(one), float(other), 1e-12)
    return False


def _typed(given: Sequence[str], longest: int) -> str:
    if len(given) > 1:
        raise ResponseError(NOT_OFFERED)
    text = given[0].replace("\r\n", "\n").replace("\r", "\n") if given else ""
    if not text.strip():
        raise ResponseError(WRITE)
    if len(text) > longest or "\0" in text:
        raise ResponseError(TOO_LONG)
    return text


def _code(fields: Fields, *, blank: bool = False) -> str:
    code = fields.line("code").strip("\n") + "\n"
    if not blank:
        _parses(fields, code, "code")
    elif code.count(BLANK) != 1:
        raise fields.error("the code has not one blank.", f"Write {BLANK} once, where the line is missing.", "code")
    return code


def _parses(fields: Fields, code: str, key: str) -> None:
    try:
        compile(code, "<question>", "exec", ast.PyCF_ONLY_AST)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise fields.error(f"the code is no Python: {error}.", "Correct it.", key) from None
