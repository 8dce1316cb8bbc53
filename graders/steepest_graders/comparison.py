"""Compare an answer with what was expected, in the order that says most about what went wrong.

Type, then shape (broadcasting lets a wrong shape pass every comparison of values), then the positions
of NaN and infinity, then values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from steepest_graders.text import Text, printable
from steepest_graders.tolerance import Array, Leaf, Tree


class Kind(StrEnum):
    """In what an answer differs."""

    TYPE = "type"
    SHAPE = "shape"
    NON_FINITE = "non-finite"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first difference found. `where` names the part of a nested answer, '' for the whole.

    `excess` is the largest error divided by the largest allowed one (infinite where values can't be
    compared); `got` and `expected` are arrays where values were compared.
    """

    kind: Kind
    message: Text
    where: Text = field(default_factory=Text)
    excess: float = float("inf")
    got: Array | None = None
    expected: Leaf | None = None

    def within(self, part: Text | str) -> Mismatch:
        """The same, seen from one level further out."""
        outer = INSIDE.format(part=part)
        return replace(self, where=Text(outer.en + self.where.en, outer.zh + self.where.zh))


NOTHING_RETURNED = Text(
    "The function returned nothing (None): is a `return` missing?",
    "函数没有返回任何值（None）：是不是漏了 `return`？",
)
WRONG_TYPE = Text("Returned {got} where {expected} was expected.", "返回的是{got}，而这里应当是{expected}。")
A_NUMBER = Text("a number", "一个数")
AN_ARRAY = Text("an array", "一个数组")
ARRAY_OF_NUMBERS = Text("an array of numbers", "数值数组")
ONE_ELEMENT_ARRAY = Text(
    "Returned an array with one element where a single number was expected: take that element.",
    "返回的是只有一个元素的数组，而这里应当是一个数：取出那个元素即可。",
)
WRONG_SHAPE = Text("The shape is {got}; expected was {expected}.", "形状是 {got}，应当是 {expected}。")
SCALAR_SHAPE = Text(
    "Returned an array of shape {got} where a single number was expected.",
    "返回的是形状为 {got} 的数组，而这里应当是一个数。",
)
OTHER_SHAPE = Text("The shape is not the expected one, {expected}.", "形状不是应有的 {expected}。")
OTHER_LENGTH = Text("Returned another number of parts than {expected}.", "返回的部分不是 {expected} 个。")
OTHER_KEYS = Text("The keys are not the expected ones: {expected}.", "字典的键不是应有的：{expected}。")
WRONG_LENGTH = Text(
    "Returned {got} parts where {expected} were expected.", "返回了 {got} 个部分，应当是 {expected} 个。"
)
WRONG_KEYS = Text("The keys are {got}; expected were {expected}.", "字典的键是 {got}，应当是 {expected}。")
NOT_A_NUMBER = Text(
    "Some elements are NaN (not a number): look for 0/0, inf - inf or log of a negative number.",
    "有元素是 NaN（不是数）：检查 0/0、inf - inf 或对负数取对数。",
)
NOT_FINITE = Text(
    "Some elements are infinite where a finite number was expected: look for an overflow or a division by zero.",
    "有元素是无穷大，而这里应当是有限的数：检查上溢或除以零。",
)
MISSING_INFINITY = Text(
    "NaN or infinity stands in other places than expected.",
    "NaN 或无穷大出现的位置与应有的不同。",
)
WRONG_VALUE = Text("The value is wrong.", "数值不对。")
WRONG_VALUES = Text("{wrong} of {count} elements are wrong.", "{count} 个元素中有 {wrong} 个不对。")
PART = Text("part {number}", "第 {number} 部分")
INSIDE = Text("{part}: ", "{part}：")

_KINDS = {
    "NoneType": Text("nothing (None)", "空值（None）"),
    "bool": Text("a truth value", "真假值（布尔）"),
    "complex": Text("a complex number", "复数"),
    "str": Text("a string", "字符串"),
    "dict": Text("a dictionary", "字典"),
    "list": Text("a list", "列表"),
    "tuple": Text("a tuple", "元组"),
    "huge": Text("an integer too large for a float", "超出浮点数范围的整数"),
    "float": A_NUMBER,
    "int": A_NUMBER,
    "ndarray": AN_ARRAY,
}
_ARRAYS = {  # by the kind of their dtype
    "b": Text("an array of truth values (booleans)", "真假值（布尔）数组"),
    "c": Text("an array of complex numbers", "复数数组"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """How differences are told.

    `parts` names the items of nested lists from the outside in, with a field {number}. `extents` are the
    sizes that may be told of a wrong shape; None: all. Of a hidden check only those are told that its
    inputs have: a program could return a shape that spells out what it was given.
    """

    parts: tuple[Text, ...] = ()
    extents: frozenset[int] | None = None

    def inside(self) -> Wording:
        """The wording one level further in."""
        return Wording(self.parts[1:], self.extents)

    def may_tell(self, sizes: Sequence[int]) -> bool:
        """Whether these sizes may be told."""
        return self.extents is None or self.extents.issuperset(sizes)


def compare(got: Any, expected: Tree, wording: Wording = Wording()) -> Mismatch | None:
    """The first difference between an answer and a tree of `Leaf`s, or None where it is right."""
    return _first_mismatch(got, expected, wording)


def _first_mismatch(got: Any, expected: Tree, wording: Wording) -> Mismatch | None:
    if isinstance(expected, Leaf):
        return _compare_leaf(got, expected, wording)
    if isinstance(expected, dict):
        return _compare_dict(got, expected, wording)
    return _compare_sequence(got, expected, wording)


def _compare_sequence(got: Any, expected: list[Tree] | tuple[Tree, ...], wording: Wording) -> Mismatch | None:
    if isinstance(got, np.ndarray) and got.ndim and len(got) == len(expected):
        got = list(got)
    if not isinstance(got, list | tuple | np.ndarray) or (isinstance(got, np.ndarray) and not got.ndim):
        return Mismatch(Kind.TYPE, _type_message(got, _KINDS["list" if isinstance(expected, list) else "tuple"]))
    if len(got) != len(expected):
        told = WRONG_LENGTH if wording.may_tell([len(got)]) else OTHER_LENGTH
        return Mismatch(Kind.SHAPE, told.format(got=len(got), expected=len(expected)))
    name, inside = wording.parts[0] if wording.parts else PART, wording.inside()
    for number, (item, leaf) in enumerate(zip(got, expected, strict=True), start=1):
        if mismatch := _first_mismatch(item, leaf, inside):
            return mismatch if len(got) == 1 else mismatch.within(name.format(number=number))
    return None


def _compare_dict(got: Any, expected: dict[str, Tree], wording: Wording) -> Mismatch | None:
    if not isinstance(got, dict):
        return Mismatch(Kind.TYPE, _type_message(got, _KINDS["dict"]))
    if set(got) != set(expected):
        told = WRONG_KEYS if wording.extents is None else OTHER_KEYS
        return Mismatch(Kind.SHAPE, told.format(got=_names(got), expected=_names(expected)))
    for key, leaf in expected.items():
        if mismatch := _first_mismatch(got[key], leaf, wording):
            return mismatch.within(key)
    return None


def _compare_leaf(got: Any, expected: Leaf, wording: Wording) -> Mismatch | None:
    array = as_numbers(got)
    if array is None:
        return Mismatch(Kind.TYPE, _type_message(got, ARRAY_OF_NUMBERS if expected.shape else A_NUMBER))
    if array.shape != expected.shape:
        told = _shape_message(array.shape, expected.shape, wording)
        return Mismatch(Kind.SHAPE, told, got=array, expected=expected)
    if array.dtype.kind != "f":
        array = array.astype(np.longdouble)  # a difference of integers would wrap around
    with np.errstate(all="ignore"):
        if (abs(array - expected.value) <= expected.allowed).all():
            return None  # the usual case; NaN, infinity and what differs go on below
    if message := _non_finite(array, expected.value):
        return Mismatch(Kind.NON_FINITE, message, got=array, expected=expected)
    with np.errstate(all="ignore"):  # finite expected, infinite allowed never meet: both were compared above
        error = np.where(np.isfinite(expected.value), abs(array - expected.value), 0)
    wrong = error > expected.allowed
    if not wrong.any():
        return None
    message = WRONG_VALUES.format(wrong=int(wrong.sum()), count=array.size) if array.size > 1 else WRONG_VALUE
    return Mismatch(Kind.VALUE, message, excess=excess(error, expected.allowed), got=array, expected=expected)


def excess(error: Array, allowed: Array) -> float:
    """The largest error as a multiple of what is allowed (0 without elements)."""
    with np.errstate(all="ignore"):
        ratio = np.where(error > 0, error / allowed, 0)
    return float(np.max(ratio, initial=0.0))


def form(value: Any, depth: int = 3) -> str:
    """What kind of thing was returned, without its numbers."""
    if isinstance(value, np.ndarray):
        return f"array {value.shape}"
    if isinstance(value, dict):
        return f"dict of {len(value)}"
    if isinstance(value, list | tuple) and depth:
        inside = form(value[0], depth - 1) if value else ""
        return f"{type(value).__name__} of {len(value)}: {inside}"
    return type(value).__name__


def as_numbers(value: Any) -> Array | None:
    """A number, an array or a rectangular list of numbers as an array; None for anything else."""
    if value is None or isinstance(value, bool | np.bool_ | str | complex | dict):
        return None
    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list
        return None
    return array if array.dtype.kind in "fiu" else None


def _non_finite(got: Array, expected: Array) -> Text | None:
    if (np.isnan(got) & ~np.isnan(expected)).any():
        return NOT_A_NUMBER
    if (np.isinf(got) & np.isfinite(expected)).any():
        return NOT_FINITE
    same = (np.isnan(got) == np.isnan(expected)) & (np.isfinite(got) | np.isnan(got) | (got == expected))
    return None if same.all() and (np.isfinite(got) == np.isfinite(expected)).all() else MISSING_INFINITY


def _type_message(got: Any, expected: Text) -> Text:
    if got is None:
        return NOTHING_RETURNED
    return WRONG_TYPE.format(got=_kind(got), expected=expected)


def _kind(got: Any) -> Text:
    if isinstance(got, np.ndarray | np.generic) and got.dtype.kind in _ARRAYS:
        return _ARRAYS[got.dtype.kind] if got.ndim else _KINDS[type(got.item()).__name__]
    name = "huge" if isinstance(got, int) and not isinstance(got, bool) else type(got).__name__
    return _KINDS.get(name, Text(name, name))


def _shape_message(got: tuple[int, ...], expected: tuple[int, ...], wording: Wording) -> Text:
    if expected == () and np.prod(got) == 1:
        return ONE_ELEMENT_ARRAY  # whatever its axes: their number may tell of a hidden input
    if not wording.may_tell(got) or (wording.extents is not None and len(got) > len(expected) + 1):
        return OTHER_SHAPE.format(expected=expected if expected else A_NUMBER)
    return (SCALAR_SHAPE if expected == () else WRONG_SHAPE).format(got=got, expected=expected)


def _names(keys: Any) -> str:
    return ", ".join(sorted(printable(str(key)[:40]) for key in list(keys)[:10]))
