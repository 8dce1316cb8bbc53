"""How far a right answer may lie from the reference: derived for each input, not guessed.

For a reference f evaluated in extended precision, a program that computes f(x) in a backward-stable
way errs by at most a small multiple of

    u * B,   B = |f(x)| + max over s of |f(x * (1 + 2^-40 s)) - f(x)| * 2^40 + S

with u the unit roundoff of the input's type, s random sign vectors and S a natural scale of f: the
conditioning of f at x is measured by perturbing x, as in N. J. Higham, Accuracy and Stability of
Numerical Algorithms (2nd ed., 2002), chapter 1. An answer is right where |got - f(x)| <= c u B.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

DEFAULT_C = 64.0
"""The constant c for a function; any value from 16 to 1024 separated the measured programs."""
TRAJECTORY_C = 256.0
"""The constant c for a path of an optimiser, where the errors of its steps add up."""
DIRECTIONS = 12
_NUDGE = np.longdouble(2.0) ** -40

Array: TypeAlias = npt.NDArray[Any]
Tree: TypeAlias = Any
"""A value as programs return them: numbers and arrays, in lists, tuples and dicts."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An expected number or array, with the largest allowed error of each element."""

    value: Array
    allowed: Array

    @property
    def shape(self) -> tuple[int, ...]:
        """() for a number."""
        return self.value.shape


def has_extended_precision() -> bool:
    """Whether longdouble has more bits than double here (not on Apple silicon or Windows)."""
    return bool(np.finfo(np.longdouble).eps < np.finfo(np.float64).eps)


def map_leaves(change: Callable[[Any], Any], tree: Tree) -> Tree:
    """The same nest of lists, tuples and dicts with `change` applied to everything else in it."""
    if isinstance(tree, list | tuple):
        return type(tree)(map_leaves(change, item) for item in tree)
    if isinstance(tree, dict):
        return {key: map_leaves(change, item) for key, item in tree.items()}
    return change(tree)


def leaves(tree: Tree) -> list[Any]:
    """Everything in a nest of lists, tuples and dicts, in order."""
    if isinstance(tree, list | tuple):
        return [leaf for item in tree for leaf in leaves(item)]
    if isinstance(tree, dict):
        return [leaf for item in tree.values() for leaf in leaves(item)]
    return [tree]


def is_floating(value: object) -> bool:
    """A float, or an array or NumPy scalar of a floating type: what may be perturbed."""
    return isinstance(value, float) or (isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "f")


def unit_roundoff(inputs: Sequence[object]) -> float:
    """2**-24 if any input is float32 (a program may rightly compute in it), else 2**-53."""
    single = any(isinstance(value, np.ndarray | np.generic) and value.dtype == np.float32 for value in inputs)
    return float(2.0**-24 if single else 2.0**-53)


def expect(
    evaluate: Callable[[Tree], Tree], inputs: Tree, *, c: float = DEFAULT_C, scale: Tree = 0.0, seed: int = 0
) -> Tree:
    """The expected answer as a tree of `Leaf`s.

    `evaluate` maps inputs to the reference's answer and is called with floating inputs in extended
    precision, once exactly and `DIRECTIONS` times perturbed. `scale` is S: a number, or a tree with
    one scale per leaf of the answer.
    """
    rng = np.random.default_rng(seed)
    with np.errstate(all="ignore"):
        reference = evaluate(map_leaves(_extended, inputs))
        exact = [np.asarray(leaf) for leaf in leaves(reference)]
        spread = [np.zeros(leaf.shape, np.longdouble) for leaf in exact]
        for _ in range(DIRECTIONS):
            nudged = leaves(evaluate(map_leaves(lambda value: _nudged(value, rng), inputs)))
            for index, leaf in enumerate(nudged):
                change = abs(np.asarray(leaf) - exact[index]) / _NUDGE
                spread[index] = np.maximum(spread[index], np.where(np.isfinite(change), change, 0))
        scales = leaves(scale) if isinstance(scale, list | tuple | dict) else [scale] * len(exact)
        factor = np.longdouble(c * unit_roundoff(leaves(inputs)))
        allowed = [
            np.asarray(factor * (np.where(np.isfinite(leaf), abs(leaf), 0) + wide + natural))
            for leaf, wide, natural in zip(exact, spread, scales, strict=True)
        ]
    expected = iter([Leaf(value, bound) for value, bound in zip(exact, allowed, strict=True)])
    return map_leaves(lambda _: next(expected), reference)


def _extended(value: Any) -> Any:
    return np.asarray(value).astype(np.longdouble)[()] if is_floating(value) else value


def _nudged(value: Any, rng: np.random.Generator) -> Any:
    if not is_floating(value):
        return value
    signs = rng.choice([-1, 1], size=np.shape(value))
    return (np.asarray(value).astype(np.longdouble) * (1 + _NUDGE * signs))[()]
