"""Checks of `svm_loss`: margins met and broken, a delta that is not 1, more classes than rows and fewer."""

import numpy as np

from steepest_graders.authoring import Check, Scenario, Text, call, returns
from steepest_numerics import losses

reference = {"svm_loss": losses.svm_loss}

SCALE = 1.0  # a margin is a difference of scores: one that is just broken has no more digits than they


def checks(rng: np.random.Generator) -> list[Check]:
    """Scores of the order of the margin, so that some are met and some are not."""

    def data(rows: int, features: int, classes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return rng.normal(size=(features, classes)), rng.normal(size=(rows, features)), rng.integers(classes, size=rows)

    def probe(name: str, title: Text, scenario: Scenario, public: bool = False) -> Check:
        return returns(name, title, scenario, public=public, scale=SCALE)

    def ask(data: tuple[np.ndarray, np.ndarray, np.ndarray], *delta: float) -> Scenario:
        return call("svm_loss", *data, *delta)

    scores, one = np.array([[3.2, 5.1, -1.7]]), np.array([[1.0]])
    W, X, y = data(4, 2, 3)
    wide, long = rng.normal(size=(4, 12)), rng.normal(size=(6, 6))
    led = 20 * np.eye(4, 3) + 0.1 * rng.normal(size=(4, 3))
    return [
        probe("example", Text("the example of the text", "题目中的例子"), ask((scores, one, np.array([0]))), True),
        probe(
            "two-examples",
            Text("two examples, delta = 0.5", "两个样本，delta = 0.5"),
            ask(
                (np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]]), np.array([[1.0, 0.0], [0.5, 1.0]]), np.array([0, 2])),
                0.5,
            ),
            True,
        ),
        probe(
            "zero-weights",
            Text("weights of 0, four classes", "权重为 0，四个类别"),
            ask((np.zeros((2, 4)), np.ones((3, 2)), np.array([0, 3, 1]))),
            True,
        ),
        probe("3-by-5", Text("3 examples, 5 classes", "3 个样本，5 个类别"), ask(data(3, 2, 5))),
        probe("7-by-3", Text("7 examples, 3 classes", "7 个样本，3 个类别"), ask(data(7, 4, 3))),
        probe("4-by-4", Text("4 examples, 4 features, 4 classes", "4 个样本，4 个特征，4 个类别"), ask(data(4, 4, 4))),
        probe("one-row", Text("a batch of one", "只有一个样本"), ask(data(1, 3, 6))),
        probe("two-classes", Text("two classes", "两个类别"), ask(data(6, 3, 2))),
        probe("one-class", Text("a single class", "只有一个类别"), ask(data(3, 2, 1))),
        probe("small-margin", Text("delta = 0.25", "delta = 0.25"), ask(data(5, 3, 4), 0.25)),
        probe("large-margin", Text("delta = 10", "delta = 10"), ask(data(5, 3, 4), 10.0)),
        probe("no-margin", Text("delta = 0", "delta = 0"), ask(data(5, 3, 4), 0.0)),
        probe("met", Text("every margin is met", "所有间隔都满足"), ask((led, np.eye(3, 4), np.array([0, 1, 2])))),
        probe(
            "all-broken",
            Text("every margin is broken", "所有间隔都不满足"),
            ask((led, -np.eye(3, 4), np.array([0, 1, 2]))),
        ),
        probe("large", Text("scores of the order of 10 000", "上万量级的得分"), ask((1e4 * W, X, y))),
        probe(
            "offset",
            Text("scores near a million", "一百万附近的得分"),
            ask((np.vstack([W, np.full((1, 3), 1e6)]), np.column_stack([X, np.ones(4)]), y)),
        ),
        probe("float32", Text("single precision", "单精度"), ask((W.astype(np.float32), X.astype(np.float32), y))),
        probe(
            "integers",
            Text("integers", "整数"),
            ask((rng.integers(-3, 4, size=(3, 4)), rng.integers(-3, 4, size=(5, 3)), rng.integers(4, size=5))),
        ),
        probe(
            "uint8-labels",
            Text("labels as unsigned bytes", "无符号字节类型的标签"),
            ask((W, X, y.astype(np.uint8)), 1.5),
        ),
        probe("keywords", Text("passed by keyword", "按关键字传参"), call("svm_loss", delta=0.75, y=y, X=X, W=W)),
        probe(
            "strided",
            Text("every second row, every third column", "隔行隔列的切片"),
            ask((wide[::2, ::3], long[::2, ::3], np.array([3, 0, 2]))),
        ),
    ]
