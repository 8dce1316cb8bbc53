"""Checks of `mse`: the mean, over all elements, of the squared difference."""

import numpy as np

from steepest_graders.authoring import Check, Text, call, raises, returns
from steepest_numerics import losses

reference = {"mse": losses.mse}


def checks(rng: np.random.Generator) -> list[Check]:
    """Public examples that can be worked out by hand; hidden ones that tell the usual mistakes apart."""

    def pair(*shape: int) -> tuple[np.ndarray, np.ndarray]:
        return rng.normal(size=shape), rng.normal(size=shape)

    single = [array.astype(np.float32) for array in pair(4, 3)]
    wide, wider = pair(6, 12)
    p, t = pair(3, 4)
    return [
        returns(
            "example",
            Text("the example of the text", "题目中的例子"),
            call("mse", np.array([3.0, 5.0]), np.array([1.0, 1.0])),
            public=True,
        ),
        returns(
            "two-rows",
            Text("two rows of three", "两行三列"),
            call("mse", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]]), np.array([[1.0, 0.0, 3.0], [4.0, 8.0, 6.0]])),
            public=True,
        ),
        raises(
            "unequal-shapes",
            Text("shapes that differ raise ValueError", "形状不同时抛出 ValueError"),
            call("mse", np.array([1.0, 2.0, 3.0]), np.array([[1.0], [2.0], [3.0]])),
            ValueError,
            public=True,
        ),
        raises(
            "row-against-table",
            Text("a row against a table raises ValueError", "一行对一张表时抛出 ValueError"),
            call("mse", *[rng.normal(size=3), rng.normal(size=(2, 3))]),
            ValueError,
        ),
        # Shapes that agree in their number of axes, in their size, or with that of the difference are not yet equal.
        raises(
            "column-against-table",
            Text("a column against a table raises ValueError", "一列对一张表时抛出 ValueError"),
            call("mse", rng.normal(size=(3, 1)), rng.normal(size=(3, 4))),
            ValueError,
        ),
        raises(
            "table-against-row",
            Text("a table against a row raises ValueError", "一张表对一行时抛出 ValueError"),
            call("mse", rng.normal(size=(3, 4)), rng.normal(size=4)),
            ValueError,
        ),
        raises(
            "turned-table",
            Text("3 × 4 against 4 × 3 raises ValueError", "3 × 4 对 4 × 3 时抛出 ValueError"),
            call("mse", rng.normal(size=(3, 4)), rng.normal(size=(4, 3))),
            ValueError,
        ),
        returns("3-by-5", Text("3 × 5", "3 × 5"), call("mse", *pair(3, 5))),
        returns("5-by-3", Text("5 × 3", "5 × 3"), call("mse", *pair(5, 3))),
        returns("one-element", Text("a batch of one", "只有一个样本"), call("mse", *pair(1))),
        returns("rank-3", Text("three axes", "三个轴"), call("mse", *pair(2, 3, 4))),
        returns("keywords", Text("passed by keyword", "按关键字传参"), call("mse", y_true=t, y_pred=p)),
        returns("perfect", Text("a perfect prediction", "完全正确的预测"), call("mse", p, p.copy())),
        returns("offset", Text("values near a million", "一百万附近的数值"), call("mse", 1e6 + p, 1e6 + t)),
        returns("large", Text("values of ten thousand", "上万的数值"), call("mse", 1e4 * p, 1e4 * t)),
        returns("small", Text("values of a thousandth", "千分之一量级的数值"), call("mse", 1e-3 * p, 1e-3 * t)),
        returns("float32", Text("single precision", "单精度"), call("mse", *single)),
        returns(
            "integers",
            Text("integers", "整数"),
            call("mse", rng.integers(-9, 10, size=(3, 5)), rng.integers(-9, 10, size=(3, 5))),
        ),
        returns(
            "strided",
            Text("every second row, every third column", "隔行隔列的切片"),
            call("mse", wide[::2, ::3], wider[::2, ::3]),
        ),
    ]
