"""Parameters: a question that has other numbers for everybody, and the same ones again from the same seed.

    parameters:
      lr: [0.1, 0.2, 0.5]                  one of a list: numbers, or lists of numbers
      n: {from: 2, to: 9}                  whole numbers
      x: {from: 0.5, to: 2.5, step: 0.25}  steps
    derived:
      loss: mse([x, n], [1, 1])            expressions, of parameters and of what stands above

`{{loss}}` in a text writes the value with up to 6 significant figures, `{{loss:.3g}}` with 3, `{{loss:.2f}}`
with 2 decimals. A draw in which something has no finite value, or two options read the same, is passed over
for the next one: no student meets it, and the linter names it.

A draw depends on the seed and the parameter's name alone, by SHA-256: no library's generator can change it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from steepest_graders.quiz.expressions import Expression, ExpressionError, parse
from steepest_graders.quiz.functions import CONSTANTS, Value
from steepest_graders.quiz.reading import Fields, QuestionError

TRIES = 50
MOST_VALUES = 10_000  # of one parameter
PLACE = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*(?::\s*(\.(\d{1,2})([fg]))\s*)?\}\}")
BRACES = re.compile(r"\{\{[^{}]*\}\}")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}")
T = TypeVar("T")


@dataclass(frozen=True)
class Parameters:
    """What is drawn, and what follows from it."""

    drawn: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    derived: Mapping[str, Expression] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.drawn)

    @property
    def names(self) -> tuple[str, ...]:
        """Of all values."""
        return (*self.drawn, *self.derived)

    def draw(self, seed: int, tries: int = 0) -> dict[str, Value]:
        """The values of one draw. Raises ExpressionError where one can't be worked out."""
        values = {name: pick(offered, f"{seed}:{tries}:{name}") for name, offered in self.drawn.items()}
        for name, expression in self.derived.items():
            values[name] = expression.value(values)
        return values

    def draws(self, seed: int) -> Iterator[dict[str, Value]]:
        """The draws to try for a seed, in order; those without a value are left out."""
        for tries in range(TRIES if self.drawn else 1):
            try:
                yield self.draw(seed, tries)
            except ExpressionError:
                continue


def pick(offered: Sequence[T], word: str) -> T:
    """One of `offered`, decided by `word` alone."""
    return offered[int.from_bytes(hashlib.sha256(word.encode()).digest()[:8]) % len(offered)]


def shuffled(items: Sequence[T], word: str) -> tuple[T, ...]:
    """The items in an order that is decided by `word` alone."""
    keys = [hashlib.sha256(f"{word}:{index}".encode()).digest() for index in range(len(items))]
    return tuple(items[index] for index in sorted(range(len(items)), key=keys.__getitem__))


def read_parameters(fields: Fields) -> Parameters:
    """The keys `parameters` and `derived` of a question. Raises QuestionError."""
    listed, derived = fields.data.get("parameters") or {}, fields.data.get("derived") or {}
    for key, data in (("parameters", listed), ("derived", derived)):
        if not isinstance(data, Mapping) or len(data) > 30:
            raise fields.error(f"`{key}` is no mapping of at most 30 names.", f"Write {key}: {{name: ...}}.", key)
        for name in data:
            if not isinstance(name, str) or not VARIABLE.fullmatch(name) or name in CONSTANTS:
                raise fields.error(f"{name!r} can't be a name here.", "Write letters, digits and _.", key, str(name))
    if derived and not listed:
        raise fields.error("`derived` stands without `parameters`.", "Write the numbers themselves.", "derived")
    if twice := next((name for name in derived if name in listed), None):
        raise fields.error(f"{twice!r} stands in `parameters` too.", "Rename one.", "derived", twice)
    drawn = {name: _offered(fields, name, offer) for name, offer in listed.items()}
    parameters = Parameters(drawn, _derived(fields, set(drawn), derived))
    if next(parameters.draws(0), None) is None:
        try:
            parameters.draw(0)
        except ExpressionError as error:
            raise fields.error(f"`derived` has no value: {error}", "Change the parameters.", "derived") from None
    return parameters


def _offered(fields: Fields, name: str, offer: Any) -> Sequence[Value]:
    place = ("parameters", name)
    if isinstance(offer, list):
        if not 1 <= len(offer) <= MOST_VALUES:
            raise fields.error(f"{name!r} has no values.", "List at least one.", *place)
        return [_number(fields, value, *place, index) for index, value in enumerate(offer)]
    inner = Fields(offer, ("from", "to", "step"), path=(*fields.path, *place), what=f"parameter {name!r}")
    low, high, step = inner.number("from"), inner.number("to"), inner.number("step", 1, above=0)
    steps = (high - low) / step * (1 + 1e-12)
    if not 0 <= steps < MOST_VALUES:
        raise inner.error("this range is empty or too long.", f"It must have from 1 to {MOST_VALUES} values.")
    return [float(f"{low + index * step:.12g}") for index in range(int(steps) + 1)]


def _number(fields: Fields, value: Any, *place: str | int) -> Value:
    if isinstance(value, list) and value and len(place) < 5:
        return [_number(fields, item, *place, index) for index, item in enumerate(value)]
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise fields.error(f"{value!r} is no number.", "List numbers, or lists of numbers.", *place)
    return float(value)


def _derived(fields: Fields, known: set[str], derived: Mapping[str, Any]) -> dict[str, Expression]:
    read = {}
    for name, source in derived.items():
        read[name] = read_expression(fields, str(source), known, "derived", name)
        known = known | {name}
    return read


def read_expression(fields: Fields, source: str, known: set[str], *place: str | int) -> Expression:
    """An expression of an author's. Raises QuestionError, also for a name that is not known."""
    try:
        expression = parse(source)
    except ExpressionError as error:
        raise fields.error(f"{source!r} can't be read: {error}", "See the expressions of questions.", *place) from None
    if unknown := sorted(expression.names - known):
        there = ", ".join(sorted(known)) or "none"
        raise fields.error(f"{unknown[0]!r} is no parameter.", f"There are: {there}.", *place)
    return expression


Filler = Callable[[str], str]


def filler(fields: Fields, values: Mapping[str, Value]) -> Filler:
    """What fills the places of a text. Raises QuestionError for a name that is not there."""

    def fill(text: str) -> str:
        if "{{" not in text:
            return text
        for found in BRACES.findall(text):
            match = PLACE.fullmatch(found)
            if not match or match[1] not in values:
                there = ", ".join(f"{{{{{name}}}}}" for name in values)
                raise QuestionError(f"{found} can't be filled.", f"There are: {there}; a format is .3g or .2f.")
        return PLACE.sub(lambda match: written(values[match[1]], match[2] or ""), text)

    return fill


def written(value: Value, style: str = "") -> str:
    """A value as a text shows it: 0.1, 3, -2.5, 1.2e-07, [1, 2]."""
    if isinstance(value, list):
        return f"[{', '.join(written(item, style) for item in value)}]"
    text = format(value, style or ".6g")
    return text.removeprefix("-") if float(text) == 0 else text


NOT_FILLED = frozenset({"id", "type", "code", "tags", "parameters", "derived", "solution", "calls"})


def filled(data: Any, fill: Filler, path: tuple[str | int, ...] = ()) -> Any:
    """The mapping with every text filled; ids, code and what draws the values stay. Raises QuestionError."""
    if isinstance(data, str):
        try:
            return fill(data)
        except QuestionError as error:
            raise QuestionError(error.problem, error.remedy, path) from None
    if isinstance(data, Mapping):
        return {key: value if key in NOT_FILLED else filled(value, fill, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [filled(item, fill, (*path, index)) for index, item in enumerate(data)]
    return data
