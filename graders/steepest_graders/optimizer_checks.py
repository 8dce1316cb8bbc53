"""What the checks of optimisers share: random walks along given gradients, and what a step must leave alone.

    drawn = RandomWalks(rng, "Momentum")
    return [
        walks("worked-example", Text(...), walk("Momentum", {...}, [...], [[...]]), public=True),
        walks("nine-steps", Text(...), drawn.walking({"lr": 0.1}, drawn.along(*[1.0] * 9))),
        drawn.silent_at_first(),
        drawn.rate_changes(),
        side_by_side("Momentum", {"lr": 0.5}),
        other_parameters("Momentum", {"lr": 0.5, "momentum": 0.0}),
        gradients_stay("Momentum", {"lr": 0.5}),
    ]

A method of `RandomWalks` draws its numbers when it is called, so the order of the calls decides the inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from steepest_graders.checks import Check, Holds, Problem, Returns
from steepest_graders.sandbox import Call, Keep, Op, Read, Ref
from steepest_graders.scenario import WalkScenario, unchanged, walk
from steepest_graders.submission import Raised, Submission
from steepest_graders.text import Text
from steepest_graders.tolerance import TRAJECTORY_C, Array

SCALE = 0.1  # parameters are of the order of 1 and pass through 0, where a relative error means nothing
MOST_PARAMETERS = 1000
SHAPES: tuple[tuple[int, ...], ...] = ((3, 2), (4,))

SHARED = Text(
    "An optimiser gives other results while a second one is used beside it: they share state.",
    "旁边同时使用第二个优化器时，结果就变了：它们共用了状态。",
)
OWN_WEIGHTS = Text(
    "Given other parameters, the second step does not go from their values.",
    "换成另一组参数后，第二步不是从它们的值出发的。",
)
GRADIENTS_CHANGED = Text("The gradients were changed: they belong to the caller.", "梯度被修改了：它们属于调用者。")


def walks(name: str, title: Text, scenario: WalkScenario, public: bool = False) -> Check:
    """The parameters after every step equal the reference's; their natural scale is that of random ones."""
    return Returns(name=name, title=title, scenario=scenario, public=public, c=TRAJECTORY_C, scale=SCALE)


@dataclass(frozen=True)
class RandomWalks:
    """Draws walks of `optimizer` from `rng`, and makes the checks that suit every optimiser with a state.

    `settings` are used wherever a walk says nothing else; gradients keep away from 0 by `gap`, in units of
    their order of magnitude.
    """

    rng: np.random.Generator
    optimizer: str
    gap: float = 0.0
    settings: Mapping[str, float] = field(default_factory=dict)

    def along(self, *scales: float, shapes: Sequence[tuple[int, ...]] = SHAPES) -> list[list[Array]]:
        """Gradients of these orders of magnitude, one list for each step."""
        return [[scale * self._away_from_zero(shape) for shape in shapes] for scale in scales]

    def start(self, shapes: Sequence[tuple[int, ...]] = SHAPES) -> list[Array]:
        """Parameters to start from, of the order of 1."""
        return [self.rng.normal(size=shape) for shape in shapes]

    def walking(
        self, settings: Mapping[str, float], grads: list[list[Array]], rates: Mapping[int, float] | None = None
    ) -> WalkScenario:
        """A walk along `grads` from a random place."""
        start = self.start([grad.shape for grad in grads[0]])
        return walk(self.optimizer, {**self.settings, **settings}, start, grads, rates)

    def scales(self) -> Check:
        """Gradients that become tiny: what was collected from large ones weighs on."""
        title = Text("nine steps, gradients from 1 down to a millionth", "九步，梯度从 1 降到百万分之一")
        return walks("scales", title, self.walking({"lr": 0.1}, self.along(*[1.0] * 3, *[1e-3] * 3, *[1e-6] * 3)))

    def growing(self) -> Check:
        """Gradients that begin tiny."""
        title = Text("gradients that grow from a millionth to 1", "梯度从百万分之一增长到 1")
        return walks("growing", title, self.walking({"lr": 0.1}, self.along(*[1e-6] * 3, *[1e-3] * 3, *[1.0] * 3)))

    def eps_matters(self) -> Check:
        """Gradients so small that the place of eps shows."""
        title = Text("gradients smaller than eps", "梯度比 eps 还小")
        return walks("eps-matters", title, self.walking({"lr": 0.1, "eps": 1e-3}, self.along(*[1e-4] * 8)))

    def rolls_on(self, name: str = "zeros") -> Check:
        """Two steps, then no gradient: only the state moves the parameters, if anything does."""
        title = Text("no gradient after the first steps", "最初几步之后梯度为零")
        return walks(name, title, self.walking({"lr": 0.1}, self.along(1.0, 2.0) + _zeros(5)))

    def silent_at_first(self) -> Check:
        """No gradient in the first steps: a state must not wait for one, nor divide by 0."""
        title = Text("no gradient in the first steps", "最初几步没有梯度")
        return walks("silent-at-first", title, self.walking({"lr": 0.1}, _zeros(3) + self.along(*[1.0] * 4)))

    def rate_changes(self) -> Check:
        """The learning rate is read anew at every step, and the state holds none of it."""
        title = Text("the learning rate changes on the way", "学习率中途改变")
        return walks("rate-changes", title, self.walking({"lr": 0.3}, self.along(*[1.0] * 8), rates={4: 0.03}))

    def same_shapes(self) -> Check:
        """Each parameter has a state of its own, though the shapes would fit the others'."""
        title = Text("three parameters of one shape", "三个形状相同的参数")
        return walks("same-shapes", title, self.walking({"lr": 0.1}, self.along(*[1.0] * 4, shapes=[(3,)] * 3)))

    def single_precision(self, grads: list[list[Array]]) -> Check:
        """A walk along `grads`, everything in float32."""
        start = [array.astype(np.float32) for array in self.start()]
        single = [[grad.astype(np.float32) for grad in step] for step in grads]
        scenario = walk(self.optimizer, {"lr": 0.1, **self.settings}, start, single)
        return walks("float32", Text("single precision", "单精度"), scenario)

    def _away_from_zero(self, shape: tuple[int, ...]) -> Array:
        values = self.rng.normal(size=shape)
        return np.where(values < 0, values - self.gap, values + self.gap)


def side_by_side(optimizer: str, settings: Mapping[str, float], others: Mapping[str, float] | None = None) -> Check:
    """Two optimisers that step in turn end where each ends alone: they share no state, at no step.

    The second one has the settings `others`; half the learning rate, where none are given.
    """
    one = walk(optimizer, settings, [np.array([1.0, 2.0])], [[np.array(g)] for g in ((0.5, -4.0), (1.5, 2.0), (-1, 3))])
    other = walk(
        optimizer,
        others or {**settings, "lr": settings["lr"] / 2},
        [np.array([7.0, -5.0])],
        [[np.array(g)] for g in ((9.0, 20.0), (30.0, -10.0), (5.0, 6.0))],
    )

    def ask(submission: Submission) -> Any:
        alone = [scenario.play(submission).value[-1] for scenario in (one, other)]
        return alone, _in_turn(submission, [one, other])

    return Holds(
        name="side-by-side",
        title=Text("two optimisers at the same time", "同时使用两个优化器"),
        ask=ask,
        judge=lambda ends: None if all(map(same_arrays, *ends)) else Problem("shared", SHARED),
    )


def _in_turn(submission: Submission, scenarios: Sequence[WalkScenario]) -> list[Any]:
    """Where the walks end when a step of each follows one of the other; learning rates stay as they are.

    As in a walk alone, whatever list a step returns takes the place of the parameters, and is the next one's.
    """
    count = len(scenarios)
    ops: list[Op] = []
    for number, scenario in enumerate(scenarios):
        ops.append(Call(scenario.optimizer, (), dict(scenario.settings), store=number))
        ops.append(Keep(list(scenario.params), count + number))
    for steps in zip(*(scenario.grads for scenario in scenarios), strict=True):
        for number, grads in enumerate(steps):
            ops.append(Call("step", (Ref(count + number), list(grads)), on=number, store=count + number))
    ops += [Read(count + number) for number in range(count)]
    return [reply.value for reply in submission.run(ops)[-count:]]


def other_parameters(optimizer: str, settings: Mapping[str, float]) -> Check:
    """A step goes from the parameters that it is given, and from no copy that was kept of earlier ones.

    The first step has no gradient, so that nothing is remembered; `settings` must be such that it moves nothing,
    and that nothing else of it lasts: a program may keep a state, and a count of steps, for each array by its
    identity, or find a velocity as the difference of two places. One that knows no other arrays is not judged.
    """
    start, elsewhere = [np.array([1.0, 2.0])], [np.array([-3.0, 0.5])]
    still, grads = [np.zeros(2)], [np.array([0.5, -4.0])]

    def ask(submission: Submission) -> Any:
        first, second = walk(optimizer, settings, elsewhere, [still, grads]).play(submission).value
        if not same_arrays(first, elsewhere):
            return second, second
        stepper = getattr(submission, optimizer)(**settings)
        stepper.step(submission.keep(start), still)
        params = submission.keep(elsewhere)
        try:
            new = stepper.step(params, grads)
        except Raised:
            return second, second
        return second, params.value() if new is None else new

    return Holds(
        name="other-parameters",
        title=Text("other parameters at the second step", "第二步换成另一组参数"),
        ask=ask,
        judge=lambda ends: None if ends[0] is ends[1] or same_arrays(*ends) else Problem("own weights", OWN_WEIGHTS),
    )


def gradients_stay(
    optimizer: str, settings: Mapping[str, float], grads: Sequence[Array] | None = None, steps: int = 2
) -> Check:
    """Steps along `grads` leave them as they are."""
    along = [np.array([1.0, -2.0]), np.array([[3.0]])] if grads is None else grads
    return Holds(
        name="gradients-kept",
        title=Text("the gradients stay as they are", "梯度保持不变"),
        ask=keeps_gradients(optimizer, settings, along, steps),
        judge=lambda kept: None if kept else Problem("gradients changed", GRADIENTS_CHANGED),
    )


def keeps_gradients(
    optimizer: str, settings: Mapping[str, float], grads: Sequence[Array], steps: int = 1
) -> Callable[[Submission], bool]:
    """The question of `gradients_stay`: step from zeros along `grads`; are they the same afterwards?"""

    def ask(submission: Submission) -> bool:
        kept = submission.keep([grad.copy() for grad in grads])
        params = submission.keep([np.zeros_like(grad) for grad in grads])
        stepper = getattr(submission, optimizer)(**settings)
        for _ in range(steps):
            stepper.step(params, kept)
        return unchanged(kept.value(), list(grads))

    return ask


def same_arrays(one: Any, other: Any) -> bool:
    """Whether two lists of arrays, few enough for an optimiser's parameters, hold the same numbers, up to rounding."""
    try:
        if len(one) > MOST_PARAMETERS:  # rows without end may hold nothing
            return False
        pairs = zip(one, other, strict=True)
        return all(np.allclose(*pair, rtol=1e-12, atol=1e-12, equal_nan=True) for pair in pairs)
    except (TypeError, ValueError, OverflowError):
        return False


def _zeros(steps: int) -> list[list[Array]]:
    return [[np.zeros(shape) for shape in SHAPES]] * steps
