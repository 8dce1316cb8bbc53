"""Checks of `linear_mse_gradient`: 2/N X^T e for the weights, 2/N sum e for the bias."""

import numpy as np

from steepest_graders.authoring import Check, Scenario, Text, call, is_gradient, returns
from steepest_numerics import losses

reference = {"linear_mse_gradient": losses.linear_mse_gradient}


def checks(rng: np.random.Generator) -> list[Check]:
    """More rows than features and fewer, as many, and one of each; a bias that matters."""

    def data(rows: int, features: int) -> tuple[np.ndarray, float, np.ndarray, np.ndarray]:
        w, X, y = rng.normal(size=features), rng.normal(size=(rows, features)), rng.normal(size=rows)
        return w, float(rng.uniform(1, 2)), X, y

    def ask(w: np.ndarray, b: float, X: np.ndarray, y: np.ndarray) -> Scenario:
        return call("linear_mse_gradient", w, b, X, y)

    def slopes(
        name: str, title: Text, w: np.ndarray, b: float, X: np.ndarray, y: np.ndarray, *, public: bool = False
    ) -> Check:
        def loss(moved: tuple[np.ndarray, np.ndarray]) -> np.floating:
            return losses.mse(X @ moved[0] + moved[1], y)

        return is_gradient(name, title, ask(w, b, X, y), of=loss, at=(w, b), public=public)

    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 4.0, 6.0])
    w, b, table, target = data(4, 3)
    single_w, single_X, single_y = (part.astype(np.float32) for part in (w, table, target))
    wide, longer = rng.normal(size=(6, 12)), rng.normal(size=6)
    return [
        returns(
            "example", Text("the example of the text", "题目中的例子"), ask(np.array([0.0]), 0.0, X, y), public=True
        ),
        returns("bias", Text("with a bias of 2", "偏置为 2"), ask(np.array([1.0]), 2.0, X, y), public=True),
        returns(
            "two-features",
            Text("two features, two examples", "两个特征，两个样本"),
            ask(np.array([1.0, -1.0]), 0.5, np.array([[1.0, 0.0], [2.0, 3.0]]), np.array([0.0, 1.0])),
            public=True,
        ),
        slopes(
            "slopes",
            Text("the slopes of the loss, by differences", "由差分得到的损失斜率"),
            np.array([1.0, -0.5, 2.0]),
            0.5,
            np.array([[1.0, 2.0, 0.0], [-1.0, 0.5, 1.0]]),
            np.array([1.0, -2.0]),
            public=True,
        ),
        slopes("slopes-5-by-3", Text("the slopes of the loss, 5 examples", "损失的斜率，5 个样本"), *data(5, 3)),
        returns("3-by-5", Text("3 examples, 5 features", "3 个样本，5 个特征"), ask(*data(3, 5))),
        returns("5-by-3", Text("5 examples, 3 features", "5 个样本，3 个特征"), ask(*data(5, 3))),
        returns("4-by-4", Text("as many examples as features", "样本数与特征数相同"), ask(*data(4, 4))),
        returns("one-row", Text("a single example", "只有一个样本"), ask(*data(1, 4))),
        returns("one-feature", Text("a single feature", "只有一个特征"), ask(*data(6, 1))),
        returns("one-of-each", Text("one example, one feature", "一个样本，一个特征"), ask(*data(1, 1))),
        returns("at-zero", Text("all weights 0", "权重全为 0"), ask(np.zeros(3), 0.0, table, target)),
        returns("no-bias", Text("a bias of 0", "偏置为 0"), ask(w, 0.0, table, target)),
        returns("negative-bias", Text("a negative bias", "偏置为负"), ask(w, -3.5, table, target)),
        returns("perfect", Text("a perfect model", "完美的模型"), ask(w, b, table, table @ w + b)),
        returns("large", Text("targets of ten thousand", "上万的目标值"), ask(w, b, table, 1e4 * target)),
        returns("small", Text("inputs of a thousandth", "千分之一量级的输入"), ask(w, b, 1e-3 * table, target)),
        returns("float32", Text("single precision", "单精度"), ask(single_w, 1.5, single_X, single_y)),
        returns(
            "integers",
            Text("integers", "整数"),
            ask(np.array([1, -2, 3]), 2, rng.integers(-9, 10, size=(4, 3)), rng.integers(-9, 10, size=4)),
        ),
        returns(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call("linear_mse_gradient", y=target, X=table, b=b, w=w),
        ),
        returns(
            "strided",
            Text("every second row, every third column", "隔行隔列的切片"),
            ask(rng.normal(size=8)[::2], 0.75, wide[::2, ::3], longer[::2]),
        ),
    ]
