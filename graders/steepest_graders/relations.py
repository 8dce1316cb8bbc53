"""What relation a wrong answer has to the right one: a factor, a sign, a transpose, a square.

Numbers alone can't say why, but 'exactly n times the mean' nearly does. A relation is named where every
element shows it; whatever is named for one check carries its number, so that a relation which holds on
all wrong checks can be told in one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from steepest_graders.comparison import Kind, Mismatch
from steepest_graders.text import Text
from steepest_graders.tolerance import Array, Leaf


@dataclass(frozen=True, slots=True)
class Relation:
    """`name` is the same on every check that shows it; `phrase` says it with this check's numbers.

    `hidden_phrase` says it without a number that the program could have chosen to tell a hidden input by.
    """

    name: str
    phrase: Text
    everywhere: Text
    hidden_phrase: Text | None = None

    def here(self, public: bool) -> Text:
        """The phrase for a public or a hidden check."""
        return self.phrase if public or self.hidden_phrase is None else self.hidden_phrase


_OPPOSITE = Text("the expected value with the opposite sign", "应有值的相反数")
_TIMES = Text("{factor} times the expected value", "应有值的 {factor} 倍")
_MULTIPLE = Text("a multiple of the expected value", "应有值的某个倍数")
_SIZES = {
    "n": Text("n (the number of elements)", "n（元素个数）"),
    "rows": Text("N (the number of rows)", "N（行数）"),
    "columns": Text("the number of columns", "列数"),
}
_EVERY = Text("Every wrong answer is {relation}.", "每个错误的答案都是{relation}。")


def find_relations(mismatch: Mismatch, sizes: Mapping[str, int]) -> list[Relation]:
    """The relations that explain every element of a wrong answer, the simplest first."""
    if mismatch.got is None or mismatch.expected is None:
        return []
    got, expected = mismatch.got, mismatch.expected
    with np.errstate(all="ignore"):
        if mismatch.kind is Kind.SHAPE:
            return list(_of_shape(got, expected))
        if mismatch.kind is not Kind.VALUE or not np.isfinite(got).all():
            return []
        return list(_of_values(got.astype(np.float64), expected, sizes))


def shared_relation(relations: Sequence[Sequence[Relation]]) -> Relation | None:
    """The simplest relation that every one of several wrong answers shows, or None."""
    first, *others = relations or [[]]
    names = [{relation.name for relation in other} for other in others]
    return next((relation for relation in first if all(relation.name in known for known in names)), None)


def _of_shape(got: Array, expected: Leaf) -> Iterator[Relation]:
    if got.ndim == 2 and got.shape == expected.shape[::-1] and _close(got.T, expected.value, expected):
        yield _named("transpose", Text("the transpose of what was expected", "应有结果的转置"))


def _of_values(got: Array, expected: Leaf, sizes: Mapping[str, int]) -> Iterator[Relation]:
    value = expected.value.astype(np.float64)
    if _close(-got, value, expected):
        yield _named("sign", _OPPOSITE)
    for name, factor, phrase in _factors(sizes):
        if _close(got / factor, value, expected):
            here = _TIMES.format(factor=_number(factor))
            yield Relation(f"times {name}", here, _EVERY.format(relation=_TIMES.format(factor=phrase)))
    if _close(got, np.square(value), expected):
        yield _named("square", Text("the square of what was expected", "应有值的平方"))
    if (value >= 0).all() and _close(np.square(got), value, expected):
        yield _named("root", Text("the square root of what was expected", "应有值的平方根"))
    significant = abs(value) > expected.allowed
    if significant.sum() > 1:
        ratio = got[significant] / value[significant]
        if abs(ratio[0]) > 1e-12 and _close(got / ratio[0], value, expected):
            number = _number(float(ratio[0]))
            phrase = _TIMES.format(factor=number)
            yield Relation(f"times {number}", phrase, _EVERY.format(relation=phrase), _MULTIPLE)
    if got.size > 1 and _close(got - (got - value).flat[0], value, expected):
        yield _named("offset", Text("off by the same amount everywhere", "处处相差同一个数"))


def _named(name: str, phrase: Text) -> Relation:
    return Relation(name, phrase, _EVERY.format(relation=phrase))


def _factors(sizes: Mapping[str, int]) -> Iterator[tuple[str, float, Text]]:
    """(name, factor, words) from the simplest on; a size of 1 explains nothing."""
    for name, factor in (("2", 2.0), ("1/2", 0.5), ("-2", -2.0), ("-1/2", -0.5)):
        yield name, factor, Text(name, name)
    for name, size in sizes.items():
        if size <= 1:
            continue
        words = _SIZES[name]
        for label, factor in (("", 1.0), ("2 ", 2.0), ("-", -1.0)):
            yield label + name, factor * size, Text(f"{label}{words.en}", f"{label}{words.zh}")
        for label, factor in (("1", 1.0), ("2", 2.0), ("-1", -1.0), ("1/2", 0.5)):
            yield f"{label}/{name}", factor / size, Text(f"{label} / {words.en}", f"{label} / {words.zh}")


def _close(got: Array, value: Array, expected: Leaf) -> bool:
    allowed = np.maximum(8 * expected.allowed, 1e-12 * abs(value))
    return bool(np.isfinite(got).all() and np.all(abs(got - value) <= allowed))


def _number(factor: float) -> str:
    """With as many digits as tell it from 1: an eps in a denominator makes a factor, too."""
    short = f"{factor:.6g}"
    return f"{factor:.12g}" if short in ("1", "-1") else short
