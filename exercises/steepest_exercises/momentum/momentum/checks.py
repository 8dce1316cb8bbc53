"""Checks of `Momentum`: walks along given gradients, compared after every step.

Only a learning rate that changes on the way tells a rate outside the velocity from one inside it.
"""

from typing import Any, NamedTuple

import numpy as np

from steepest_graders.authoring import (
    VELOCITY,
    Check,
    Problem,
    Raised,
    RandomWalks,
    Submission,
    Text,
    descends,
    gradients_stay,
    holds,
    other_parameters,
    same_arrays,
    side_by_side,
    unchanged,
    walk,
    walks,
)
from steepest_numerics import optimizers

reference = {"Momentum": optimizers.Momentum}

LOST_FRACTIONS = Text(
    "From a parameter of integers the walk goes elsewhere than from the same numbers as floats.",
    "从整数参数出发的路径，与从同样数值的浮点数参数出发的路径不同。",
)
NEW_INTEGERS = Text(
    "From a parameter of integers a new array of integers was returned, which can't hold a fraction.",
    "从整数参数出发，返回的新数组仍是整数数组，放不下小数。",
)


class Ends(NamedTuple):
    """Of a walk from floats, and of that from the same numbers as integers; were new arrays of integers returned?"""

    floats: Any
    integers: Any
    new_integers: bool = False


def from_integers(submission: Submission) -> Ends:
    """Walk from both.

    Where NumPy refuses to update integers in place, or they stay integers there, there is nothing to compare.
    """
    start, grads = np.array([3, -2]), [np.array([0.7, -1.3])]
    floats, integers = (walk("Momentum", {"lr": 0.5}, [w], [grads] * 3) for w in (start.astype(float), start))
    end = floats.play(submission).value[-1]
    try:
        if _returns_new_integers(submission, start, grads):
            return Ends(end, end, new_integers=True)
        other = integers.play(submission).value[-1]
    except Raised:
        return Ends(end, end)
    in_place = isinstance(other, list) and any(getattr(w, "dtype", start.dtype).kind == "i" for w in other)
    return Ends(end, end if in_place else other)


def _returns_new_integers(submission: Submission, start: np.ndarray, grads: list[np.ndarray]) -> bool:
    """Whether a step that moves them returns integers, and leaves those that it was given as they were."""
    kept = submission.keep([start])
    returned = submission.Momentum(lr=0.5).step(kept, grads)
    if not isinstance(returned, list | tuple) or len(returned) != 1 or not unchanged(kept.value(), [start]):
        return False
    new = returned[0]
    return isinstance(new, np.ndarray) and new.dtype.kind in "iu" and not np.array_equal(new, start)


def keeps_fractions(ends: Ends) -> Problem | None:
    """The walk from integers ends where that from floats does, where the two can be compared."""
    if ends.new_integers:
        return Problem("new integers", NEW_INTEGERS)
    return None if same_arrays(ends.floats, ends.integers) else Problem("integers", LOST_FRACTIONS)


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then walks that each bring out what the others hide."""
    drawn = RandomWalks(rng, "Momentum")
    along, walking = drawn.along, drawn.walking
    single = along(*[1.0] * 7)
    return [
        walks(
            "worked-example",
            Text("the worked example: gradients 2, 1 and -1", "算例：梯度先后为 2、1 和 -1"),
            walk(
                "Momentum",
                {"lr": 0.1, "momentum": 0.5},
                [np.array([1.0])],
                [[np.array([2.0])], [np.array([1.0])], [np.array([-1.0])]],
            ),
            public=True,
        ),
        walks(
            "steady-slope",
            Text("a steady slope, with the usual momentum", "斜率不变，常用的动量系数"),
            walk("Momentum", {"lr": 0.1}, [np.array([1.0])], [[np.array([1.0])]] * 3),
            public=True,
        ),
        walks(
            "two-parameters",
            Text("two parameters of different shapes, two steps", "两个形状不同的参数，走两步"),
            walk(
                "Momentum",
                {"lr": 0.1},
                [np.array([1.0, 2.0]), np.array([[3.0]])],
                [[np.array([1.0, -1.0]), np.array([[2.0]])], [np.array([1.0, 1.0]), np.array([[-4.0]])]],
            ),
            public=True,
        ),
        descends("Momentum", {"lr": 0.05, "momentum": 0.8}, state=VELOCITY),
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
        holds(
            "integers",
            Text("a parameter of integers", "整数参数"),
            from_integers,
            keeps_fractions,
        ),
        side_by_side("Momentum", {"lr": 0.5}),
        other_parameters("Momentum", {"lr": 0.5, "momentum": 0.0}),
        gradients_stay("Momentum", {"lr": 0.5}),
    ]
