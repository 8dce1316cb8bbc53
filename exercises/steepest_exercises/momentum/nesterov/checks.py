"""Checks of `Nesterov`: walks along given gradients, compared after every step.

Only a learning rate that changes on the way tells the forms of different texts from each other.
"""

import numpy as np

from steepest_graders.authoring import (
    VELOCITY,
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

reference = {"Nesterov": optimizers.Nesterov}


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then walks that each bring out what the others hide."""
    drawn = RandomWalks(rng, "Nesterov")
    along, walking = drawn.along, drawn.walking
    single = along(*[1.0] * 7)
    return [
        walks(
            "worked-example",
            Text("the worked example: gradients 2, 1 and -1", "算例：梯度先后为 2、1 和 -1"),
            walk(
                "Nesterov",
                {"lr": 0.1, "momentum": 0.5},
                [np.array([1.0])],
                [[np.array([2.0])], [np.array([1.0])], [np.array([-1.0])]],
            ),
            public=True,
        ),
        walks(
            "slope-turns",
            Text("a slope that turns, with the usual momentum", "斜率变向，常用的动量系数"),
            walk("Nesterov", {"lr": 0.1}, [np.array([1.0])], [[np.array([g])] for g in (1.0, 1.0, -2.0)]),
            public=True,
        ),
        walks(
            "two-parameters",
            Text("two parameters of different shapes, two steps", "两个形状不同的参数，走两步"),
            walk(
                "Nesterov",
                {"lr": 0.1},
                [np.array([1.0, 2.0]), np.array([[3.0]])],
                [[np.array([1.0, -1.0]), np.array([[2.0]])], [np.array([1.0, 1.0]), np.array([[-4.0]])]],
            ),
            public=True,
        ),
        descends("Nesterov", {"lr": 0.05, "momentum": 0.8}, state=VELOCITY),
        walks("nine-steps", Text("nine steps", "九步"), walking({"lr": 0.1}, along(*[1.0] * 9))),
        walks(
            "scales",
            Text("gradients from 1 down to a millionth", "梯度从 1 降到百万分之一"),
            walking({"lr": 0.3}, along(*[1.0] * 3, *[1e-3] * 3, *[1e-6] * 3)),
        ),
        walks(
            "other-momentum",
            Text("another momentum", "另一个动量系数"),
            walking({"lr": 0.1, "momentum": 0.6}, along(*[1.0] * 7)),
        ),
        walks(
            "no-momentum",
            Text("a momentum of 0", "动量系数为 0"),
            walking({"lr": 0.1, "momentum": 0.0}, along(*[1.0] * 7)),
        ),
        drawn.rolls_on("rolls-on"),
        drawn.silent_at_first(),
        drawn.rate_changes(),
        drawn.same_shapes(),
        drawn.single_precision(single),
        side_by_side("Nesterov", {"lr": 0.5}),
        other_parameters("Nesterov", {"lr": 0.5, "momentum": 0.0}),
        gradients_stay("Nesterov", {"lr": 0.5}),
    ]
