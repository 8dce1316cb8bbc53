"""Checks of `huber`: both pieces, both signs, and a delta that is not 1."""

import numpy as np

from steepest_graders.authoring import Check, Scenario, Text, call, returns
from steepest_numerics import losses

reference = {"huber": losses.huber}


def checks(rng: np.random.Generator) -> list[Check]:
    """Errors on both sides of delta and exactly there; shapes that tell n from the number of rows."""

    def pair(*shape: int) -> tuple[np.ndarray, np.ndarray]:
        """Differences from about -6 to 6, both small and large ones in every table."""
        target = rng.normal(size=shape)
        error = rng.uniform(0.1, 1, size=shape) * np.resize([0.6, -0.7, 6.0, -5.0], shape)
        return target + error, target

    def ask(p: np.ndarray, t: np.ndarray, delta: float) -> Scenario:
        return call("huber", p, t, delta)

    single_p, single_t = (array.astype(np.float32) for array in pair(4, 3))
    wide, wider = pair(6, 12)
    p, t = pair(3, 4)
    zero = np.zeros(3)
    return [
        returns(
            "example",
            Text("the example of the text", "题目中的例子"),
            ask(np.array([1.0, -4.0]), np.array([0.0, 0.0]), 2.0),
            public=True,
        ),
        returns(
            "half",
            Text("delta = 0.5", "delta = 0.5"),
            ask(np.array([[1.0, -4.0, 0.25], [3.0, 0.0, -0.5]]), np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]), 0.5),
            public=True,
        ),
        returns("one", Text("delta = 1", "delta = 1"), ask(*pair(5), 1.0)),
        returns("3-by-5", Text("3 × 5", "3 × 5"), ask(*pair(3, 5), 1.5)),
        returns("5-by-3", Text("5 × 3", "5 × 3"), ask(*pair(5, 3), 0.75)),
        returns("near", Text("all errors small", "误差都小"), ask(1.25 * p, p, 20.0)),
        returns("far", Text("all errors large, of both signs", "误差都大，有正有负"), ask(t + 7 * np.sign(p), t, 2.5)),
        returns(
            "one-near", Text("a single small error", "只有一个小误差"), ask(np.array([0.7]), np.array([1.0]), 1.75)
        ),
        returns(
            "one-far", Text("a single large error", "只有一个大误差"), ask(np.array([-7.0]), np.array([1.5]), 1.75)
        ),
        returns(
            "at-delta", Text("errors of exactly delta", "误差恰好等于 delta"), ask(np.array([2.5, -2.5, 0]), zero, 2.5)
        ),
        returns("column", Text("a column", "一列"), ask(*pair(4, 1), 1.5)),
        returns("rank-3", Text("three axes", "三个轴"), ask(*pair(2, 3, 4), 0.4)),
        returns(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call("huber", delta=1.25, y_true=t, y_pred=p),
        ),
        returns("perfect", Text("a perfect prediction", "完全正确的预测"), ask(p, p.copy(), 1.5)),
        returns("offset", Text("values near a million", "一百万附近的数值"), ask(1e6 + p, 1e6 + t, 1.5)),
        returns("large", Text("values of ten thousand", "上万的数值"), ask(1e4 * p, 1e4 * t, 2e4)),
        returns("small", Text("values of a thousandth", "千分之一量级的数值"), ask(1e-3 * p, 1e-3 * t, 1.5e-3)),
        returns("float32", Text("single precision", "单精度"), ask(single_p, single_t, 1.5)),
        returns(
            "integers",
            Text("integers", "整数"),
            ask(rng.integers(-9, 10, size=(3, 5)), rng.integers(-9, 10, size=(3, 5)), 3),
        ),
        returns(
            "strided",
            Text("every second row, every third column", "隔行隔列的切片"),
            ask(wide[::2, ::3], wider[::2, ::3], 1.5),
        ),
    ]
