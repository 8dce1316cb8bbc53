"""Checks of `binary_cross_entropy`: both terms, soft labels, and a clip where the caller wants it.

Probabilities at 1 - eps are asked for with a large eps only: 1 - 1e-12 itself is rounded, and the
logarithm of what is left shows it.
"""

import numpy as np

from steepest_graders.authoring import Check, Scenario, Text, call, returns
from steepest_numerics import losses

reference = {"binary_cross_entropy": losses.binary_cross_entropy}

SCALE = 1.0  # a loss near 0 is a sum of logarithms of numbers near 1


def checks(rng: np.random.Generator) -> list[Check]:
    """Labels hard and soft; probabilities inside the limits, beyond them, and at 0 and 1."""

    def probe(name: str, title: Text, scenario: Scenario, public: bool = False) -> Check:
        return returns(name, title, scenario, public=public, scale=SCALE)

    def ask(p: np.ndarray, y: np.ndarray, *eps: float) -> Scenario:
        return call("binary_cross_entropy", p, y, *eps)

    def inside(*shape: int) -> np.ndarray:
        return rng.uniform(0.03, 0.97, size=shape)

    def hard(*shape: int) -> np.ndarray:
        """Both labels, more of one than of the other."""
        return rng.permuted(np.resize([1, 0, 0, 1, 1], shape).ravel()).reshape(shape)

    p, y = inside(4, 3), hard(4, 3)
    wide, wider = inside(6, 12), hard(6, 12)
    sure, certain = np.array([0.0, 1.0, 0.4, 1.0, 0.0, 0.8]), np.array([0, 1, 1, 0])
    tiny = 10.0 ** -rng.uniform([5.0, 8.2, 9.0, 10.5], [6.5, 8.8, 9.8, 11.5])
    below = 10.0 ** -rng.uniform([12.3, 13.3, 14.3], [13.0, 14.0, 14.8])
    return [
        probe(
            "example",
            Text("the example of the text", "题目中的例子"),
            ask(np.array([0.9, 0.2]), np.array([1, 0])),
            True,
        ),
        probe(
            "soft",
            Text("soft labels", "软标签"),
            ask(np.array([[0.5, 0.9], [0.2, 0.6]]), np.array([[0.3, 0.5], [0.25, 1.0]])),
            True,
        ),
        probe(
            "clipped",
            Text("probabilities 0 and 1 with eps = 0.01", "概率为 0 和 1，eps = 0.01"),
            call("binary_cross_entropy", np.array([0.0, 1.0]), np.array([1, 1]), eps=0.01),
            True,
        ),
        probe("3-by-5", Text("3 × 5", "3 × 5"), ask(inside(3, 5), hard(3, 5))),
        probe("5-by-3", Text("5 × 3", "5 × 3"), ask(inside(5, 3), hard(5, 3).astype(float))),
        probe("seven", Text("seven in a row", "一行七个"), ask(inside(7), hard(7))),
        probe("column", Text("a column", "一列"), ask(inside(4, 1), hard(4, 1))),
        probe("one-yes", Text("a single 'yes'", "只有一个“是”"), ask(inside(1), np.array([1]))),
        probe("one-no", Text("a single 'no'", "只有一个“否”"), ask(inside(1), np.array([0]))),
        probe("rank-3", Text("three axes", "三个轴"), ask(inside(2, 3, 4), hard(2, 3, 4))),
        probe("soft-3-by-5", Text("soft labels, 3 × 5", "软标签，3 × 5"), ask(inside(3, 5), inside(3, 5))),
        probe("soft-one", Text("a single soft label", "只有一个软标签"), ask(inside(1), inside(1))),
        probe("improbable", Text("small probabilities of what was true", "真实结果的概率很小"), ask(tiny, np.ones(4))),
        probe("below-eps", Text("probabilities below eps", "概率小于 eps"), ask(below, np.ones(3))),
        probe(
            "hundredth",
            Text("0 and 1 with eps = 0.02", "0 和 1，eps = 0.02"),
            ask(sure, np.array([1, 0, 0, 1, 0, 1]), 0.02),
        ),
        probe("thousandth", Text("0 and 1 with eps = 0.001", "0 和 1，eps = 0.001"), ask(sure, inside(6), 1e-3)),
        probe("wide-limits", Text("eps = 0.2", "eps = 0.2"), ask(inside(9), hard(9), 0.2)),
        probe(
            "integers",
            Text("integers 0 and 1 with eps = 0.05", "整数 0 和 1，eps = 0.05"),
            ask(certain, np.array([0, 1, 0, 1]), 0.05),
        ),
        probe(
            "float32", Text("single precision", "单精度"), ask(p.astype(np.float32), inside(4, 3).astype(np.float32))
        ),
        probe("keywords", Text("passed by keyword", "按关键字传参"), call("binary_cross_entropy", eps=0.1, y=y, p=p)),
        probe(
            "strided",
            Text("every second row, every third column", "隔行隔列的切片"),
            ask(wide[::2, ::3], wider[::2, ::3]),
        ),
    ]
