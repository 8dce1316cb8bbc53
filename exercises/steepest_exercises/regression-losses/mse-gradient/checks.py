"""Checks of `mse_gradient`: 2 (p - t) / n, judged by the reference and by differences of the loss."""

import numpy as np

from steepest_graders.authoring import Check, Text, call, is_gradient, returns
from steepest_numerics import losses

reference = {"mse_gradient": losses.mse_gradient}


def checks(rng: np.random.Generator) -> list[Check]:
    """Shapes that tell n from the number of rows; errors of both signs and of several sizes."""

    def pair(*shape: int) -> tuple[np.ndarray, np.ndarray]:
        return rng.normal(size=shape), rng.normal(size=shape)

    def slopes_of_the_loss(name: str, title: Text, p: np.ndarray, t: np.ndarray, public: bool = False) -> Check:
        asked = call("mse_gradient", p, t)
        return is_gradient(name, title, asked, of=lambda moved: losses.mse(moved, t), at=p, public=public)

    single = [array.astype(np.float32) for array in pair(4, 3)]
    wide, wider = pair(6, 12)
    p, t = pair(3, 4)
    return [
        returns(
            "example",
            Text("the example of the text", "题目中的例子"),
            call("mse_gradient", np.array([3.0, 5.0]), np.array([1.0, 1.0])),
            public=True,
        ),
        returns(
            "two-by-two",
            Text("two rows of two", "两行两列"),
            call("mse_gradient", np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([[1.0, 1.0], [1.0, 1.0]])),
            public=True,
        ),
        slopes_of_the_loss(
            "slopes",
            Text("the slopes of the loss, by differences", "由差分得到的损失斜率"),
            np.array([[1.0, -2.0, 0.5], [4.0, 0.0, -1.0]]),
            np.array([[0.0, 1.0, 0.5], [1.5, -1.0, 2.0]]),
            public=True,
        ),
        slopes_of_the_loss("slopes-3-by-5", Text("the slopes of the loss, 3 × 5", "损失的斜率，3 × 5"), *pair(3, 5)),
        slopes_of_the_loss("slopes-5-by-3", Text("the slopes of the loss, 5 × 3", "损失的斜率，5 × 3"), *pair(5, 3)),
        returns("3-by-5", Text("3 × 5", "3 × 5"), call("mse_gradient", *pair(3, 5))),
        returns("seven", Text("seven in a row", "一行七个"), call("mse_gradient", *pair(7))),
        returns("one-element", Text("a batch of one", "只有一个样本"), call("mse_gradient", *pair(1))),
        returns("column", Text("a column", "一列"), call("mse_gradient", *pair(4, 1))),
        returns("rank-3", Text("three axes", "三个轴"), call("mse_gradient", *pair(2, 3, 4))),
        returns("keywords", Text("passed by keyword", "按关键字传参"), call("mse_gradient", y_true=t, y_pred=p)),
        returns("perfect", Text("a perfect prediction", "完全正确的预测"), call("mse_gradient", p, p.copy())),
        returns("offset", Text("values near a million", "一百万附近的数值"), call("mse_gradient", 1e6 + p, 1e6 + t)),
        returns("large", Text("values of ten thousand", "上万的数值"), call("mse_gradient", 1e4 * p, 1e4 * t)),
        returns(
            "small", Text("values of a thousandth", "千分之一量级的数值"), call("mse_gradient", 1e-3 * p, 1e-3 * t)
        ),
        returns("float32", Text("single precision", "单精度"), call("mse_gradient", *single)),
        returns(
            "integers",
            Text("integers", "整数"),
            call("mse_gradient", rng.integers(-9, 10, size=(3, 5)), rng.integers(-9, 10, size=(3, 5))),
        ),
        returns(
            "strided",
            Text("every second row, every third column", "隔行隔列的切片"),
            call("mse_gradient", wide[::2, ::3], wider[::2, ::3]),
        ),
    ]
