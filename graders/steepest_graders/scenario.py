"""What is asked of a program, as data: one call, or a walk of an optimiser.

A scenario can be played against any submission, replayed with other inputs (that is how the tolerance
is derived) and written out as Python (that is how a public example is shown).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from steepest_graders.sandbox import Call, Callback, Keep, Op, RandomGenerator, Read, Ref, Set
from steepest_graders.submission import Submission
from steepest_graders.text import Text
from steepest_graders.tolerance import Array, leaves

SHOWN_ELEMENTS = 24
SHOWN_ITEMS = 10
STEP = Text("step {number}", "第 {number} 步")
PARAMETER = Text("parameter {number}", "第 {number} 个参数")


@dataclass(frozen=True)
class Played:
    """A program's answer, and the inputs (numbered from 1) that it was seen to change."""

    value: Any
    changed: tuple[str, ...] = ()


class Scenario(Protocol):
    """What `call` and `walk` make."""

    @property
    def inputs(self) -> Any:
        """All inputs, as a tree."""

    def with_inputs(self, inputs: Any) -> Scenario:
        """The same question about other inputs."""

    def play(self, submission: Submission) -> Played:
        """Ask it. Raises submission.Raised where the program raises."""

    def sizes(self) -> dict[str, int]:
        """The counts that a wrong factor could come from: 'n', 'rows', 'columns' of the first array."""

    @property
    def parts(self) -> Sequence[Text]:
        """What the items of a nested answer are called, from the outside in, with a field {number}."""


@dataclass(frozen=True)
class CallScenario:
    """`function(*args, **kwargs)`; `strict`: an overflow on the way is an error, as `sandbox.Call` says."""

    function: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    strict: bool = False

    @property
    def inputs(self) -> Any:
        """Positional and keyword arguments."""
        return (self.args, dict(self.kwargs))

    def with_inputs(self, inputs: Any) -> CallScenario:
        """The same call with other arguments."""
        return replace(self, args=inputs[0], kwargs=inputs[1])

    def play(self, submission: Submission) -> Played:
        """Call it once; arguments come back so that a change of them is seen."""
        reply = submission.run([Call(self.function, self.args, dict(self.kwargs), strict=self.strict)], echo=True)[-1]
        after = reply.arguments or (self.args, dict(self.kwargs))
        return Played(reply.value, _changed(self.inputs, after))

    def sizes(self) -> dict[str, int]:
        """Of the first array among the arguments."""
        return _sizes(leaves(self.inputs))

    @property
    def parts(self) -> Sequence[Text]:
        """Plain parts."""
        return ()

    def __str__(self) -> str:
        parts = [shown(value) for value in self.args]
        parts += [f"{name}={shown(value)}" for name, value in self.kwargs.items()]
        return f"{self.function}({', '.join(parts)})"


@dataclass(frozen=True)
class WalkScenario:
    """A walk of an optimiser: `steps` of gradients from `params`, its learning rate changed on the way.

    The parameters are one real list of real arrays that lives beside the student's code for the whole
    walk, so state kept by `id()` and updates in place work; whatever list a step returns replaces it.
    The whole walk travels in one exchange.
    """

    optimizer: str
    settings: Mapping[str, Any]
    params: Sequence[Array]
    grads: Sequence[Sequence[Array]]
    rates: Mapping[int, float] = field(default_factory=dict)

    @property
    def inputs(self) -> Any:
        """Settings, first parameters, gradients by step, learning rates by step."""
        return (dict(self.settings), list(self.params), [list(step) for step in self.grads], dict(self.rates))

    def with_inputs(self, inputs: Any) -> WalkScenario:
        """The same walk from elsewhere."""
        settings, params, grads, rates = inputs
        return replace(self, settings=settings, params=params, grads=grads, rates=rates)

    def play(self, submission: Submission) -> Played:
        """The parameters after each step: a list (steps) of lists (parameters) of arrays."""
        optimizer, params = 1, 2
        ops: list[Op] = [
            Call(self.optimizer, (), dict(self.settings), store=optimizer),
            Keep(list(self.params), params),
        ]
        for number, step in enumerate(self.grads):
            if number in self.rates:
                ops.append(Set(optimizer, "lr", self.rates[number]))
            ops.append(Call("step", (Ref(params), list(step)), on=optimizer, store=params))
            ops.append(Read(params))
        replies = submission.run(ops)
        return Played([reply.value for op, reply in zip(ops, replies, strict=True) if isinstance(op, Read)])

    def sizes(self) -> dict[str, int]:
        """Of the first parameter."""
        return _sizes(self.params)

    @property
    def parts(self) -> Sequence[Text]:
        """Steps of parameters."""
        return (STEP, PARAMETER)

    def __str__(self) -> str:
        settings = ", ".join(f"{name}={shown(value)}" for name, value in self.settings.items())
        lines = [f"opt = {self.optimizer}({settings})", f"params = {shown(list(self.params))}"]
        lines += [f"opt.step(params, {shown(list(step))})" for step in self.grads[:3]]
        if len(self.grads) > 3:
            lines.append(f"... # {len(self.grads)} steps")
        return "\n".join(lines)


def call(function: str, *args: Any, **kwargs: Any) -> CallScenario:
    """Ask for `function(*args, **kwargs)`."""
    return CallScenario(function, args, kwargs)


def strictly(scenario: CallScenario) -> CallScenario:
    """The same call, with overflow, division by zero and invalid operations raised as FloatingPointError."""
    return replace(scenario, strict=True)


def walk(
    optimizer: str,
    settings: Mapping[str, Any],
    params: Sequence[Array],
    grads: Sequence[Sequence[Array]],
    rates: Mapping[int, float] | None = None,
) -> WalkScenario:
    """Ask `optimizer(**settings)` to step from `params` along `grads`; `rates` sets lr before a step (from 0)."""
    return WalkScenario(optimizer, settings, params, grads, rates or {})


def shown(value: Any) -> str:
    """`value` as a student would type it; long arrays by shape only."""
    if isinstance(value, np.ndarray):
        return _shown_array(value)
    if isinstance(value, list | tuple):
        parts = ", ".join([*map(shown, value[:SHOWN_ITEMS]), *["..."] * (len(value) > SHOWN_ITEMS)])
        return f"[{parts}]" if isinstance(value, list) else f"({parts}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict):
        items = [f"{shown(key)}: {shown(item)}" for key, item in itertools.islice(value.items(), SHOWN_ITEMS)]
        return "{" + ", ".join([*items, *["..."] * (len(value) > SHOWN_ITEMS)]) + "}"
    if isinstance(value, Callback):
        return getattr(value.function, "__name__", "f").replace("<lambda>", "f")
    if isinstance(value, RandomGenerator):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, np.generic):
        return shown(value.item())
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, int) and abs(value) >= 1 << 63:
        return "<a very large integer>"  # its digits would take long
    return repr(value[:200] if isinstance(value, str) else value)[:200]


def _shown_array(array: Array) -> str:
    if max(array.size, *array.shape, 0) > SHOWN_ELEMENTS:  # rows without end may hold nothing
        return f"<array of shape {array.shape}>"
    if array.dtype == np.longdouble:
        array = array.astype(np.float64)  # as a reference computes, and nobody writes
    dtype = "" if array.dtype in (np.float64, np.int64) else f", dtype=np.{array.dtype.name}"
    return f"np.array({_nested(array.tolist())}{dtype})"


def _nested(value: Any) -> str:
    """Nested lists of numbers; long decimals are cut to six digits."""
    if isinstance(value, list):
        return f"[{', '.join(map(_nested, value))}]"
    text = repr(value)
    return f"{value:.6g}" if isinstance(value, float) and len(text) > 8 else text


def _sizes(values: Sequence[Any]) -> dict[str, int]:
    first = next((value for value in values if isinstance(value, np.ndarray) and value.ndim), None)
    if first is None:
        return {}
    sizes = {"n": first.size}
    if first.ndim > 1:
        sizes |= {"rows": first.shape[0], "columns": first.shape[-1]}
    return sizes


def _changed(before: Any, after: Any) -> tuple[str, ...]:
    pairs = zip(_named(before), _named(after), strict=False)
    return tuple(name for (name, old), (_, new) in pairs if not _same(old, new))


def _named(inputs: Any) -> list[tuple[str, Any]]:
    args, kwargs = inputs
    return [(str(number), value) for number, value in enumerate(args, start=1)] + list(kwargs.items())


def unchanged(kept: Any, given: Any) -> bool:
    """Whether what was kept beside the program is, array by array, what was given to it."""
    return isinstance(kept, list | tuple | np.ndarray) and _same(given, kept)


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, np.ndarray):
        return isinstance(new, np.ndarray) and old.shape == new.shape and old.tobytes() == new.tobytes()
    if isinstance(old, list | tuple):
        return isinstance(new, list | tuple) and len(old) == len(new) and all(map(_same, old, new))
    if isinstance(old, dict):
        return isinstance(new, dict) and old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    return True  # numbers and callables can't be changed
