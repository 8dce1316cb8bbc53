"""Does what a function returned belong to its caller? An array that was passed in, or a view of one, does not."""

from __future__ import annotations

from typing import Any

import numpy as np

from steepest_graders.checks import Check, Holds, Problem
from steepest_graders.sandbox import Call, Op, Read, Ref
from steepest_graders.scenario import CallScenario, unchanged
from steepest_graders.submission import Kept, Raised, Submission
from steepest_graders.text import Text

FILLED_WITH = 7.0
ALIASED = Text(
    "What was returned changes when the caller writes into an array that was passed in: it is no new array.",
    "调用者改写传入的数组时，返回的结果也跟着变了：它不是新数组。",
)


def returns_new_arrays(name: str, title: Text, scenario: CallScenario) -> Check:
    """The answer stays what it is while the arrays among the arguments, or in a list among them, are written into."""

    def ask(submission: Submission) -> tuple[Any, Any]:
        args = [submission.keep(value) if isinstance(value, np.ndarray | list) else value for value in scenario.args]
        numbers = [kept.number for kept in args if isinstance(kept, Kept)]
        result = max(numbers, default=0) + 1
        refs = tuple(Ref(value.number) if isinstance(value, Kept) else value for value in args)
        submission.run([Call(scenario.function, refs, dict(scenario.kwargs), store=result)])
        before = submission.run([Read(result)])[-1].value
        kept = [value for value in scenario.args if isinstance(value, np.ndarray | list)]
        writes = [op for number, value in zip(numbers, kept, strict=True) for op in _written(number, value, result + 1)]
        try:
            return before, submission.run([*writes, Read(result)])[-1].value
        except Raised:  # an array that may no longer be written into
            return before, before

    return Holds(name=name, title=title, ask=ask, judge=lambda results: _aliased(*results))


def _written(number: int, value: Any, item: int) -> list[Op]:
    """Fill the kept array, or each one of the kept list, by way of the number `item`."""
    if isinstance(value, np.ndarray):
        return [Call("fill", (FILLED_WITH,), on=number)]
    one_by_one = (
        (Call("__getitem__", (k,), on=number, store=item), *_written(item, value[k], item)) for k in range(len(value))
    )
    return [op for ops in one_by_one for op in ops]


def _aliased(before: Any, after: Any) -> Problem | None:
    """Of an answer that is no array and holds none, or that can be read only once, nothing is said."""
    if not isinstance(before, list | tuple | np.ndarray) or type(before) is not type(after):
        return None
    if isinstance(before, list | tuple) and len(before) != len(after):
        return None
    return None if unchanged(after, before) else Problem("aliased", ALIASED)
