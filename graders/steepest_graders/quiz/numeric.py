"""Numeric questions: a value, how near is near enough, a unit, and what is said to certain wrong values."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from steepest_graders.quiz.expressions import ExpressionError, is_close, powers
from steepest_graders.quiz.model import (
    REPLIES,
    WRONG,
    Face,
    Foreseen,
    Judgement,
    Replies,
    ResponseError,
    Typed,
    one_line,
    read_wrong,
)
from steepest_graders.quiz.reading import Fields
from steepest_graders.quiz.variants import read_expression
from steepest_graders.text import Text

TOLERANCE = ("absolute", "relative", "figures")
RELATIVE = 1e-6  # where nothing is said of a tolerance
SYMBOL = 3  # letters: the capitals of a unit this short have a meaning, as mW and MW
POWER_OF_TEN = re.compile(r"^([+-]?)(?=10\s*(?:\^|\*\*))")
NUMBER = re.compile(
    r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(?:(?:[eE]|[x×*·]\s*10\s*(?:\^|\*\*))\s*([+-]?\d+))?\s*(.*)", re.DOTALL
)
UNREADABLE = Text("Write one number, such as 0.25, -3 or 1.5e-4.", "请写一个数，例如 0.25、-3 或 1.5e-4。")
COMMA = Text("Write a decimal point, not a comma: 0.25.", "小数点请写“.”而不是逗号：0.25。")
NO_UNIT = Text("Write the unit too.", "请同时写上单位。")
OTHER_UNIT = Text("{unit} is no unit of this answer.", "{unit} 不是这个答案的单位。")
KNOWN_UNITS = Text("{said} Write {known}.", "{said}请写 {known}。")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How near is near enough: `absolute`, `relative`, or right in so many significant `figures`."""

    absolute: float = 0.0
    relative: float = 0.0
    figures: int = 0

    def takes(self, got: float, value: float) -> bool:
        """Whether `got` is near enough to `value`; the border belongs to it."""
        if not self.figures:
            return is_close(got, value, self.relative, self.absolute)
        unit = 10.0 ** (math.floor(math.log10(abs(value))) - self.figures + 1) if value else 0.0
        return is_close(got, value, 0.0, unit / 2)

    @property
    def enough(self) -> int:
        """So many significant figures are near enough, whatever the value; 0 where that can't be said."""
        if self.relative <= RELATIVE:
            return self.figures
        return max(1, math.ceil(round(1 - math.log10(2 * self.relative), 9)))


@dataclass(frozen=True, slots=True)
class WrongValue(Foreseen):
    """A value that a certain mistake leads to."""

    value: float


@dataclass(frozen=True)
class Numeric(Typed):
    """A number. An answer is [what was typed]: "0.25", "1.5e-4", "25 %".

    A right value wins over a wrong one that lies as near; of two wrong ones the nearest.
    """

    value: float
    tolerance: Tolerance
    unit: str
    needs_unit: bool
    units: Mapping[str, float]
    """What one of another unit is in `unit`."""
    wrong: tuple[WrongValue, ...]
    type: ClassVar[str] = "numeric"
    keys: ClassVar[tuple[str, ...]] = ("value", "tolerance", "unit", "wrong", *REPLIES)

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        values = common["values"]
        wrong = fields.items("wrong", ("value", *WRONG))
        unit, needs_unit, units = _unit(fields)
        question = cls(
            **common,
            value=_value(fields, "value", values),
            tolerance=_tolerance(fields, values),
            unit=unit,
            needs_unit=needs_unit,
            units=units,
            wrong=tuple(WrongValue(read_wrong(item), _value(item, "value", values)) for item in wrong),
            replies=Replies.read(fields),
        )
        for item, found in zip(wrong, question.wrong, strict=True):
            if question.tolerance.takes(found.value, question.value):
                remedy = "Take it away, or make the tolerance smaller."
                raise item.error(f"the wrong value {found.value:g} counts as right.", remedy, "value")
        if not question.judge(question.solution()).correct:
            raise fields.error("no number that can be written is right.", "Make the tolerance larger.", "tolerance")
        return question

    def face(self) -> Face:
        """See Question."""
        shown = "" if self.needs_unit else self.unit  # what is asked for is not told
        return Face(self.type, self.id, self.prompt, self.points, unit=shown, figures=self.tolerance.enough)

    def judge(self, given: Sequence[str]) -> Judgement:
        """See Question."""
        got = self.number(one_line(given))
        if self.tolerance.takes(got, self.value):
            return self.replies.judge(True)
        near = [wrong for wrong in self.wrong if self.tolerance.takes(got, wrong.value)]
        nearest = min(near, key=lambda wrong: abs(got - wrong.value), default=None)
        return self.replies.judge(nearest.wrong if nearest else None)

    def number(self, typed: str) -> float:
        """The number that was typed, in the question's unit. Raises ResponseError."""
        plain = unicodedata.normalize("NFKC", powers(typed, "^")).replace("−", "-").replace("–", "-").strip()
        match = NUMBER.fullmatch(POWER_OF_TEN.sub(r"\g<1>1*", plain))
        if not match:
            raise ResponseError(UNREADABLE)
        mantissa, exponent, rest = match.groups()
        if rest.startswith(","):
            raise ResponseError(COMMA)
        if exponent and abs(int(exponent[:6])) > 400:
            raise ResponseError(UNREADABLE)
        number = float(f"{mantissa}e{exponent or 0}")
        if not math.isfinite(number):
            raise ResponseError(UNREADABLE)
        return number * self._factor(rest.strip())

    def _factor(self, typed: str) -> float:
        if not typed:
            if self.needs_unit:
                raise ResponseError(NO_UNIT)
            return 1.0
        if not self.unit:
            raise ResponseError(UNREADABLE)
        known = {_plain(self.unit): 1.0, **{_plain(unit): factor for unit, factor in self.units.items()}}
        factor = known.get(_plain(typed))
        if factor is None:
            said = OTHER_UNIT.format(unit=typed[:40])
            if not self.needs_unit:
                said = KNOWN_UNITS.format(said=said, known=" / ".join([self.unit, *self.units]))
            raise ResponseError(said)
        return factor

    def solution(self) -> tuple[str, ...]:
        """The value as short as the tolerance allows, with its unit."""
        for figures in range(max(3, self.tolerance.figures), 18):
            shown = f"{self.value:.{figures}g}"
            if self.tolerance.takes(float(shown), self.value):
                break
        return (f"{shown} {self.unit}".strip(),)


def _value(fields: Fields, key: str, values: Mapping[str, Any]) -> float:
    """A number, or an expression of the parameters."""
    source = fields.line(key)
    try:
        value = read_expression(fields, source, set(values), key).value(values)
    except ExpressionError as error:
        raise fields.error(f"`{key}` has no value: {error}", "Change it, or the parameters.", key) from None
    if not isinstance(value, float):
        raise fields.error(f"`{key}` is a list.", "Pick one number: element(..., 0).", key)
    return value


def _tolerance(fields: Fields, values: Mapping[str, Any]) -> Tolerance:
    if "tolerance" not in fields:
        return Tolerance(relative=RELATIVE)
    inner = fields.inner("tolerance", TOLERANCE)
    if len(inner.data) != 1:
        raise fields.error(
            "`tolerance` is not one of three.", "Write {absolute: 0.01}, {relative: 0.01} or {figures: 3}.", "tolerance"
        )
    if "figures" in inner:
        return Tolerance(figures=inner.whole("figures", least=1, most=15))
    if "relative" in inner:
        return Tolerance(relative=inner.number("relative", above=0, most=0.5))
    absolute = _value(inner, "absolute", values)
    if absolute < 0:
        raise inner.error("the tolerance is negative.", "Write a number from 0.", "absolute")
    return Tolerance(absolute=absolute)


def _unit(fields: Fields) -> tuple[str, bool, Mapping[str, float]]:
    """`unit: s`, or `unit: {symbol: s, required: true, also: {ms: 0.001}}`."""
    if not isinstance(fields.data.get("unit"), Mapping):
        return fields.line("unit", required=False), False, {}
    inner = fields.inner("unit", ("symbol", "required", "also"))
    also = inner.data.get("also") or {}
    if not isinstance(also, Mapping):
        raise inner.error("`also` is no mapping.", "Write also: {ms: 0.001}.", "also")
    units = Fields(also, [str(key) for key in also], path=(*inner.path, "also"))
    factors = {str(key): units.number(str(key), above=0) for key in also}
    return inner.line("symbol"), inner.flag("required", False), factors


def _plain(unit: str) -> str:
    plain = unicodedata.normalize("NFKC", powers(unit, "^")).replace(" ", "")
    return plain if len(plain) <= SYMBOL else plain.casefold()
