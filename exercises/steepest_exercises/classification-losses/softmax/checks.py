"""Checks of `softmax`: along the last axis of any number of axes, at any height."""

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns
from steepest_numerics import activations

reference = {"softmax": activations.softmax}


def scale(z: np.ndarray) -> float:
    """Probabilities are of the order of 1; exp(z - log of the sum) errs in proportion to the scores too."""
    return max(1.0, float(np.max(abs(z[np.isfinite(z)]))))


def checks(rng: np.random.Generator) -> list[Check]:
    """Tables that are not square and one that is; rows far apart; gaps that overflow another shift than the largest."""

    def probe(name: str, title: Text, z: np.ndarray, public: bool = False) -> Check:
        return returns(name, title, call("softmax", z), public=public, scale=scale(z))

    def of_shape(*shape: int) -> np.ndarray:
        return 2 * rng.normal(size=shape)

    table, far_down = of_shape(2, 3), of_shape(2, 4)
    far_down[:, 0] = -np.inf
    gap = of_shape(3, 5)
    gap[:, 3] += 1000  # above the row's mean by 800, above its least by 1000
    slope = np.array([[0.0, -300.0, -600.0, -1000.0]]) + of_shape(2, 4)
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
            np.array([[1000.0, 1000.0], [0.0, -1000.0]]),
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
        probe("zeros", Text("nothing but 0", "全是 0"), np.zeros((2, 3))),
        probe("confident", Text("one score far ahead", "一个得分遥遥领先"), of_shape(3, 4) + 20 * np.eye(3, 4)),
        probe(
            "rows-apart",
            Text("rows at different heights, up to ±10 000", "各行高低不同，可达 ±10 000"),
            of_shape(4, 3) + np.array([[1e4], [-1e4], [0.0], [5e3]]),
        ),
        probe("low", Text("one row of scores near −10 000", "一行得分都在 −10 000 附近"), of_shape(4) - 1e4),
        probe("gap", Text("one score 1000 above the others", "一个得分比其余高出 1000"), gap),
        probe("slope", Text("scores falling from 0 to −1000", "得分从 0 降到 −1000"), slope),
        probe("large", Text("scores of the order of 10 000", "上万量级的得分"), 5e3 * of_shape(4, 3)),
        probe("minus-infinity", Text("a score of minus infinity", "得分为负无穷"), far_down),
        probe("float32", Text("single precision", "单精度"), of_shape(4, 3).astype(np.float32)),
        probe("integers", Text("integer scores", "整数得分"), rng.integers(-9, 10, size=(4, 5))),
        probe("integer-row", Text("a row of integers", "一行整数"), rng.integers(-3, 4, size=6)),
        returns("keyword", Text("passed by keyword", "按关键字传参"), call("softmax", z=table), scale=scale(table)),
        probe("strided", Text("every second row, every third column", "隔行隔列的切片"), of_shape(6, 12)[::2, ::3]),
    ]
