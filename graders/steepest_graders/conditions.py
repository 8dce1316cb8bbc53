"""Near misses: what the failing checks have in common that the passing ones have not.

'Right except for batches of one' says where to look even if nobody knows the mistake. Conditions are read off
the inputs of each check; which checks fail is shown anyway, so nothing of a hidden input is told but its kind.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from steepest_graders.checks import Check
from steepest_graders.scenario import CallScenario, WalkScenario
from steepest_graders.text import Text, joined
from steepest_graders.tolerance import Array, leaves

EXCEPT = Text("Right except for {what}.", "除了{what}，都是对的。")
ONLY = Text("Right only for {what}.", "只有{what}才对。")
IN_FUNCTION = Text("All that is wrong is in `{function}`.", "错误都在 `{function}` 里。")
BOTH = Text("{one} and for {other}", "{one}和{other}")
QUOTED = Text("“{title}”", "“{title}”")
ABOVE = Text("values above {size} in size", "绝对值大于 {size} 的数值")
FEW = 2  # failing checks that are simply named, where most others pass
MOST_PASS = 4  # so many times the failing ones


class Condition(NamedTuple):
    """A kind of input."""

    what: Text
    holds: Callable[[Inputs], bool]


class Inputs(NamedTuple):
    """What a check asks with, as far as conditions look at it."""

    first: Array
    arrays: Sequence[Array]
    scenario: Any

    @property
    def size(self) -> float:
        """The largest finite number in absolute value, labels left out."""
        numbers = [array for array in self.arrays if array.dtype.kind == "f"] or [self.first]
        return max((float(np.max(abs(array), where=np.isfinite(array), initial=0.0)) for array in numbers), default=0.0)


def _rows(inputs: Inputs) -> int:
    return len(inputs.first) if inputs.first.ndim else 1


def _above(size: float) -> Condition:
    return Condition(ABOVE.format(size=f"{size:,.0f}".replace(",", "\u202f")), lambda inputs: inputs.size > size)


OF_CALLS: tuple[Condition, ...] = (
    Condition(Text("batches of one", "只有一个样本的批次"), lambda inputs: _rows(inputs) == 1),
    Condition(
        Text("arrays with one column", "只有一列的数组"),
        lambda inputs: inputs.first.ndim > 1 and inputs.first.shape[-1] == 1,
    ),
    Condition(Text("single numbers", "单个的数"), lambda inputs: inputs.first.size == 1),
    Condition(
        Text("single precision (float32)", "单精度（float32）"),
        lambda inputs: any(array.dtype == np.float32 for array in inputs.arrays),
    ),
    Condition(Text("integers", "整数"), lambda inputs: inputs.first.dtype.kind in "iu"),
    Condition(
        Text("unsigned bytes", "无符号字节"), lambda inputs: any(array.dtype == np.uint8 for array in inputs.arrays)
    ),
    Condition(
        Text("slices with gaps", "带间隔的切片"),
        lambda inputs: any(not array.flags.c_contiguous for array in inputs.arrays),
    ),
    Condition(
        Text("infinite values", "无穷大的数值"),
        lambda inputs: any(array.dtype.kind == "f" and bool(np.isinf(array).any()) for array in inputs.arrays),
    ),
    Condition(Text("arguments passed by keyword", "按关键字传入的参数"), lambda inputs: not inputs.scenario.args),
    # Powers of e overflow beyond 709, in single precision beyond 88.
    *map(_above, (700, 88, 1e3, 1e4, 1e6, 30)),
    Condition(Text("arrays with three axes or more", "三个或更多轴的数组"), lambda inputs: inputs.first.ndim > 2),
    Condition(Text("arrays with two axes or more", "两个或更多轴的数组"), lambda inputs: inputs.first.ndim > 1),
    Condition(Text("arrays with one axis", "只有一个轴的数组"), lambda inputs: inputs.first.ndim == 1),
    Condition(
        Text("arrays with as many rows as columns", "行数与列数相同的数组"),
        lambda inputs: inputs.first.ndim == 2 and inputs.first.shape[0] == inputs.first.shape[1],
    ),
    Condition(
        Text("values that are all equal", "全部相等的数值"),
        lambda inputs: inputs.first.size > 1 and bool((inputs.first == inputs.first.flat[0]).all()),
    ),
    Condition(
        Text("negative values only", "只有负的数值"),
        lambda inputs: bool(inputs.first.size and np.all(inputs.first < 0)),
    ),
)
OF_WALKS: tuple[Condition, ...] = (
    Condition(Text("several parameters", "多个参数"), lambda inputs: len(inputs.scenario.params) > 1),
    Condition(Text("a learning rate that changes", "中途改变的学习率"), lambda inputs: bool(inputs.scenario.rates)),
    Condition(Text("more than one step", "不止一步的路径"), lambda inputs: len(inputs.scenario.grads) > 1),
    Condition(
        Text("single precision (float32)", "单精度（float32）"),
        lambda inputs: any(array.dtype == np.float32 for array in inputs.arrays),
    ),
    Condition(
        Text("gradients that are 0", "为零的梯度"),
        lambda inputs: any(not np.any(grad) for step in inputs.scenario.grads for grad in step),
    ),
    Condition(
        Text("tiny gradients", "极小的梯度"),
        lambda inputs: any(0 < np.max(abs(grad)) < 1e-2 for step in inputs.scenario.grads for grad in step),
    ),
)


def near_miss(
    checks: Sequence[Check], wrong: Sequence[Check], functions: Mapping[str, str], *, explained: bool
) -> Text:
    """What the `wrong` ones of all `checks` that were run have in common, in a sentence; empty where nothing.

    `functions`: which function each check asks for. Less is said where the mistake is `explained` already.
    """
    names = {functions.get(check.name, "") for check in wrong}
    if len(set(functions.values())) > 1 and len(names) == 1 and all(names):
        [function] = names
        own = [check for check in checks if functions[check.name] == function]
        return joined(IN_FUNCTION.format(function=function), _shared(own, wrong, explained=explained))
    return _shared(checks, wrong, explained=explained)


def _shared(checks: Sequence[Check], wrong: Sequence[Check], *, explained: bool) -> Text:
    if not wrong or len(wrong) == len(checks):
        return Text()
    kinds = _kinds(checks)
    failing = frozenset(check.name for check in wrong)
    passing = frozenset(check.name for check in checks) - failing
    if len(failing) <= len(passing) and (what := _common(failing, kinds)):
        return EXCEPT.format(what=what)
    if explained:
        return Text()
    if len(passing) <= len(failing) and (what := _common(passing, kinds)):
        return ONLY.format(what=what)
    if len(wrong) <= FEW and len(checks) > MOST_PASS * len(wrong):
        titles = [QUOTED.format(title=check.title) for check in wrong]
        return EXCEPT.format(
            what=Text(", ".join(title.en for title in titles), "、".join(title.zh for title in titles))
        )
    return Text()


def _kinds(checks: Sequence[Check]) -> dict[frozenset[str], Text]:
    """Which checks, by name, each condition holds of; of conditions that hold of the same ones the first counts."""
    kinds: dict[frozenset[str], Text] = {}
    asked = {check.name: inputs for check in checks if (inputs := _inputs(check))}
    for kind, conditions in ((CallScenario, OF_CALLS), (WalkScenario, OF_WALKS)):
        of_kind = {name: inputs for name, inputs in asked.items() if isinstance(inputs.scenario, kind)}
        for condition in conditions:
            found = frozenset(name for name, inputs in of_kind.items() if condition.holds(inputs))
            kinds.setdefault(found, condition.what)
    return kinds


def _common(names: frozenset[str], kinds: Mapping[frozenset[str], Text]) -> Text | None:
    """The condition, or the two, that hold of exactly these."""
    if names in kinds:
        return kinds[names]
    parts = [found for found in kinds if found and found < names]
    pair = next((pair for pair in itertools.combinations(parts, 2) if pair[0] | pair[1] == names), None)
    return BOTH.format(one=kinds[pair[0]], other=kinds[pair[1]]) if pair else None


def _inputs(check: Check) -> Inputs | None:
    scenario = getattr(check, "scenario", None)
    if not isinstance(scenario, CallScenario | WalkScenario):  # a property of whatever the program does
        return None
    arrays = [np.asarray(leaf) for leaf in leaves(scenario.inputs) if isinstance(leaf, np.ndarray | np.generic | float)]
    first = next((array for array in arrays if array.ndim), arrays[0] if arrays else None)
    return None if first is None else Inputs(first, arrays, scenario)
