"""Checks of `cross_entropy_gradient`: (P - Y) / N, judged by the reference and by differences of the loss."""

import functools

import numpy as np

from steepest_graders.authoring import CallScenario, Check, Text, call, is_gradient, returns
from steepest_numerics import losses

reference = {"cross_entropy_gradient": losses.cross_entropy_gradient}


def scale(logits: np.ndarray) -> float:
    """p - 1 is a difference of numbers near 1; exp(z - log of the sum) errs in proportion to the logits too."""
    return max(1.0, float(np.max(abs(logits)))) / 4


def checks(rng: np.random.Generator) -> list[Check]:
    """More rows than classes and fewer; labels that repeat; gaps to where probabilities vanish."""

    def ask(logits: np.ndarray, labels: np.ndarray | None = None) -> CallScenario:
        rows, classes = logits.shape
        return call("cross_entropy_gradient", logits, rng.integers(classes, size=rows) if labels is None else labels)

    def probe(name: str, title: Text, scenario: CallScenario, public: bool = False) -> Check:
        logits = scenario.kwargs["logits"] if scenario.kwargs else scenario.args[0]
        return returns(name, title, scenario, public=public, scale=scale(logits))

    def slopes(name: str, title: Text, logits: np.ndarray, labels: np.ndarray, public: bool = False) -> Check:
        loss = functools.partial(losses.cross_entropy, labels=labels)
        return is_gradient(name, title, ask(logits, labels), of=loss, at=logits, public=public)

    logits = rng.normal(size=(4, 3))
    wide = rng.normal(size=(6, 12))
    gaps = rng.normal(size=(4, 3)) + np.array([[0, 15, 0], [0, 30, 0], [0, 800, 0], [0, 2000, 0]])
    heights = np.array([[1e4], [-1e4], [0.0], [5e3]])
    return [
        probe(
            "example",
            Text("the example of the text", "题目中的例子"),
            ask(np.array([[2.0, 1.0, 0.0]]), np.array([0])),
            True,
        ),
        probe(
            "equal",
            Text("equal logits, two examples", "logits 相等，两个样本"),
            ask(np.zeros((2, 2)), np.array([0, 1])),
            True,
        ),
        probe(
            "far-apart",
            Text("logits 10 000 apart", "logits 相差 10 000"),
            ask(np.array([[0.0, 10000.0, 0.0], [10000.0, 0.0, 0.0]]), np.array([0, 0])),
            True,
        ),
        slopes(
            "slopes",
            Text("the slopes of the loss, by differences", "由差分得到的损失斜率"),
            np.array([[1.0, -0.5, 0.0], [0.5, 2.0, -1.0]]),
            np.array([2, 1]),
            True,
        ),
        slopes(
            "slopes-3-by-5",
            Text("the slopes of the loss, 3 examples, 5 classes", "损失的斜率，3 个样本，5 个类别"),
            rng.normal(size=(3, 5)),
            np.array([4, 0, 4]),
        ),
        slopes(
            "slopes-6-by-3",
            Text("the slopes of the loss, 6 examples, 3 classes", "损失的斜率，6 个样本，3 个类别"),
            rng.normal(size=(6, 3)),
            rng.permuted([0, 1, 2, 2, 2, 0]),
        ),
        probe("3-by-5", Text("3 examples, 5 classes", "3 个样本，5 个类别"), ask(rng.normal(size=(3, 5)))),
        probe("7-by-3", Text("7 examples, 3 classes", "7 个样本，3 个类别"), ask(2 * rng.normal(size=(7, 3)))),
        probe("4-by-4", Text("as many examples as classes", "样本数与类别数相同"), ask(rng.normal(size=(4, 4)))),
        probe("one-row", Text("a batch of one", "只有一个样本"), ask(rng.normal(size=(1, 6)))),
        probe("one-class", Text("a single class", "只有一个类别"), ask(rng.normal(size=(3, 1)))),
        probe(
            "same-label",
            Text("the same label in every row", "每一行的标签都相同"),
            ask(rng.normal(size=(5, 3)), np.full(5, 1)),
        ),
        probe(
            "first-classes-only",
            Text("the last class does not occur", "最后一个类别没有出现"),
            ask(rng.normal(size=(5, 4)), np.array([0, 1, 2, 1, 0])),
        ),
        probe("ties", Text("equal logits", "相等的 logits"), ask(np.full((3, 10), -2.5))),
        probe(
            "improbable", Text("true classes of tiny probability", "真实类别概率极小"), ask(gaps, np.zeros(4, np.int64))
        ),
        probe(
            "certain",
            Text("true classes of probability nearly 1", "真实类别概率接近 1"),
            ask(gaps, np.ones(4, np.int64)),
        ),
        probe(
            "high",
            Text("rows at different heights, up to ±10 000", "各行高低不同，可达 ±10 000"),
            ask(logits + heights),
        ),
        probe("large", Text("logits of the order of 10 000", "上万量级的 logits"), ask(1e4 * rng.normal(size=(4, 3)))),
        probe("float32", Text("single precision", "单精度"), ask(rng.normal(size=(4, 3)).astype(np.float32))),
        probe("integers", Text("integer logits", "整数 logits"), ask(rng.integers(-9, 10, size=(4, 5)))),
        probe(
            "uint8-labels",
            Text("labels as unsigned bytes", "无符号字节类型的标签"),
            ask(rng.normal(size=(5, 3)), np.array([2, 0, 1, 0, 2], np.uint8)),
        ),
        probe(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call("cross_entropy_gradient", labels=np.array([1, 2, 0, 0]), logits=logits),
        ),
        probe("strided", Text("every second row, every third column", "隔行隔列的切片"), ask(wide[::2, ::3])),
    ]
