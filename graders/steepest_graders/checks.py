"""What a check is: a question to a program, and a judgement of its answer.

A check asks a submission and turns the answer into an `Outcome`. The reference and the mistakes are
asked the same way, and outcomes are compared by their `signature`: that is how a mistake is recognised.
"""

from __future__ import annotations

import functools
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_graders.comparison import Kind, Mismatch, Wording, as_numbers, compare, excess
from steepest_graders.differences import gradient_intervals
from steepest_graders.report import Comparison, Element, Path, Verdict
from steepest_graders.sandbox import KNOWN_ERRORS, MISSING_FUNCTION, UNSUPPORTED_RESULT, StudentError
from steepest_graders.scenario import Played, Scenario, shown
from steepest_graders.submission import Raised, Submission
from steepest_graders.text import Text, printable
from steepest_graders.tolerance import DEFAULT_C, Array, Leaf, Tree, expect, leaves, map_leaves

MAX_ELEMENTS = 30  # of a table by element
THRESHOLD, MAX_AXES = 60, 4  # an array with more elements is shown in part, one with more axes by its shape
CHANGED_INPUT = Text(
    "The answer is right, but the function changed its input (argument {name}): work on a copy.",
    "答案是对的，但函数修改了它的输入（第 {name} 个参数）：请在副本上计算。",
)
RETURNED_INSTEAD = Text(
    "Returned a value where {expected} should have been raised.", "这里应当抛出 {expected}，却返回了一个值。"
)
RAISED_OTHER = Text("Raised {got} where {expected} was expected.", "抛出的是 {got}，应当是 {expected}。")
NOT_THE_GRADIENT = Text(
    "{wrong} of {count} elements disagree with differences of the function.",
    "{count} 个元素中有 {wrong} 个与函数的差分不符。",
)


@dataclass(frozen=True)
class Outcome:
    """What one program got on one check.

    `signature` is what two programs must share to have done the same: the answer, or a word for what
    went wrong. `mismatch` holds arrays and stays on the trusted side; only `message` and, for public
    checks, `comparison` and `path` are shown.
    """

    verdict: Verdict
    message: Text = field(default_factory=Text)
    signature: Any = None
    comparison: Comparison | None = None
    mismatch: Mismatch | None = None
    error: StudentError | None = None
    path: Path | None = None


@dataclass(frozen=True)
class Problem:
    """What a property check found. `code` is a word that tells problems apart; never shown.

    `values` may add numbers that tell programs with the same problem apart. Of a hidden check `hidden` is said
    instead of `message`: nothing that was given to the program, or that it could choose to tell what it was
    given, may stand there. `expected` and `got` are shown of public checks only.
    """

    code: str
    message: Text
    values: Tree = ()
    expected: str = ""
    got: str = ""
    hidden: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Check(ABC):
    """A named question with its judgement. Public checks show their input, expected and obtained values."""

    name: str
    title: Text
    public: bool = False
    weight: float = 1.0

    @abstractmethod
    def run(self, submission: Submission, reference: Submission) -> Outcome:
        """Ask `submission` and judge the answer; `reference` answers the same where needed."""

    def agree(self, one: Outcome, other: Outcome) -> bool:
        """Whether two programs that both failed here did the same."""
        return same_answer(one.signature, other.signature, self._tolerance())

    def excess(self, outcome: Outcome) -> float:
        """The error as a multiple of what is allowed: infinite where no numbers could be compared."""
        expected = self._tolerance()
        if outcome.verdict is not Verdict.ACCEPTED:
            return outcome.mismatch.excess if outcome.mismatch else float("inf")
        return 0.0 if expected is None else _excess_of(outcome.signature, expected)

    def sizes(self) -> Mapping[str, int]:
        """Counts that a wrong factor could come from: 'n', 'rows', 'columns'."""
        return {}

    def _tolerance(self) -> Tree | None:
        """Expected `Leaf`s by whose allowed errors two answers are compared."""
        return None


@dataclass(frozen=True, kw_only=True)
class Returns(Check):
    """The answer must equal the reference's within the derived tolerance, inputs unchanged."""

    scenario: Scenario
    c: float = DEFAULT_C
    scale: Tree = 0.0
    may_change_inputs: bool = False
    _expected: list[Tree] = field(default_factory=list, repr=False, compare=False)

    def expected(self, reference: Submission) -> Tree:
        """The tree of expected `Leaf`s; computed once, the reference being the same for all programs."""
        if not self._expected:
            evaluate = functools.partial(_answer_of, self.scenario, reference)
            self._expected.append(expect(evaluate, self.scenario.inputs, c=self.c, scale=self.scale))
        return self._expected[0]

    def run(self, submission: Submission, reference: Submission) -> Outcome:
        """See `Check`."""
        return self.judge(self.scenario.play(submission), self.expected(reference))

    def judge(self, played: Played, expected: Tree) -> Outcome:
        """What an answer gets."""
        mismatch = compare(played.value, expected, self._wording(expected))
        if mismatch is None and (not played.changed or self.may_change_inputs):
            return Outcome(Verdict.ACCEPTED, signature=played.value)
        if mismatch is None:
            message = CHANGED_INPUT.format(name=", ".join(played.changed))
            return Outcome(Verdict.WRONG_ANSWER, message, ("changed", played.value))
        message = Text(mismatch.where.en + mismatch.message.en, mismatch.where.zh + mismatch.message.zh)
        comparison = self._comparison(played, mismatch, expected) if self.public else None
        answer = played.value if mismatch.got is None or not isinstance(expected, Leaf) else mismatch.got
        return Outcome(Verdict.WRONG_ANSWER, message, answer, comparison, mismatch)

    def _tolerance(self) -> Tree | None:
        return self._expected[0] if self._expected else None

    def _wording(self, expected: Tree) -> Wording:
        return Wording(tuple(self.scenario.parts), None if self.public else _extents(self.scenario.inputs, expected))

    def sizes(self) -> Mapping[str, int]:
        """See `Check`."""
        return self.scenario.sizes()

    def _comparison(self, played: Played, mismatch: Mismatch, expected: Tree) -> Comparison:
        call = str(self.scenario)
        if mismatch.expected is not None and mismatch.got is not None:
            return _worked_out(call, mismatch.got, mismatch.expected.value, mismatch.expected.allowed)
        values = [leaf.value for leaf in leaves(expected)]
        return Comparison(call, shown_value(values[0] if len(values) == 1 else values), shown_value(played.value))


@dataclass(frozen=True, kw_only=True)
class Raises(Check):
    """The call must raise one of `exceptions`, or what extends one: of built-in classes and NumPy's."""

    scenario: Scenario
    exceptions: tuple[type[Exception], ...] = (ValueError,)

    def run(self, submission: Submission, reference: Submission) -> Outcome:
        """See `Check`."""
        expected = " / ".join(exception.__name__ for exception in self.exceptions)
        try:
            played = self.scenario.play(submission)
        except Raised as raised:
            name = raised.error.type
            if name == MISSING_FUNCTION:
                raise
            if name == UNSUPPORTED_RESULT:
                return self._returned(expected, raised.error.message)
            if issubclass(KNOWN_ERRORS[name], self.exceptions):
                return Outcome(Verdict.ACCEPTED, signature=name)
            message = RAISED_OTHER.format(got=name, expected=expected)
            return Outcome(Verdict.WRONG_ANSWER, message, ("raised", name), error=raised.error)
        return self._returned(expected, shown_value(played.value))

    def _returned(self, expected: str, got: str) -> Outcome:
        comparison = Comparison(str(self.scenario), expected, got) if self.public else None
        message = RETURNED_INSTEAD.format(expected=expected)
        return Outcome(Verdict.WRONG_ANSWER, message, ("returned",), comparison)  # whatever it was


@dataclass(frozen=True, kw_only=True)
class IsGradient(Check):
    """The answer must agree with differences of `f` at `x` (see `differences`); same structure and shapes as `x`.

    A public one is told element by element, right or wrong.
    """

    scenario: Scenario
    f: Callable[[Tree], Any]
    x: Tree

    @functools.cached_property
    def intervals(self) -> Tree:
        """Computed once."""
        return gradient_intervals(self.f, self.x)

    @functools.cached_property
    def _expected(self) -> Tree:
        return map_leaves(lambda interval: Leaf(interval.middle, interval.halfwidth), self.intervals)

    def run(self, submission: Submission, reference: Submission) -> Outcome:
        """See `Check`."""
        played = self.scenario.play(submission)
        wording = Wording(extents=None if self.public else _extents(self.scenario.inputs, self._expected))
        mismatch = compare(played.value, self._expected, wording)
        comparison = self._comparison(played, mismatch) if self.public else None
        if mismatch is None:
            return Outcome(Verdict.ACCEPTED, signature=played.value, comparison=comparison)
        message = Text(mismatch.where.en + mismatch.message.en, mismatch.where.zh + mismatch.message.zh)
        if mismatch.kind is Kind.VALUE:
            errors = [(abs(got - leaf.value) > leaf.allowed) for _, got, leaf in self._compared(played)]
            wrong, count = sum(int(error.sum()) for error in errors), sum(error.size for error in errors)
            message = NOT_THE_GRADIENT.format(wrong=wrong, count=count)
        return Outcome(Verdict.WRONG_ANSWER, message, played.value, comparison, mismatch)

    def excess(self, outcome: Outcome) -> float:
        """See `Check`; at a kink, any subgradient has no error."""
        try:
            parts = zip(_parts(outcome.signature, self._expected), leaves(self.intervals), strict=True)
            pairs = [(as_numbers(got), interval) for got, interval in parts]
            return max(excess(interval.beyond(got), interval.margin) for got, interval in pairs if got is not None)
        except (TypeError, ValueError, LookupError):  # something else than numbers of these shapes
            return float("inf")

    def _tolerance(self) -> Tree:
        return self._expected

    def sizes(self) -> Mapping[str, int]:
        """See `Check`."""
        return self.scenario.sizes()

    def _compared(self, played: Played) -> Iterator[tuple[str, Array, Leaf]]:
        """The name, the numbers and the expected numbers of each part that has the right shape."""
        names = list(self._expected) if isinstance(self._expected, dict) else []
        try:
            parts = _parts(played.value, self._expected)
        except (TypeError, ValueError, LookupError):
            return
        for number, (part, leaf) in enumerate(zip(parts, leaves(self._expected), strict=True)):
            got = as_numbers(part)
            if got is not None and got.shape == leaf.shape:
                name = "" if len(parts) == 1 else names[number] if names else str(number + 1)
                yield name, got.astype(np.float64), leaf

    def _comparison(self, played: Played, mismatch: Mismatch | None) -> Comparison:
        call = str(self.scenario)
        if mismatch is not None and mismatch.got is not None and mismatch.expected is not None:
            comparison = _worked_out(call, mismatch.got, mismatch.expected.value, mismatch.expected.allowed)
        else:
            comparison = Comparison(call, shown_value(self._values()), shown_value(played.value))
        elements = [element for compared in self._compared(played) for element in _elements(*compared)]
        return replace(comparison, elements=tuple(elements) if len(elements) <= MAX_ELEMENTS else ())

    def _values(self) -> Tree:
        return map_leaves(lambda leaf: leaf.value, self._expected)


@dataclass(frozen=True, kw_only=True)
class Holds(Check):
    """A property of what the program does: `ask` it anything, `judge` finds a `Problem` or None.

    For what has many right answers (any random order will do), where equality would be unfair.
    """

    ask: Callable[[Submission], Any]
    judge: Callable[[Any], Problem | None]
    shows: str = ""

    def run(self, submission: Submission, reference: Submission) -> Outcome:
        """See `Check`."""
        problem = self.judge(self.ask(submission))
        if problem is None:
            return Outcome(Verdict.ACCEPTED, signature="holds")
        message = problem.message if self.public or problem.hidden is None else problem.hidden
        told = Comparison(self.shows, printable(problem.expected), printable(problem.got))
        return Outcome(
            Verdict.WRONG_ANSWER,
            Text(*map(printable, message)),  # a judge may quote the program
            (problem.code, problem.values),
            told if self.public and self.shows else None,
        )


def same_answer(one: Any, other: Any, expected: Tree | None) -> bool:
    """Whether two wrong answers are the same: within 8 of the allowed errors, or of 1e-9 where there is none."""
    if isinstance(one, str) or isinstance(other, str):
        return bool(isinstance(one, str) and isinstance(other, str) and one == other)
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        if isinstance(expected, Leaf) and as_numbers(one) is not None and as_numbers(other) is not None:
            return _same_numbers(one, other, expected)  # lists where an array is expected
        inner = expected if isinstance(expected, tuple | list) and len(expected) == len(one) else [None] * len(one)
        return len(one) == len(other) and all(map(same_answer, one, other, inner))
    if isinstance(one, dict) and isinstance(other, dict):
        inner_of = expected if isinstance(expected, dict) else {}
        return set(one) == set(other) and all(same_answer(one[key], other[key], inner_of.get(key)) for key in one)
    return _same_numbers(one, other, expected if isinstance(expected, Leaf) else None)


def _same_numbers(one: Any, other: Any, expected: Leaf | None) -> bool:
    first, second = as_numbers(one), as_numbers(other)
    if first is None or second is None:
        return one is None and other is None  # neither returned anything
    if first.shape != second.shape:
        return False
    with np.errstate(all="ignore"):
        allowed = 1e-9 * np.maximum(abs(first), abs(second))
        if expected is not None and expected.shape == first.shape:
            relative = np.where(expected.value != 0, abs(second / expected.value), 0)
            allowed = 8 * expected.allowed * np.maximum(1, np.where(np.isfinite(relative), relative, 1))
        near = abs(first - second) <= allowed
        return bool(np.all(near | (first == second) | (np.isnan(first) & np.isnan(second))))


def _extents(inputs: Tree, expected: Tree) -> frozenset[int]:
    """The sizes that the shapes of a question and of its answer are made of, and their counts of elements."""
    shapes = [np.shape(value) for value in leaves(inputs) if isinstance(value, np.ndarray | np.generic)]
    shapes += [leaf.shape for leaf in leaves(expected)]
    sizes = {extent for shape in shapes for extent in shape} | {math.prod(shape) for shape in shapes}
    return frozenset(sizes | {0, 1, len(expected) if isinstance(expected, list | tuple) else 1})


def _answer_of(scenario: Scenario, reference: Submission, inputs: Tree) -> Tree:
    return scenario.with_inputs(inputs).play(reference).value


def _excess_of(got: Any, expected: Tree) -> float:
    worst = 0.0
    for value, leaf in zip(_parts(got, expected), leaves(expected), strict=True):
        array = as_numbers(value)
        if array is not None:
            with np.errstate(all="ignore"):
                error = np.where(np.isfinite(leaf.value), abs(array - leaf.value), 0)
            worst = max(worst, excess(error, leaf.allowed))
    return worst


def _parts(got: Any, expected: Tree) -> list[Any]:
    """The parts of a right answer that stand where the leaves of `expected` do."""
    if isinstance(expected, Leaf):
        return [got]
    if isinstance(expected, dict):
        return [part for key, inner in expected.items() for part in _parts(got[key], inner)]
    return [part for value, inner in zip(got, expected, strict=True) for part in _parts(value, inner)]


def _worked_out(call: str, got: npt.NDArray[Any], expected: npt.NDArray[Any], allowed: npt.NDArray[Any]) -> Comparison:
    if got.shape != expected.shape:
        return Comparison(call, shown_value(expected), shown_value(got))
    with np.errstate(all="ignore"):
        error = abs(got - expected)
        worst = int(np.argmax(np.where(np.isnan(error), np.inf, error) - allowed)) if error.size else 0
    difference = f"{float(error.flat[worst]):.3g}" if error.size else ""
    if error.size > 1:
        position = ", ".join(str(int(part)) for part in np.unravel_index(worst, error.shape))
        difference += f" [{position}]"
    bound = f"{float(allowed.flat[worst]):.2g}" if error.size else ""
    return Comparison(call, shown_value(expected), shown_value(got), difference, bound)


def _elements(name: str, got: Array, expected: Leaf) -> Iterator[Element]:
    """Each element with |a - n| / max(|a| + |n|, 1e-8), as far as it lies beyond the differences' own error."""
    with np.errstate(all="ignore"):
        beyond = np.maximum(abs(got - expected.value) - expected.allowed, 0)
        error = beyond / np.maximum(abs(got) + abs(expected.value), 1e-8)
    for index in np.ndindex(got.shape):
        position = ", ".join(map(str, index))
        yield Element(
            index=f"{name}[{position}]" if index else name,
            expected=f"{expected.value[index]:.6g}",
            got=f"{got[index]:.6g}",
            relative_error=float(error[index]) if np.isfinite(error[index]) else 1.0,
        )


def shown_value(value: Any) -> str:
    """An answer as a student would see it printed, at most 12 digits and a few lines."""
    if isinstance(value, np.ndarray | np.generic) and value.ndim == 0:
        return repr(float(f"{float(value):.12g}")) if value.dtype.kind == "f" else str(value.item())
    if isinstance(value, np.ndarray):
        if value.ndim > MAX_AXES and value.size > THRESHOLD:
            return f"<array of shape {value.shape}>"  # with few elements along each axis none would be left out
        plain = value.astype(np.float64) if value.dtype.kind == "f" else value
        return np.array2string(plain, separator=", ", precision=6, threshold=THRESHOLD)[:2000]
    if isinstance(value, float):
        return repr(float(f"{value:.12g}"))
    return shown(value)[:2000]
