"""Checks of `cross_entropy`: the mean of minus the log-probability of the true class, stable."""

import numpy as np

from steepest_graders.authoring import Check, Scenario, Text, call, returns
from steepest_numerics import losses

reference = {"cross_entropy": losses.cross_entropy}

SCALE = 1.0  # a loss of 1e-9 is a difference of numbers near 1: no right program has more digits of it


def checks(rng: np.random.Generator) -> list[Check]:
    """More rows than classes and fewer; gaps between logits from nothing to where probabilities vanish."""

    def probe(name: str, title: Text, scenario: Scenario, public: bool = False) -> Check:
        return returns(name, title, scenario, public=public, scale=SCALE)

    def ask(logits: np.ndarray, labels: np.ndarray | None = None) -> Scenario:
        rows, classes = logits.shape
        return call("cross_entropy", logits, rng.integers(classes, size=rows) if labels is None else labels)

    def gaps(*sizes: float) -> np.ndarray:
        """A row for each size: the true class, 0, lies that far below another one."""
        logits = rng.normal(size=(len(sizes), 3))
        logits[:, 1] = logits[:, 0] + np.array(sizes)
        return logits

    logits = rng.normal(size=(4, 3))
    wide = rng.normal(size=(6, 12))
    heights = np.array([[1e4], [-1e4], [0.0], [5e3]])
    return [
        probe(
            "example",
            Text("the example of the text", "题目中的例子"),
            ask(np.array([[2.0, 1.0, 0.0]]), np.array([0])),
            True,
        ),
        probe(
            "two-rows",
            Text("two examples", "两个样本"),
            ask(np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), np.array([0, 2])),
            True,
        ),
        probe(
            "far-apart",
            Text("logits 10 000 apart", "logits 相差 10 000"),
            ask(np.array([[0.0, 10000.0], [10000.0, 0.0]]), np.array([0, 0])),
            True,
        ),
        probe("3-by-5", Text("3 examples, 5 classes", "3 个样本，5 个类别"), ask(rng.normal(size=(3, 5)))),
        probe("7-by-3", Text("7 examples, 3 classes", "7 个样本，3 个类别"), ask(2 * rng.normal(size=(7, 3)))),
        probe("4-by-4", Text("as many examples as classes", "样本数与类别数相同"), ask(rng.normal(size=(4, 4)))),
        probe("one-row", Text("a batch of one", "只有一个样本"), ask(rng.normal(size=(1, 6)))),
        probe("one-class", Text("a single class", "只有一个类别"), ask(rng.normal(size=(3, 1)))),
        probe(
            "first-classes-only",
            Text("the last class does not occur", "最后一个类别没有出现"),
            ask(rng.normal(size=(5, 4)), np.array([0, 1, 2, 1, 0])),
        ),
        probe(
            "last-class-only",
            Text("only the last class occurs", "只出现最后一个类别"),
            ask(rng.normal(size=(3, 4)), np.array([3, 3, 3])),
        ),
        probe("ties", Text("equal logits", "相等的 logits"), ask(np.full((3, 10), -2.5))),
        probe(
            "confident",
            Text("nearly certain and right", "几乎确定，而且正确"),
            ask(np.array([[14.0, 0.0, 1.0], [-1.0, 0.5, 17.0]]) + rng.normal(size=(2, 1)), np.array([0, 2])),
        ),
        probe(
            "improbable",
            Text("true classes of small probability", "真实类别概率很小"),
            ask(gaps(13.0, 15.0, 18.0, 21.0), np.zeros(4, np.int64)),
        ),
        probe(
            "very-improbable",
            Text("true classes of tiny probability", "真实类别概率极小"),
            ask(gaps(24.0, 28.0, 33.0, 36.0), np.zeros(4, np.int64)),
        ),
        probe(
            "vanishing",
            Text("probabilities too small for a float", "概率小到浮点数无法表示"),
            ask(gaps(600.0, 800.0, 2000.0), np.zeros(3, np.int64)),
        ),
        probe(
            "far-below",
            Text("a wrong class far below the others", "有一个错误的类别远低于其他类别"),
            ask(rng.normal(size=(2, 3)) + np.array([[600, -600, 600], [600, 600, -600]]), np.array([0, 1])),
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
            call("cross_entropy", labels=np.array([1, 2, 0, 0]), logits=logits),
        ),
        probe("strided", Text("every second row, every third column", "隔行隔列的切片"), ask(wide[::2, ::3])),
    ]
