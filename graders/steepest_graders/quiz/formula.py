"""Formulas: an expression in given variables, compared with the author's at random points."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from steepest_graders.quiz.expressions import Expression, ExpressionError, is_close, parse
from steepest_graders.quiz.functions import CONSTANTS, MATHEMATICS, Value
from steepest_graders.quiz.model import (
    REPLIES,
    WRONG,
    Face,
    Foreseen,
    Judgement,
    Replies,
    ResponseError,
    Typed,
    WrongAnswer,
    one_line,
    read_wrong,
)
from steepest_graders.quiz.reading import Fields
from steepest_graders.quiz.variants import VARIABLE, read_expression
from steepest_graders.text import Text

POINTS = 12
TRIES = 200
RELATIVE = 1e-8  # of the value, or of the middle one of all points where it is nearly 0
UNKNOWN = Text("{name} is no variable here. There are: {known}.", "这里没有变量 {name}。可以用：{known}。")
UNREADABLE = Text("This can't be read as a formula. {why}", "无法读成公式。{why}")


@dataclass(frozen=True, slots=True)
class WrongFormula(Foreseen):
    """A formula that a certain mistake leads to."""

    values: tuple[float, ...]


@dataclass(frozen=True)
class Formula(Typed):
    """An expression. An answer is [what was typed]; see `expressions` for the grammar.

    `points` on which it is compared follow from the question's id: the same for everybody, drawn from the
    ranges of `variables`. Points at which the author's expression has no value are passed over.
    """

    answer: Expression
    variables: Mapping[str, tuple[float, float]]
    places: tuple[Mapping[str, Value], ...]
    expected: tuple[float, ...]
    wrong: tuple[WrongFormula, ...]
    type: ClassVar[str] = "formula"
    keys: ClassVar[tuple[str, ...]] = ("answer", "variables", "wrong", *REPLIES)

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        variables = _variables(fields)
        known = {*variables, *common["values"]}
        answer = read_expression(fields, fields.line("answer"), known, "answer")
        places, expected = _places(fields, answer, variables, common["values"])
        wrong = []
        for item in fields.items("wrong", ("answer", *WRONG)):
            expression = read_expression(item, item.line("answer"), known, "answer")
            values = _values(expression, places)
            if values and _same(values, expected):
                raise item.error("this wrong answer is equal to the right one.", "Correct one of the two.", "answer")
            wrong.append(WrongFormula(read_wrong(item), values))
        return cls(
            **common,
            answer=answer,
            variables=variables,
            places=places,
            expected=expected,
            wrong=tuple(wrong),
            replies=Replies.read(fields),
        )

    def face(self) -> Face:
        """See Question."""
        return Face(self.type, self.id, self.prompt, self.points, variables=tuple(self.variables))

    def judge(self, given: Sequence[str]) -> Judgement:
        """See Question."""
        typed = one_line(given)
        try:
            expression = parse(typed, authors=False)
        except ExpressionError as error:
            raise ResponseError(UNREADABLE.format(why=error.message)) from None
        if unknown := sorted(expression.names - set(self.variables)):
            raise ResponseError(UNKNOWN.format(name=unknown[0][:40], known=", ".join([*self.variables, *CONSTANTS])))
        values = _values(expression, self.places, students=True)
        found: WrongAnswer | bool | None = _same(values, self.expected)
        if not found:
            found = next((wrong.wrong for wrong in self.wrong if _same(values, wrong.values)), None)
        judged = self.replies.judge(found)
        return Judgement(judged.score, {}, judged.feedback, judged.misconceptions, expression.latex())

    def solution(self) -> tuple[str, ...]:
        """The author's expression, with this variant's numbers in it."""
        source = self.answer.source
        for name in sorted(self.answer.names - set(self.variables), key=len, reverse=True):
            source = _replaced(source, name, self.values[name])
        return (source,)


def _variables(fields: Fields) -> dict[str, tuple[float, float]]:
    """`variables: {w: {from: -2, to: 2}}`."""
    listed = fields.data.get("variables")
    if not isinstance(listed, Mapping) or not 1 <= len(listed) <= 10:
        raise fields.error("`variables` is no mapping.", "Write variables: {w: {from: -2, to: 2}}.", "variables")
    variables = {}
    for name, offer in listed.items():
        if not isinstance(name, str) or not VARIABLE.fullmatch(name) or name in CONSTANTS or name in MATHEMATICS:
            raise fields.error(f"{name!r} can't be a variable.", "Write letters, digits and _.", "variables", str(name))
        inner = Fields(offer, ("from", "to"), path=(*fields.path, "variables", name), what=f"the range of {name!r}")
        low, high = inner.number("from", most=1e6), inner.number("to", most=1e6)
        if not low < high or low < -1e6:
            raise inner.error("this range is empty or too wide.", "Write from below to, between -1e6 and 1e6.")
        variables[name] = (low, high)
    return variables


def _places(
    fields: Fields, answer: Expression, variables: Mapping[str, tuple[float, float]], values: Mapping[str, Value]
) -> tuple[tuple[Mapping[str, Value], ...], tuple[float, ...]]:
    """Points at which the answer has a value, and the values."""
    places: list[Mapping[str, Value]] = []
    expected = []
    for number in range(TRIES):
        drawn = {name: _between(f"{fields.data['id']}:{number}:{name}", *ends) for name, ends in variables.items()}
        place = {**values, **drawn}
        try:
            value = answer.value(place)
        except ExpressionError:
            continue
        if not isinstance(value, float):
            raise fields.error("`answer` is a list.", "Write an expression of one number.", "answer")
        places.append(place)
        expected.append(value)
        if len(places) == POINTS:
            return tuple(places), tuple(expected)
    remedy = "Choose ranges of `variables` in which it has a value."
    raise fields.error("`answer` has hardly a value anywhere.", remedy, "answer")


def _between(word: str, low: float, high: float) -> float:
    share = int.from_bytes(hashlib.sha256(word.encode()).digest()[:6]) / 2**48
    return low + (high - low) * share


def _values(
    expression: Expression, places: Sequence[Mapping[str, Value]], *, students: bool = False
) -> tuple[float, ...]:
    """The expression's values; empty where it has none at one of the points, or is a list."""
    values = []
    for place in places:
        try:
            value = expression.value(place, functions=MATHEMATICS) if students else expression.value(place)
        except ExpressionError:
            return ()
        if not isinstance(value, float):
            return ()
        values.append(value)
    return tuple(values)


def _same(got: Sequence[float], expected: Sequence[float]) -> bool:
    if not got or not expected:
        return False
    usual = float(np.median(np.abs(expected)))
    return all(is_close(one, other, RELATIVE, RELATIVE * usual) for one, other in zip(got, expected, strict=True))


def _replaced(source: str, name: str, value: Value) -> str:
    return re.sub(rf"\b{name}\b", f"({value!r})", source)
