"""Checks of `AdamW`: walks along given gradients, compared after every step.

The decay is strong here (0.7): a usual one would hide behind the steps.
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

reference = {"AdamW": optimizers.AdamW}

SETTINGS: dict[str, float] = {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.7}
FORGETFUL = 1e-20  # a beta by which nothing lasts to the next step, in whatever way it is counted


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then walks that each bring out what the others hide."""
    drawn = RandomWalks(rng, "AdamW", gap=0.3, settings=SETTINGS)
    along, walking = drawn.along, drawn.walking
    single = along(1, 0.1, 1, 0.1, 1, 0.1, 1)
    return [
        walks(
            "worked-example",
            Text("the worked example: gradients 2 and 1", "算例：梯度先后为 2 和 1"),
            walk(
                "AdamW",
                {"lr": 0.1, "beta1": 0.5, "beta2": 0.75, "eps": 0.0, "weight_decay": 0.5},
                [np.array([1.0])],
                [[np.array([2.0])], [np.array([1.0])]],
            ),
            public=True,
        ),
        walks(
            "only-decay",
            Text("a step without gradient: only the decay", "没有梯度的一步：只有衰减"),
            walk("AdamW", SETTINGS, [np.array([2.0, -4.0])], [[np.zeros(2)]]),
            public=True,
        ),
        walks(
            "two-parameters",
            Text("two parameters of different shapes, two steps", "两个形状不同的参数，走两步"),
            walk(
                "AdamW",
                SETTINGS,
                [np.array([1.0, 2.0]), np.array([[3.0]])],
                [[np.array([1.0, -1.0]), np.array([[2.0]])], [np.array([1.0, 0.5]), np.array([[-4.0]])]],
            ),
            public=True,
        ),
        descends(
            "AdamW", SETTINGS | {"lr": 0.5, "beta1": 0.8, "beta2": 0.9, "eps": 0.1, "weight_decay": 0.1}, state=MOMENTS
        ),
        drawn.scales(),
        drawn.growing(),
        drawn.eps_matters(),
        walks(
            "other-betas",
            Text("other betas", "其他的 beta"),
            walking({"beta1": 0.6, "beta2": 0.95}, along(*[1.0] * 7)),
        ),
        walks(
            "no-decay",
            Text("a decay of 0", "衰减为 0"),
            walking({"weight_decay": 0.0}, along(*[1.0] * 4)),
        ),
        walks(
            "large-weights",
            Text("weights that are large against the gradients", "权重远大于梯度"),
            walk("AdamW", SETTINGS, [100 * array for array in drawn.start()], along(*[1e-2] * 7)),
        ),
        drawn.rolls_on(),
        drawn.silent_at_first(),
        drawn.rate_changes(),
        drawn.same_shapes(),
        drawn.single_precision(single),
        side_by_side("AdamW", SETTINGS),
        other_parameters("AdamW", SETTINGS | {"beta1": FORGETFUL, "beta2": FORGETFUL, "weight_decay": 0.0}),
        gradients_stay("AdamW", SETTINGS),
    ]
