"""Checks of `mae`: the mean, over all elements, of the size of the difference."""

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns
from steepest_numerics import losses

reference = {"mae": losses.mae}


def checks(rng: np.random.Generator) -> list[Check]:
    """Errors of both signs; shapes that tell n from the number of rows; values whose squares overflow."""

    def pair(*shape: int) -> tuple[np.ndarray, np.ndarray]:
        return rng.normal(size=shape), rng.normal(size=shape)

    single = [array.astype(np.float32) for array in pair(4, 3)]
    wide, wider = pair(6, 12)
    p, t = pair(3, 4)
    skewed = np.array([0.5, -9.0, 0.25, 3.0, 0.125]) * rng.uniform(1, 2, size=5)
    return [
        returns(
            "example",
            Text("the example of the text", "题目中的例子"),
            call("mae", np.array([3.0, 5.0, 0.0]), np.array([1.0, 1.0, 3.0])),
            public=True,
        ),
        returns(
            "two-rows",
            Text("two rows of three", "两行三列"),
            call("mae", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]]), np.array([[1.0, 0.0, 3.0], [4.0, 8.0, 6.0]])),
            public=True,
        ),
        returns("3-by-5", Text("3 × 5", "3 × 5"), call("mae", *pair(3, 5))),
        returns("5-by-3", Text("5 × 3", "5 × 3"), call("mae", *pair(5, 3))),
        returns("one-element", Text("a batch of one", "只有一个样本"), call("mae", *pair(1))),
        returns("column", Text("a column", "一列"), call("mae", *pair(4, 1))),
        returns("rank-3", Text("three axes", "三个轴"), call("mae", *pair(2, 3, 4))),
        returns("outlier", Text("one error far larger", "有一个误差大得多"), call("mae", skewed, np.zeros(5))),
        returns("all-below", Text("all predictions too low", "所有预测都偏低"), call("mae", t - abs(p) - 0.5, t)),
        returns("keywords", Text("passed by keyword", "按关键字传参"), call("mae", y_true=t, y_pred=p)),
        returns("perfect", Text("a perfect prediction", "完全正确的预测"), call("mae", p, p.copy())),
        returns("offset", Text("values near a million", "一百万附近的数值"), call("mae", 1e6 + p, 1e6 + t)),
        returns("small", Text("values of a thousandth", "千分之一量级的数值"), call("mae", 1e-3 * p, 1e-3 * t)),
        returns("huge", Text("values of 10²⁰⁰", "10²⁰⁰ 量级的数值"), call("mae", 1e200 * p, 1e200 * t)),
        returns("tiny", Text("values of 10⁻²⁰⁰", "10⁻²⁰⁰ 量级的数值"), call("mae", 1e-200 * p, 1e-200 * t)),
        returns("float32", Text("single precision", "单精度"), call("mae", *single)),
        returns(
            "integers",
            Text("integers", "整数"),
            call("mae", rng.integers(-9, 10, size=(3, 5)), rng.integers(-9, 10, size=(3, 5))),
        ),
        returns(
            "strided",
            Text("every second row, every third column", "隔行隔列的切片"),
            call("mae", wide[::2, ::3], wider[::2, ::3]),
        ),
    ]
