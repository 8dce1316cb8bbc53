"""Checks of `sigmoid`: element by element, finite and right at any size of the score.

Large scores are asked twice: once for the value, once with an overflow on the way raised as an error.
"""

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns, strictly
from steepest_numerics import activations

reference = {"sigmoid": activations.sigmoid}

SCALE = 1.0  # probabilities: one near 0 may come from a difference of numbers near 1


def checks(rng: np.random.Generator) -> list[Check]:
    """Both signs, from nothing to where powers of e overflow in double and in single precision."""

    def probe(name: str, title: Text, z: np.ndarray, public: bool = False) -> Check:
        return returns(name, title, call("sigmoid", z), public=public, scale=SCALE)

    def quietly(name: str, title: Text, z: np.ndarray, public: bool = False) -> Check:
        return returns(name, title, strictly(call("sigmoid", z)), public=public, scale=SCALE)

    def of_shape(*shape: int) -> np.ndarray:
        return 2 * rng.normal(size=shape)

    single = np.array([-200.0, -95.0, 95.0, 200.0, 0.5], np.float32)
    return [
        probe("example", Text("the example of the text", "题目中的例子"), np.array([-2.0, 0.0, 2.0]), True),
        probe("table", Text("two rows of three", "两行三列"), np.array([[0.0, 1.0, -1.0], [3.0, 0.5, -4.0]]), True),
        probe("far", Text("scores of ±800", "得分为 ±800"), np.array([-800.0, 800.0]), True),
        quietly(
            "no-overflow",
            Text("scores of ±800 with overflow raised as an error", "得分为 ±800，上溢时报错"),
            np.array([-800.0, 800.0]),
            True,
        ),
        probe("3-by-5", Text("3 × 5", "3 × 5"), of_shape(3, 5)),
        probe("5-by-3", Text("5 × 3", "5 × 3"), of_shape(5, 3)),
        probe("seven", Text("seven in a row", "一行七个"), of_shape(7)),
        probe("rank-3", Text("three axes", "三个轴"), of_shape(2, 3, 4)),
        probe("one-element", Text("a single score", "只有一个得分"), of_shape(1)),
        probe("zeros", Text("0 and −0", "0 和 −0"), np.array([0.0, -0.0])),
        probe("negative", Text("negative scores only", "只有负的得分"), -abs(of_shape(6)) - 0.1),
        probe("positive", Text("positive scores only", "只有正的得分"), abs(of_shape(6)) + 0.1),
        probe(
            "sure",
            Text("scores of 5 to 40, of both signs", "5 到 40 的得分，有正有负"),
            rng.uniform(5, 40, (2, 5)) * [[1], [-1]],
        ),
        probe(
            "near-overflow",
            Text("scores of about ±709", "±709 附近的得分"),
            np.array([708.0, 709.5, 711.0, -708.0, -711.0]),
        ),
        probe("large", Text("scores of the order of 10 000", "上万量级的得分"), 5e3 * of_shape(4, 3)),
        probe("float32", Text("single precision", "单精度"), of_shape(4, 3).astype(np.float32)),
        probe("float32-far", Text("large scores in single precision", "单精度的大得分"), single),
        quietly(
            "float32-no-overflow",
            Text("single precision with overflow raised as an error", "单精度，上溢时报错"),
            single,
        ),
        probe("integers", Text("integer scores", "整数得分"), rng.integers(-9, 10, size=(4, 5))),
        returns("keyword", Text("passed by keyword", "按关键字传参"), call("sigmoid", z=of_shape(2, 3)), scale=SCALE),
        probe("strided", Text("every second row, every third column", "隔行隔列的切片"), of_shape(6, 12)[::2, ::3]),
    ]
