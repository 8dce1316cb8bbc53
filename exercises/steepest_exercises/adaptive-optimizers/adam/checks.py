"""Checks of `Adam`: walks along given gradients, compared after every step.

With the usual settings many mistakes hide: the places of eps can't be told apart until gradients are
about as small as eps, nor AMSGrad from Adam until gradients shrink, nor a count of parameters from a
count of steps until there are two parameters.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from steepest_graders.authoring import Check, Problem, Submission, Text, WalkScenario, holds, returns, unchanged, walk
from steepest_numerics import optimizers

reference = {"Adam": optimizers.Adam}

SCALE = 0.1  # parameters are of the order of 1 and pass through 0, where a relative error means nothing

SHARED = Text(
    "An optimiser gives other results while a second one is used beside it: they share state.",
    "旁边同时使用第二个优化器时，结果就变了：它们共用了状态。",
)
GRADIENTS_CHANGED = Text("The gradients were changed: they belong to the caller.", "梯度被修改了：它们属于调用者。")


def side_by_side(one: WalkScenario, other: WalkScenario) -> Callable[[Submission], Any]:
    """Walk each alone, then both in turn: the ends of the walks, alone and together."""

    def ask(submission: Submission) -> Any:
        alone = [scenario.play(submission).value[-1] for scenario in (one, other)]
        return alone, _in_turn(submission, [one, other])

    return ask


def _in_turn(submission: Submission, scenarios: Sequence[WalkScenario]) -> list[Any]:
    walkers = [submission.Adam(**scenario.settings) for scenario in scenarios]
    params = [submission.keep(list(scenario.params)) for scenario in scenarios]
    for steps in zip(*(scenario.grads for scenario in scenarios), strict=True):
        for index, grads in enumerate(steps):
            new = walkers[index].step(params[index], list(grads))
            if new is not None and not _agree(new, params[index].value()):
                params[index] = submission.keep(new)
    return [kept.value() for kept in params]


def not_shared(ends: tuple[list[Any], list[Any]]) -> Problem | None:
    """The walks end where they do alone."""
    alone, together = ends
    return None if all(map(_agree, alone, together)) else Problem("shared", SHARED)


def _agree(one: Any, other: Any) -> bool:
    if not isinstance(one, list | tuple) or not isinstance(other, list | tuple) or len(one) != len(other):
        return False
    return all(_near(first, second) for first, second in zip(one, other, strict=True))


def _near(one: Any, other: Any) -> bool:
    try:
        first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return False
    return first.shape == second.shape and bool(np.allclose(first, second, rtol=1e-12, atol=1e-12, equal_nan=True))


def gradients_kept(grads: list[np.ndarray]) -> Callable[[Submission], bool]:
    """Step once along `grads`; are they the same afterwards?"""

    def ask(submission: Submission) -> bool:
        kept = submission.keep([grad.copy() for grad in grads])
        submission.Adam().step(submission.keep([np.zeros_like(grad) for grad in grads]), kept)
        return unchanged(kept.value(), grads)

    return ask


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then walks that each bring out what the others hide."""
    shapes: list[tuple[int, ...]] = [(3, 2), (4,)]

    def start(*shapes: tuple[int, ...]) -> list[np.ndarray]:
        return [rng.normal(size=shape) for shape in shapes]

    def along(*scales: float, shapes: Sequence[tuple[int, ...]] = shapes) -> list[list[np.ndarray]]:
        """Gradients of these orders of magnitude, none of them near 0, one list for each step."""
        return [[scale * _away_from_zero(rng.normal(size=shape)) for shape in shapes] for scale in scales]

    def walks(name: str, title: Text, scenario: WalkScenario, public: bool = False) -> Check:
        return returns(name, title, scenario, public=public, scale=SCALE)

    def walking(settings: dict[str, float], grads: list[list[np.ndarray]], **options: Any) -> WalkScenario:
        return walk("Adam", settings, start(*(grad.shape for grad in grads[0])), grads, **options)

    zeros = [[np.zeros(shape) for shape in shapes]]
    falling = [scale * (-1.0) ** step for step, scale in enumerate([8.0, 2.0, 1.0, 0.2, 0.1, 0.02, 0.01, 0.01])]
    single = [[grad.astype(np.float32) for grad in step] for step in along(1, 0.1, 1, 0.1, 1, 0.1, 1)]
    small = walking({"lr": 0.1, "beta1": 0.5}, along(1, 2, shapes=[(3,)]))
    large = walking({"lr": 0.01, "beta1": 0.8}, along(30, 20, shapes=[(3,)]))
    return [
        walks(
            "worked-example",
            Text("the worked example: gradients 2 and 1", "算例：梯度先后为 2 和 1"),
            walk(
                "Adam",
                {"lr": 0.1, "beta1": 0.5, "beta2": 0.75, "eps": 0.0},
                [np.array([1.0])],
                [[np.array([2.0])], [np.array([1.0])]],
            ),
            public=True,
        ),
        walks(
            "first-step",
            Text("the first step, with the usual settings", "常用设置下的第一步"),
            walk("Adam", {}, [np.array([1.0, 1.0, 1.0])], [[np.array([0.001, -500.0, 1.0])]]),
            public=True,
        ),
        walks(
            "two-parameters",
            Text("two parameters of different shapes, two steps", "两个形状不同的参数，走两步"),
            walk(
                "Adam",
                {"lr": 0.1},
                [np.array([1.0, 2.0]), np.array([[3.0]])],
                [[np.array([1.0, -1.0]), np.array([[2.0]])], [np.array([1.0, 1.0]), np.array([[-4.0]])]],
            ),
            public=True,
        ),
        walks(
            "scales",
            Text("nine steps, gradients from 1 down to a millionth", "九步，梯度从 1 降到百万分之一"),
            walking({"lr": 0.1}, along(*[1.0] * 3, *[1e-3] * 3, *[1e-6] * 3)),
        ),
        walks(
            "growing",
            Text("gradients that grow from a millionth to 1", "梯度从百万分之一增长到 1"),
            walking({"lr": 0.1}, along(*[1e-6] * 3, *[1e-3] * 3, *[1.0] * 3)),
        ),
        walks(
            "eps-matters",
            Text("gradients smaller than eps", "梯度比 eps 还小"),
            walking({"lr": 0.1, "eps": 1e-3}, along(*[1e-4] * 8)),
        ),
        walks(
            "other-betas",
            Text("other betas", "其他的 beta"),
            walking({"lr": 0.1, "beta1": 0.6, "beta2": 0.95}, along(*[1.0] * 7)),
        ),
        walks(
            "shrinking",
            Text("gradients that shrink and change their sign", "不断变小、变号的梯度"),
            walking({"lr": 0.1, "beta2": 0.5}, along(*falling)),
        ),
        walks(
            "zeros",
            Text("no gradient after the first steps", "最初几步之后梯度为零"),
            walking({"lr": 0.1}, along(1.0, 2.0) + zeros * 5),
        ),
        walks(
            "silent-at-first",
            Text("no gradient in the first steps", "最初几步没有梯度"),
            walking({"lr": 0.1}, zeros * 3 + along(*[1.0] * 4)),
        ),
        walks(
            "rate-changes",
            Text("the learning rate changes on the way", "学习率中途改变"),
            walking({"lr": 0.3}, along(*[1.0] * 8), rates={4: 0.03}),
        ),
        walks(
            "same-shapes",
            Text("three parameters of one shape", "三个形状相同的参数"),
            walking({"lr": 0.1}, along(*[1.0] * 4, shapes=[(3,)] * 3)),
        ),
        walks(
            "float32",
            Text("single precision", "单精度"),
            walk("Adam", {"lr": 0.1}, [array.astype(np.float32) for array in start(*shapes)], single),
        ),
        holds(
            "side-by-side",
            Text("two optimisers at the same time", "同时使用两个优化器"),
            side_by_side(small, large),
            not_shared,
        ),
        holds(
            "gradients-kept",
            Text("the gradients stay as they are", "梯度保持不变"),
            gradients_kept([rng.normal(size=3), rng.normal(size=(2, 2))]),
            lambda kept: None if kept else Problem("gradients changed", GRADIENTS_CHANGED),
        ),
    ]


def _away_from_zero(values: np.ndarray) -> np.ndarray:
    return np.where(values < 0, values - 0.3, values + 0.3)
