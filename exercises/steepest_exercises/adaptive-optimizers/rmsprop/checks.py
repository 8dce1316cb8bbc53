"""Checks of `RMSProp`: walks along given gradients, compared after every step.

The places of eps can't be told apart until gradients are about as small as eps, nor a moving average from
a sum until there are several steps.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from steepest_graders.authoring import Check, Problem, Submission, Text, WalkScenario, holds, returns, walk
from steepest_numerics import optimizers

reference = {"RMSProp": optimizers.RMSProp}

SCALE = 0.1  # parameters are of the order of 1 and pass through 0, where a relative error means nothing
SHAPES: list[tuple[int, ...]] = [(3, 2), (4,)]

SHARED = Text(
    "The first step of an optimiser depends on what another one did: they share state.",
    "一个优化器的第一步受到了另一个优化器的影响：它们共用了状态。",
)
GRADIENTS_CHANGED = Text("The gradients were changed: they belong to the caller.", "梯度被修改了：它们属于调用者。")


def beside_another(submission: Submission) -> Any:
    """The first step of an optimiser: alone, and after a step of another one."""

    def first_step(optimizer: Any) -> Any:
        params = submission.keep([np.array([1.0, 2.0])])
        new = optimizer.step(params, [np.array([0.5, -4.0])])
        return params.value() if new is None else new

    alone = first_step(submission.RMSProp(lr=0.5))
    one, other = submission.RMSProp(lr=0.5), submission.RMSProp(lr=0.5)
    other.step([np.array([7.0, 7.0])], [np.array([9.0, 20.0])])
    return alone, first_step(one)


def gradients_kept(submission: Submission) -> Any:
    """The gradients before and after two steps along them."""
    grads = [np.array([1.0, -2.0]), np.array([[3.0]])]
    kept = submission.keep([grad.copy() for grad in grads])
    params = submission.keep([np.zeros(2), np.zeros((1, 1))])
    optimizer = submission.RMSProp(lr=0.5)
    for _ in range(2):
        optimizer.step(params, kept)
    return grads, kept.value()


def same(pair: tuple[Any, Any]) -> bool:
    """Whether two lists hold the same numbers."""
    try:
        return all(np.allclose(*arrays, rtol=1e-12, atol=1e-12, equal_nan=True) for arrays in zip(*pair, strict=True))
    except (TypeError, ValueError):
        return False


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then walks that each bring out what the others hide."""

    def along(*scales: float, shapes: Sequence[tuple[int, ...]] = SHAPES) -> list[list[np.ndarray]]:
        """Gradients of these orders of magnitude, none of them near 0, one list for each step."""
        return [[scale * _away_from_zero(rng.normal(size=shape)) for shape in shapes] for scale in scales]

    def walking(settings: dict[str, float], grads: list[list[np.ndarray]], **options: Any) -> WalkScenario:
        return walk("RMSProp", settings, [rng.normal(size=grad.shape) for grad in grads[0]], grads, **options)

    def walks(name: str, title: Text, scenario: WalkScenario, public: bool = False) -> Check:
        return returns(name, title, scenario, public=public, scale=SCALE)

    zeros = [[np.zeros(shape) for shape in SHAPES]]
    single = [[grad.astype(np.float32) for grad in step] for step in along(1, 0.1, 1, 0.1, 1, 0.1, 1)]
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
            "other-rho",
            Text("another rho", "另一个 rho"),
            walking({"lr": 0.1, "rho": 0.6}, along(*[1.0] * 7)),
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
            walk("RMSProp", {"lr": 0.1}, [rng.normal(size=shape).astype(np.float32) for shape in SHAPES], single),
        ),
        holds(
            "side-by-side",
            Text("two optimisers at the same time", "同时使用两个优化器"),
            beside_another,
            lambda ends: None if same(ends) else Problem("shared", SHARED),
        ),
        holds(
            "gradients-kept",
            Text("the gradients stay as they are", "梯度保持不变"),
            gradients_kept,
            lambda grads: None if same(grads) else Problem("gradients changed", GRADIENTS_CHANGED),
        ),
    ]


def _away_from_zero(values: np.ndarray) -> np.ndarray:
    return np.where(values < 0, values - 0.3, values + 0.3)
