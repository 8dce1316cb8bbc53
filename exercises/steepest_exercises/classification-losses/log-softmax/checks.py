"""Checks of `log_softmax`: along the last axis, exact where probabilities vanish."""

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns
from steepest_numerics import activations

reference = {"log_softmax": activations.log_softmax}


def scale(z: np.ndarray) -> float:
    """A log-probability near 0 is a difference of numbers as large as the scores: no program has more digits of it."""
    return float(np.max(abs(z[np.isfinite(z)]))) + 1


def checks(rng: np.random.Generator) -> list[Check]:
    """Tables that are not square and one that is; gaps from nothing to where probabilities vanish."""

    def probe(name: str, title: Text, z: np.ndarray, public: bool = False) -> Check:
        return returns(name, title, call("log_softmax", z), public=public, scale=scale(z))

    def of_shape(*shape: int) -> np.ndarray:
        return 2 * rng.normal(size=shape)

    def gaps(*sizes: float) -> np.ndarray:
        """A row for each size: the first score lies that far below the second."""
        z = rng.normal(size=(len(sizes), 3))
        z[:, 0] = z[:, 1] - np.array(sizes)
        return z

    table, far_down = of_shape(2, 3), of_shape(2, 4)
    far_down[:, 0] = -np.inf
    return [
        probe("example", Text("the example of the text", "题目中的例子"), np.array([2.0, 1.0, 0.0]), True),
        probe(
            "two-rows",
            Text("two rows of three", "两行三列"),
            np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 4.0]]),
            True,
        ),
        probe(
            "thousand",
            Text("scores of a thousand", "上千的得分"),
            np.array([[0.0, 1000.0], [1000.0, 1000.0]]),
            True,
        ),
        probe("3-by-5", Text("3 examples, 5 classes", "3 个样本，5 个类别"), of_shape(3, 5)),
        probe("5-by-3", Text("5 examples, 3 classes", "5 个样本，3 个类别"), of_shape(5, 3)),
        probe("4-by-4", Text("as many examples as classes", "样本数与类别数相同"), of_shape(4, 4)),
        probe("seven", Text("one axis only", "只有一个轴"), of_shape(7)),
        probe("rank-3", Text("three axes", "三个轴"), of_shape(2, 3, 4)),
        probe("one-row", Text("a batch of one", "只有一个样本"), of_shape(1, 6)),
        probe("one-class", Text("a single class", "只有一个类别"), of_shape(3, 1)),
        probe("ties", Text("equal scores", "相等的得分"), np.full((3, 10), -2.5)),
        probe("improbable", Text("small probabilities", "较小的概率"), gaps(13.0, 15.0, 18.0, 21.0)),
        probe("very-improbable", Text("tiny probabilities", "极小的概率"), gaps(24.0, 28.0, 33.0, 36.0)),
        probe("vanishing", Text("probabilities too small for a float", "概率小到浮点数无法表示"), gaps(800.0, 2000.0)),
        probe(
            "rows-apart",
            Text("rows at different heights, up to ±10 000", "各行高低不同，可达 ±10 000"),
            of_shape(4, 3) + np.array([[1e4], [-1e4], [0.0], [5e3]]),
        ),
        probe("low", Text("one row of scores near −10 000", "一行得分都在 −10 000 附近"), of_shape(4) - 1e4),
        probe("large", Text("scores of the order of 10 000", "上万量级的得分"), 5e3 * of_shape(4, 3)),
        probe("minus-infinity", Text("a score of minus infinity", "得分为负无穷"), far_down),
        probe("float32", Text("single precision", "单精度"), of_shape(4, 3).astype(np.float32)),
        probe("integers", Text("integer scores", "整数得分"), rng.integers(-9, 10, size=(4, 5))),
        returns("keyword", Text("passed by keyword", "按关键字传参"), call("log_softmax", z=table), scale=scale(table)),
        probe("strided", Text("every second row, every third column", "隔行隔列的切片"), of_shape(6, 12)[::2, ::3]),
    ]
