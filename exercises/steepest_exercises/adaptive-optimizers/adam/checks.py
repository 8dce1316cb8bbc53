"""Checks of `Adam`: walks along given gradients, compared after every step.

With the usual settings many mistakes hide: the places of eps can't be told apart until gradients are
about as small as eps, nor AMSGrad from Adam until gradients shrink, nor a count of parameters from a
count of steps until there are two parameters.
"""

import numpy as np

from steepest_graders.authoring import (
    MOMENTS,
    Check,
    RandomWalks,
    Text,
    descends,
    gradients_stay,
    other_parameters,
    side_by_side,
    walk,
    walks,
)
from steepest_numerics import optimizers

reference = {"Adam": optimizers.Adam}

FORGETFUL = 1e-20  # a beta by which nothing lasts to the next step, in whatever way it is counted


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then walks that each bring out what the others hide."""
    drawn = RandomWalks(rng, "Adam", gap=0.3)
    along, walking = drawn.along, drawn.walking
    falling = [scale * (-1.0) ** step for step, scale in enumerate([8.0, 2.0, 1.0, 0.2, 0.1, 0.02, 0.01, 0.01])]
    single = along(1, 0.1, 1, 0.1, 1, 0.1, 1)
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
        side_by_side("Adam", {"lr": 0.1, "beta1": 0.5}, {"lr": 0.01, "beta1": 0.8}),
        other_parameters("Adam", {"lr": 0.5, "beta1": FORGETFUL, "beta2": FORGETFUL}),
        gradients_stay("Adam", {}, [rng.normal(size=3), rng.normal(size=(2, 2))], steps=1),
    ]
