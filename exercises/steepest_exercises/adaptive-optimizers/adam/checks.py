"""Checks of `Adam`: walks along given gradients, compared after every step.

With the usual settings many mistakes hide: the places of eps can't be told apart until gradients are
about as small as eps, nor AMSGrad from Adam until gradients shrink, nor a count of parameters from a
count of steps until there are two parameters.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from steepest_graders.authoring import (
    MOMENTS,
    Check,
    Problem,
    RandomWalks,
    Submission,
    Text,
    WalkScenario,
    descends,
    gradients_stay,
    holds,
    walk,
    walks,
)
from steepest_numerics import optimizers

reference = {"Adam": optimizers.Adam}

SHARED = Text(
    "An optimiser gives other results while a second one is used beside it: they share state.",
    "旁边同时使用第二个优化器时，结果就变了：它们共用了状态。",
)


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


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then walks that each bring out what the others hide."""
    drawn = RandomWalks(rng, "Adam", gap=0.3)
    along, walking = drawn.along, drawn.walking
    falling = [scale * (-1.0) ** step for step, scale in enumerate([8.0, 2.0, 1.0, 0.2, 0.1, 0.02, 0.01, 0.01])]
    single = along(1, 0.1, 1, 0.1, 1, 0.1, 1)
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
        descends("Adam", {"lr": 0.5, "beta1": 0.8, "beta2": 0.9, "eps": 0.1}, state=MOMENTS),
        drawn.scales(),
        drawn.growing(),
        drawn.eps_matters(),
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
        drawn.rolls_on(),
        drawn.silent_at_first(),
        drawn.rate_changes(),
        drawn.same_shapes(),
        drawn.single_precision(single),
        holds(
            "side-by-side",
            Text("two optimisers at the same time", "同时使用两个优化器"),
            side_by_side(small, large),
            not_shared,
        ),
        gradients_stay("Adam", {}, [rng.normal(size=3), rng.normal(size=(2, 2))], steps=1),
    ]
