"""Checks of `AdaGrad`: walks along given gradients, compared after every step.

The places of eps can't be told apart until gradients are about as small as eps.
"""

import numpy as np

from steepest_graders.authoring import (
    SUM_OF_SQUARES,
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

reference = {"AdaGrad": optimizers.AdaGrad}


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then walks that each bring out what the others hide."""
    drawn = RandomWalks(rng, "AdaGrad", gap=0.3)
    along, walking = drawn.along, drawn.walking
    single = along(1, 0.1, 1, 0.1, 1, 0.1, 1)
    return [
        walks(
            "worked-example",
            Text("the worked example: gradients 3 and 4", "算例：梯度先后为 3 和 4"),
            walk("AdaGrad", {"lr": 0.1, "eps": 0.0}, [np.array([1.0])], [[np.array([3.0])], [np.array([4.0])]]),
            public=True,
        ),
        walks(
            "first-step",
            Text("the first step; one of the gradients is 0", "第一步；其中一个梯度为 0"),
            walk("AdaGrad", {"lr": 0.1}, [np.array([1.0, 1.0, 1.0])], [[np.array([0.001, -500.0, 0.0])]]),
            public=True,
        ),
        walks(
            "two-parameters",
            Text("two parameters of different shapes, two steps", "两个形状不同的参数，走两步"),
            walk(
                "AdaGrad",
                {"lr": 0.1},
                [np.array([1.0, 2.0]), np.array([[3.0]])],
                [[np.array([1.0, -1.0]), np.array([[2.0]])], [np.array([1.0, 0.5]), np.array([[-4.0]])]],
            ),
            public=True,
        ),
        descends("AdaGrad", {"lr": 1.0, "eps": 0.5}, state=SUM_OF_SQUARES),
        drawn.scales(),
        drawn.growing(),
        drawn.eps_matters(),
        walks(
            "usual-eps",
            Text("gradients as small as the usual eps", "梯度与默认的 eps 一样小"),
            walking({"lr": 0.1}, along(*[1e-10] * 7)),
        ),
        drawn.rolls_on(),
        drawn.silent_at_first(),
        drawn.rate_changes(),
        drawn.same_shapes(),
        drawn.single_precision(single),
        side_by_side("AdaGrad", {"lr": 0.5}),
        other_parameters("AdaGrad", {"lr": 0.5}),
        gradients_stay("AdaGrad", {"lr": 0.5}),
    ]
