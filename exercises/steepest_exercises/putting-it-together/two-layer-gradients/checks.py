"""Checks of `two_layer_gradients`: against the reference, and against differences of the loss.

Sizes are all different, or all equal: where two of them agree a missing transpose goes unnoticed by NumPy.
At a kink, where a unit's input is exactly 0, any slope between those of the two sides is right.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from steepest_graders.authoring import (
    Check,
    Problem,
    Scenario,
    Submission,
    Text,
    as_numbers,
    call,
    holds,
    is_gradient,
    returns,
)
from steepest_numerics import networks

reference = {"two_layer_gradients": networks.two_layer_gradients}

Params = Mapping[str, np.ndarray]

NAMES = ("W1", "b1", "W2", "b2")
SCALE = 2.0  # a slope of the cross-entropy, at most 1, times inputs and weights of the order of 1

OFF_THE_KINK = Text(
    "{name} does not lie between its slopes on the two sides of the kink.", "{name} 不在折角两侧的斜率之间。"
)
CHANGED = Text("{name} was changed: it belongs to the caller.", "{name} 被修改了：它属于调用者。")


def differences(name: str, title: Text, params: Params, X: np.ndarray, y: np.ndarray, *, public: bool = False) -> Check:
    """The gradients of all parameters, by differences of the loss."""
    scenario = call("two_layer_gradients", dict(params), X, y)
    loss = functools.partial(networks.two_layer_loss, X=X, y=y)
    return is_gradient(name, title, scenario, of=loss, at=dict(params), public=public)


def between_the_sides(params: Params, X: np.ndarray, y: np.ndarray) -> Callable[[Any], Problem | None]:
    """Judges an answer at a kink of b1: each slope between those a hair above and a hair below."""
    hair = 1e-12
    below, above = (networks.two_layer_gradients({**params, "b1": params["b1"] + side}, X, y) for side in (-hair, hair))

    def judge(got: Any) -> Problem | None:
        if not isinstance(got, dict):
            return Problem("no dictionary", OFF_THE_KINK.format(name="params"))
        wrong = [name for name in NAMES if not _lies_between(got.get(name), below[name], above[name])]
        return Problem("off", OFF_THE_KINK.format(name=", ".join(wrong)), got) if wrong else None

    return judge


def _lies_between(got: Any, one: np.ndarray, other: np.ndarray) -> bool:
    slopes = as_numbers(got)
    if slopes is None or slopes.shape != one.shape:
        return False
    margin = 1e-9
    return bool(np.all((slopes >= np.minimum(one, other) - margin) & (slopes <= np.maximum(one, other) + margin)))


def arguments_kept(params: Params, X: np.ndarray, y: np.ndarray) -> Callable[[Submission], list[str]]:
    """The names of the parameters that are others after a call."""

    def ask(submission: Submission) -> list[str]:
        kept = submission.keep({name: value.copy() for name, value in params.items()})
        submission.two_layer_gradients(kept, X, y)
        after = kept.value()
        return [name for name in NAMES if not np.array_equal(after.get(name), params[name])]

    return ask


def _none_changed(names: list[str]) -> Problem | None:
    return Problem("changed", CHANGED.format(name=", ".join(names))) if names else None


def checks(rng: np.random.Generator) -> list[Check]:
    """The worked example; networks of every shape; then kinks and scores far apart."""

    def network(features: int, hidden: int, classes: int) -> dict[str, np.ndarray]:
        shapes = {"W1": (features, hidden), "b1": (hidden,), "W2": (hidden, classes), "b2": (classes,)}
        return {name: rng.normal(size=shape) for name, shape in shapes.items()}

    def ask(rows: int, features: int, hidden: int, classes: int) -> tuple[Params, np.ndarray, np.ndarray]:
        """A task in which every hidden unit is on for one row at least, where there are rows enough."""
        params = network(features, hidden, classes)
        X = rng.normal(size=(rows, features))
        on = (X @ params["W1"] + params["b1"]).max(axis=0)
        params["b1"] = params["b1"] + np.where(on > 0, 0, 0.5 - on)
        return params, X, rng.integers(classes, size=rows)

    def compared(name: str, title: Text, task: tuple[Params, np.ndarray, np.ndarray], public: bool = False) -> Check:
        scenario: Scenario = call("two_layer_gradients", *task)
        return returns(name, title, scenario, public=public, scale=SCALE)

    eye, zeros = np.eye(2), np.zeros(2)
    example = ({"W1": eye, "b1": zeros, "W2": eye, "b2": zeros}, np.array([[1.0, -1.0]]), np.array([0]))
    small = (
        {
            "W1": np.array([[1.0, -1.0, 0.5], [2.0, 0.0, -1.0]]),
            "b1": np.array([0.1, 0.2, -0.3]),
            "W2": np.array([[1.0, -1.0], [0.5, 2.0], [-1.0, 1.0]]),
            "b2": np.array([0.0, 0.5]),
        },
        np.array([[1.0, 0.5], [-1.0, 1.0], [2.0, -1.0]]),
        np.array([0, 1, 1]),
    )
    wide = ask(4, 5, 3, 2)
    params, X, y = ask(5, 3, 4, 2)
    still = ({**params, "b1": np.zeros(4)}, np.vstack([X, np.zeros(3)]), np.append(y, 1))  # kinks in the last row
    far = ({**wide[0], "W2": 30 * wide[0]["W2"], "b2": wide[0]["b2"] + 2000}, *wide[1:])
    dead = ({**params, "b1": np.array([-50.0, 0.3, -50.0, 0.2])}, X, y)
    single = {name: value.astype(np.float32) for name, value in params.items()}
    table = rng.normal(size=(7, 9))
    return [
        compared("example", Text("the worked example", "算例"), example, True),
        differences("slopes", Text("a small network, by differences", "小型网络，用差分检验"), *small, public=True),
        compared("4-5-3-2", Text("4 examples; sizes 5, 3, 2", "4 个样本；大小 5、3、2"), wide),
        compared("2-3-5-4", Text("2 examples; sizes 3, 5, 4", "2 个样本；大小 3、5、4"), ask(2, 3, 5, 4)),
        compared("square", Text("3 examples; sizes 3, 3, 3", "3 个样本；大小 3、3、3"), ask(3, 3, 3, 3)),
        compared("hidden-as-classes", Text("as many units as classes", "单元数与类别数相同"), ask(5, 2, 4, 4)),
        compared("one-row", Text("a batch of one", "只有一个样本"), ask(1, 4, 3, 5)),
        compared("one-unit", Text("a single hidden unit", "只有一个隐藏单元"), ask(5, 3, 1, 3)),
        compared("one-class", Text("a single class", "只有一个类别"), ask(3, 2, 4, 1)),
        compared("dead-units", Text("units that are never on", "从不开启的单元"), dead),
        compared("far-apart", Text("scores about two thousand", "两千左右的得分"), far),
        compared("float32", Text("single precision", "单精度"), (single, X.astype(np.float32), y)),
        compared("integers", Text("integer examples", "整数样本"), (params, rng.integers(-3, 4, size=(5, 3)), y)),
        compared(
            "uint8-labels", Text("labels as unsigned bytes", "无符号字节类型的标签"), (params, X, y.astype(np.uint8))
        ),
        compared(
            "strided", Text("examples as a slice with gaps", "带间隔切片的样本"), (params, table[::2, ::4], y[:4])
        ),
        differences("differences", Text("another network, by differences", "另一个网络，用差分检验"), params, X, y),
        holds(
            "kink",
            Text("units that stand exactly at 0", "输入恰好为 0 的单元"),
            lambda submission: submission.two_layer_gradients(*still),
            between_the_sides(*still),
        ),
        holds(
            "params-kept",
            Text("the parameters stay as they are", "参数保持不变"),
            arguments_kept(params, X, y),
            _none_changed,
        ),
    ]
