"""A descent that everybody may see: an optimiser on a public bowl, its path, and what it computes on the way.

    descends("Adam", {"lr": 0.5, "beta1": 0.8, "beta2": 0.9, "eps": 0.1}, state=MOMENTS)

The path is judged like any other answer, and told beside the reference's: where the two part, the step's
quantities are shown next to what the program keeps of them, as far as its attributes say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

import numpy as np

from steepest_graders.checks import Check, Outcome, Returns
from steepest_graders.comparison import as_numbers
from steepest_graders.report import Path, Point, Quantity, Verdict
from steepest_graders.sandbox import Call, Callback, Keep, Look, Op, Read, Ref
from steepest_graders.scenario import STEP, CallScenario, Played, Scenario, shown
from steepest_graders.submission import Submission
from steepest_graders.text import Text
from steepest_graders.tolerance import TRAJECTORY_C, Array, Tree, map_leaves

BOWL: Point = (1.0, 10.0)
START = np.array([-4.0, 1.5])
STEPS = 20
SCALE = 0.1  # as of the other walks: the path ends near 0
FAR = 1e6  # a path that has gone so far is not followed further
TITLE = Text("a descent into a long bowl, step by step", "在狭长的碗里逐步下降")

LEAVES = Text("Step {step} is the first that leaves the reference's path.", "第 {step} 步第一次偏离参考路径。")
FIRST_OTHER = Text(" Within it your {name} is the first quantity that differs.", "其中最先不同的量是你的 {name}。")
MADE_OF_THEM = Text(
    " Your {names} are right there: what differs is the step made from them.",
    "那里你的 {names} 是对的：不同的是由它们算出的这一步。",
)
AND = Text(" and ", " 和 ")


class State(NamedTuple):
    """What an optimiser computes and keeps inside a step.

    `inside` maps its settings and the gradients that it got to the quantities of each step, in the order in
    which they are computed; `kept` says under which names programs usually keep some of them.
    """

    inside: Callable[[Mapping[str, Any], Sequence[Array]], Sequence[Mapping[str, Array]]]
    kept: Mapping[str, Sequence[str]] = {}


@dataclass(frozen=True)
class Descended(Played):
    """A descent's answer, the gradients that it was given, and the program's attributes after each step."""

    grads: Sequence[Array] = ()
    looks: Sequence[Mapping[str, Any]] = ()


class DescentScenario(Scenario, Protocol):
    """A scenario whose answer is a path on the bowl."""

    @property
    def bowl(self) -> Point:
        """The two curvatures."""

    def points(self, value: Tree) -> list[Array]:
        """The path in an answer, from the start on: as far as it can be drawn."""


@dataclass(frozen=True)
class OptimizerDescent:
    """`steps` steps of a class with `step(params, grads)`, each along the gradient at the place it has reached."""

    optimizer: str
    settings: Mapping[str, Any]
    start: Array = field(default_factory=START.copy)
    steps: int = STEPS
    bowl: Point = BOWL

    @property
    def inputs(self) -> Any:
        """Settings and start."""
        return (dict(self.settings), self.start)

    def with_inputs(self, inputs: Any) -> OptimizerDescent:
        """The same descent from elsewhere."""
        return replace(self, settings=inputs[0], start=inputs[1])

    def play(self, submission: Submission) -> Descended:
        """The parameters after each step: a list (steps) of lists (of one array)."""
        optimizer, params = 1, 2
        submission.run([Call(self.optimizer, (), dict(self.settings), store=optimizer), Keep([self.start], params)])
        at: Array | None = self.start
        values, grads, looks = [], [], []
        for _ in range(self.steps):
            if at is not None:
                grads.append(np.array(self.bowl, at.dtype) * at)
                step: list[Op] = [
                    Call("step", (Ref(params), [grads[-1]]), on=optimizer, store=params),
                    Read(params),
                    Look(optimizer),
                ]
                _, reached, look = submission.run(step)
                looks.append(look.value if isinstance(look.value, dict) else {})
            values.append(reached.value)
            at = _place(only_parameter(reached.value))
        return Descended(values, grads=grads, looks=looks)

    def points(self, value: Tree) -> list[Array]:
        """See `DescentScenario`."""
        return _drawable([self.start, *map(only_parameter, value)])

    def sizes(self) -> dict[str, int]:
        """None: its numbers follow from one another."""
        return {}

    @property
    def parts(self) -> Sequence[Text]:
        """Steps."""
        return (STEP,)

    def __str__(self) -> str:
        settings = ", ".join(f"{name}={shown(value)}" for name, value in self.settings.items())
        return (
            f"opt = {self.optimizer}({settings})\nw = {shown(self.start)}\n"
            f"for _ in range({self.steps}):\n    [w] = opt.step([w], [{shown(np.array(self.bowl))} * w])"
        )


@dataclass(frozen=True)
class FunctionDescent(CallScenario):
    """`function(grad, start, lr, steps)`, which returns the whole path."""

    bowl: Point = BOWL

    def points(self, value: Tree) -> list[Array]:
        """See `DescentScenario`."""
        path = as_numbers(value)
        return [] if path is None or path.ndim != 2 else _drawable(list(path))

    def __str__(self) -> str:
        _, start, lr, steps = self.args
        return f"{self.function}(lambda w: {shown(np.array(self.bowl))} * w, {shown(start)}, {lr}, {steps})"


@dataclass(frozen=True, kw_only=True)
class Descends(Returns):
    """The path equals the reference's; it is told with the verdict, right or wrong."""

    scenario: DescentScenario
    state: State | None = None

    def run(self, submission: Submission, reference: Submission) -> Outcome:
        """See `Check`."""
        expected = self.expected(reference)
        played = self.scenario.play(submission)
        outcome = self.judge(played, expected)
        path = self._path(played, self.scenario.points(map_leaves(lambda leaf: leaf.value, expected)))
        if outcome.verdict is Verdict.WRONG_ANSWER and path.leaves and not played.changed:
            outcome = replace(outcome, message=_told(path))
        return replace(outcome, path=path)

    def _path(self, played: Played, reference: list[Array]) -> Path:
        yours = self.scenario.points(played.value)
        apart = (step for step, place in enumerate(reference) if step >= len(yours) or not _near(yours[step], place))
        leaves = next(apart, 0)
        path = Path(self.scenario.bowl, _rounded(reference), _rounded(yours), leaves)
        if leaves and isinstance(played, Descended) and self.state:
            return replace(path, inside=tuple(self._quantities(self.state, played, leaves, yours, reference)))
        return path

    def _quantities(
        self, state: State, played: Descended, step: int, yours: list[Array], reference: list[Array]
    ) -> Iterator[Quantity]:
        """Of the step at which the paths part: up to there the gradients were the reference's own."""
        settings = self.scenario.inputs[0]
        yield _quantity("g", played.grads[step - 1], played.grads[step - 1])
        for name, expected in state.inside(settings, played.grads[:step])[-1].items():
            yield _quantity(name, expected, _found(played.looks[step - 1], state.kept.get(name, ())))
        moved = yours[step] - yours[step - 1] if step < len(yours) else None
        yield _quantity("Δw", reference[step] - reference[step - 1], moved)


def descends(optimizer: str, settings: Mapping[str, Any], *, state: State | None = None) -> Check:
    """A public check: the descent of an optimiser's class into the bowl; `state` tells what is inside a step."""
    return descent(OptimizerDescent(optimizer, settings), state=state)


def descent(scenario: DescentScenario, *, state: State | None = None) -> Check:
    """As `descends`, for a scenario of one's own."""
    options: dict[str, Any] = {"c": TRAJECTORY_C, "scale": SCALE, "state": state}
    return Descends(name="descent", title=TITLE, scenario=scenario, public=True, **options)


def descends_by_function(function: str, lr: float, steps: int = STEPS) -> Check:
    """A public check: the descent of a `function(grad, start, lr, steps)` that returns its path."""
    bowl = np.array(BOWL)
    return descent(FunctionDescent(function, (Callback(lambda w: bowl * w), START, lr, steps)))


def _velocities(settings: Mapping[str, Any], grads: Sequence[Array]) -> list[dict[str, Array]]:
    v, steps = np.zeros_like(grads[0]), []
    for g in grads:
        v = settings["momentum"] * v + g
        steps.append({"v": v})
    return steps


def _sums(settings: Mapping[str, Any], grads: Sequence[Array]) -> list[dict[str, Array]]:
    sums = np.cumsum(np.square(grads), axis=0)
    return [{"v": v, "√v": np.sqrt(v)} for v in sums]


def _averages(settings: Mapping[str, Any], grads: Sequence[Array]) -> list[dict[str, Array]]:
    v, steps = np.zeros_like(grads[0]), []
    for g in grads:
        v = settings["rho"] * v + (1 - settings["rho"]) * g**2
        steps.append({"v": v, "√v": np.sqrt(v)})
    return steps


def _moments(settings: Mapping[str, Any], grads: Sequence[Array]) -> list[dict[str, Array]]:
    beta1, beta2 = settings["beta1"], settings["beta2"]
    m = v = np.zeros_like(grads[0])
    steps = []
    for t, g in enumerate(grads, start=1):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        steps.append({"m": m, "v": v, "m̂": m / (1 - beta1**t), "v̂": v / (1 - beta2**t)})
    return steps


_SQUARES = ("v", "vs", "cache", "caches", "squares", "sum", "sums", "average", "averages", "G", "s")
VELOCITY = State(_velocities, {"v": ("v", "vs", "velocity", "velocities")})
SUM_OF_SQUARES = State(_sums, {"v": _SQUARES})
AVERAGE_OF_SQUARES = State(_averages, {"v": _SQUARES})
MOMENTS = State(
    _moments,
    {
        "m": ("m", "ms", "first_moment", "first_moments", "mean"),
        "v": ("v", "vs", "second_moment", "second_moments", "var"),
        "m̂": ("m_hat", "mhat", "m_corrected"),
        "v̂": ("v_hat", "vhat", "v_corrected"),
    },
)


def _told(path: Path) -> Text:
    """Where the paths part, and what of that step is the first to differ."""
    seen = [quantity for quantity in path.inside[1:-1] if quantity.got]
    other = next((quantity.name for quantity in seen if not quantity.same), "")
    parts = [LEAVES.format(step=path.leaves)]
    if other:
        parts.append(FIRST_OTHER.format(name=other))
    elif seen:
        names = Text(*(word.join(quantity.name for quantity in seen) for word in AND))
        parts.append(MADE_OF_THEM.format(names=names))
    return Text("".join(part.en for part in parts), "".join(part.zh for part in parts))


def _found(look: Mapping[str, Any], names: Sequence[str]) -> Array | None:
    """What a program keeps under one of `names`: as an attribute, or deeper inside one."""
    for name in names:
        for value in _under(name, look):
            if (place := _first_place(value)) is not None:
                return place
    return None


def _under(name: str, tree: Any) -> Iterator[Any]:
    if isinstance(tree, dict):
        if name in tree:
            yield tree[name]
        tree = list(tree.values())
    if isinstance(tree, list):
        for item in tree:
            yield from _under(name, item)


def _first_place(value: Any) -> Array | None:
    """The first pair of finite numbers: of the one parameter there is."""
    if (place := _place(value)) is not None:
        return place
    items = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return next((place for item in items if (place := _first_place(item)) is not None), None)


def only_parameter(params: Any) -> Any:
    """The one parameter in a list, as programs return it; None where there is none, or are more."""
    many = isinstance(params, list | tuple) or (isinstance(params, np.ndarray) and params.ndim > 0)
    return params[0] if many and len(params) == 1 else None


def _place(value: Any) -> Array | None:
    array = as_numbers(value)
    if array is None or array.shape != (2,) or not np.isfinite(array).all() or abs(array).max() > FAR:
        return None
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _drawable(values: Sequence[Any]) -> list[Array]:
    places: list[Array] = []
    for value in values:
        if (place := _place(value)) is None:
            break
        places.append(place)
    return places


def _near(one: Array, other: Array) -> bool:
    return bool(np.all(abs(one - other) <= 1e-11 * np.maximum(1, abs(other))))


def _rounded(places: Sequence[Array]) -> tuple[Point, ...]:
    return tuple((float(f"{float(x):.6g}"), float(f"{float(y):.6g}")) for x, y in places)


def _quantity(name: str, expected: Array, got: Array | None) -> Quantity:
    if got is None:
        return Quantity(name, _shown(expected))
    same = bool(np.all(abs(got - expected) <= 1e-9 * np.maximum(1e-3, abs(expected))))
    return Quantity(name, _shown(expected), _shown(got), same)


def _shown(place: Array) -> str:
    return f"[{', '.join(f'{float(part):.6g}' for part in place)}]"
