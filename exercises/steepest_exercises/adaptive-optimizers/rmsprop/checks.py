"""Checks of `RMSProp`: walks along given gradients, compared after every step.

The places of eps can't be told apart until gradients are about as small as eps, nor a moving average from
a sum until there are several steps.
"""

import numpy as np

from steepest_graders.authoring import (
    AVERAGE_OF_SQUARES,
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

reference = {"RMSProp": optimizers.RMSProp}


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then walks that each bring out what the others hide."""
    drawn = RandomWalks(rng, "RMSProp", gap=0.3)
    along, walking = drawn.along, drawn.walking
    single = along(1, 0.1, 1, 0.1, 1, 0.1, 1)
    return [
        walks(
            "worked-example",
            Text("the worked example: gradients 2 and 1", "算例：梯度先后为 2 和 1"),
            walk(
                "RMSProp",
                {"lr": 0.1, "rho": 0.75, "eps": 0.0},
                [np.array([1.0])],
                [[np.array([2.0])], [np.array([1.0])]],
            ),
            public=True,
        ),
        walks(
            "first-step",
            Text("the first step, with the usual settings; one gradient is 0", "常用设置下的第一步；其中一个梯度为 0"),
            walk("RMSProp", {"lr": 0.01}, [np.array([1.0, 1.0, 1.0])], [[np.array([0.5, -500.0, 0.0])]]),
            public=True,
        ),
        walks(
            "two-parameters",
            Text("two parameters of different shapes, two steps", "两个形状不同的参数，走两步"),
            walk(
                "RMSProp",
                {"lr": 0.1, "rho": 0.9},
                [np.array([1.0, 2.0]), np.array([[3.0]])],
                [[np.array([1.0, -1.0]), np.array([[2.0]])], [np.array([1.0, 0.5]), np.array([[-4.0]])]],
            ),
            public=True,
        ),
        descends("RMSProp", {"lr": 0.4, "rho": 0.9, "eps": 0.5}, state=AVERAGE_OF_SQUARES),
        drawn.scales(),
        drawn.growing(),
        drawn.eps_matters(),
        walks(
            "other-rho",
            Text("another rho", "另一个 rho"),
            walking({"lr": 0.1, "rho": 0.6}, along(*[1.0] * 7)),
        ),
        drawn.rolls_on(),
        drawn.silent_at_first(),
        drawn.rate_changes(),
        drawn.same_shapes(),
        drawn.single_precision(single),
        side_by_side("RMSProp", {"lr": 0.5}),
        other_parameters("RMSProp", {"lr": 0.5}),
        gradients_stay("RMSProp", {"lr": 0.5}),
    ]
