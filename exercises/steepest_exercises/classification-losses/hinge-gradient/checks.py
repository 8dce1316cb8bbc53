"""Checks of `svm_gradient`: judged by the reference away from kinks, by differences of the loss also on them."""

import functools

import numpy as np

from steepest_graders.authoring import Check, Problem, Scenario, Text, as_numbers, call, holds, is_gradient, returns
from steepest_numerics import losses

reference = {"svm_gradient": losses.svm_gradient}

SCALE = 1.0  # a slope is a sum of inputs, which may cancel

STEP = 2.0**-20  # short of the next kink of the probes below; the loss is a straight line up to there
NOISE = 1e-6

COLUMNS_APART = Text(
    "The column of the true class does not fit the others: over the classes, the slopes of a feature add up to 0.",
    "真实类别那一列与其他列不相配：对每个特征，各类别的斜率之和应为 0。",
)

Data = tuple[np.ndarray, np.ndarray, np.ndarray]

WRONG_SHAPE = Text(
    "An array of the shape of W was expected, {expected}.",
    "这里应当是一个数组，形状与 W 相同，即 {expected}。",
)
NO_SUBGRADIENT = Text(
    "{wrong} of {count} elements lie outside the slopes on both sides of the kink.",
    "{count} 个元素中有 {wrong} 个不在折角两侧的斜率之间。",
)


def on_kinks(name: str, title: Text, data: Data, delta: float) -> Check:
    """Each element lies between the one-sided slopes of the loss, and the columns fit: every subgradient does."""
    W, X, y = data

    def slope(index: tuple[int, ...], step: float) -> float:
        moved = W.astype(float)
        moved[index] += step
        return float(losses.svm_loss(moved, X, y, delta) - losses.svm_loss(W, X, y, delta)) / step

    sides = np.array([[slope(index, step) for index in np.ndindex(W.shape)] for step in (-STEP, STEP)])
    low, high = sides.reshape(2, *W.shape)

    def judge(answer: object) -> Problem | None:
        got = as_numbers(answer)
        if got is None or got.shape != W.shape:
            return Problem("shape", WRONG_SHAPE.format(expected=W.shape), values=got)
        wrong = ~((low - NOISE <= got) & (got <= high + NOISE))
        if not wrong.any():
            # Whatever M holds at a tie, its rows add up to 0, and so do those of X.T @ M.
            fits = np.all(abs(got.sum(axis=1)) <= NOISE)
            return None if fits else Problem("columns apart", COLUMNS_APART, values=got)
        return Problem("no subgradient", NO_SUBGRADIENT.format(wrong=int(wrong.sum()), count=got.size), values=got)

    return holds(name, title, lambda submission: submission.svm_gradient(W.copy(), X.copy(), y.copy(), delta), judge)


def checks(rng: np.random.Generator) -> list[Check]:
    """Scores of the order of the margin, so that some are met and some are not; rows with several broken."""

    def data(rows: int, features: int, classes: int) -> Data:
        return rng.normal(size=(features, classes)), rng.normal(size=(rows, features)), rng.integers(classes, size=rows)

    def probe(name: str, title: Text, scenario: Scenario, public: bool = False) -> Check:
        return returns(name, title, scenario, public=public, scale=SCALE)

    def ask(data: Data, *delta: float) -> Scenario:
        return call("svm_gradient", *data, *delta)

    def slopes(name: str, title: Text, data: Data, delta: float, public: bool = False) -> Check:
        _, X, y = data
        loss = functools.partial(losses.svm_loss, X=X, y=y, delta=delta)
        return is_gradient(name, title, ask(data, delta), of=loss, at=data[0], public=public)

    scores, one = np.array([[3.2, 5.1, -1.7]]), np.array([[1.0]])
    W, X, y = data(4, 2, 3)
    wide, long = rng.normal(size=(4, 12)), rng.normal(size=(6, 6))
    led = 20 * np.eye(4, 3) + 0.1 * rng.normal(size=(4, 3))
    whole = (rng.integers(-3, 4, size=(3, 4)), rng.integers(-3, 4, size=(5, 3)), rng.integers(4, size=5))
    return [
        probe("example", Text("the example of the text", "题目中的例子"), ask((scores, one, np.array([0]))), True),
        probe("two-broken", Text("two broken margins", "违反两个间隔"), ask((scores, one, np.array([2]))), True),
        probe(
            "two-examples",
            Text("two examples, delta = 0.5", "两个样本，delta = 0.5"),
            ask(
                (np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]]), np.array([[1.0, 0.25], [0.5, 1.0]]), np.array([0, 2])),
                0.5,
            ),
            True,
        ),
        slopes(
            "slopes",
            Text("the slopes of the loss, by differences", "由差分得到的损失斜率"),
            (
                np.array([[0.5, 1.0, -1.0], [0.0, -0.5, 1.0]]),
                np.array([[1.0, 2.0], [-1.0, 0.5], [0.75, -1.0]]),
                np.array([1, 0, 0]),
            ),
            1.0,
            True,
        ),
        slopes(
            "slopes-3-by-5",
            Text("the slopes of the loss, 3 examples, 5 classes", "损失的斜率，3 个样本，5 个类别"),
            data(3, 2, 5),
            1.0,
        ),
        slopes(
            "slopes-7-by-3",
            Text("the slopes of the loss, 7 examples, 3 classes", "损失的斜率，7 个样本，3 个类别"),
            data(7, 4, 3),
            0.6,
        ),
        on_kinks(
            "kinks",
            Text("every margin met exactly", "所有间隔都恰好满足"),
            (np.zeros((2, 3)), rng.normal(size=(4, 2)), rng.integers(3, size=4)),
            0.0,
        ),
        on_kinks("integer-kinks", Text("integers, with margins met exactly", "整数，有的间隔恰好满足"), whole, 1.0),
        probe("3-by-5", Text("3 examples, 5 classes", "3 个样本，5 个类别"), ask(data(3, 2, 5))),
        probe("7-by-3", Text("7 examples, 3 classes", "7 个样本，3 个类别"), ask(data(7, 4, 3))),
        probe("4-by-4", Text("4 examples, 4 features, 4 classes", "4 个样本，4 个特征，4 个类别"), ask(data(4, 4, 4))),
        probe("one-row", Text("a batch of one", "只有一个样本"), ask(data(1, 3, 6))),
        probe("two-classes", Text("two classes", "两个类别"), ask(data(6, 3, 2))),
        probe("one-class", Text("a single class", "只有一个类别"), ask(data(3, 2, 1))),
        probe(
            "zero-weights",
            Text("weights of 0", "权重为 0"),
            ask((np.zeros((2, 4)), rng.normal(size=(3, 2)), np.array([0, 3, 1]))),
        ),
        probe("small-margin", Text("delta = 0.25", "delta = 0.25"), ask(data(5, 3, 4), 0.25)),
        probe("large-margin", Text("delta = 10", "delta = 10"), ask(data(5, 3, 4), 10.0)),
        probe("no-margin", Text("delta = 0", "delta = 0"), ask(data(5, 3, 4), 0.0)),
        probe("met", Text("every margin is met", "所有间隔都满足"), ask((led, np.eye(3, 4), np.array([0, 1, 2])))),
        probe(
            "all-broken",
            Text("every margin is broken", "所有间隔都不满足"),
            ask((led, -np.eye(3, 4), np.array([0, 1, 2]))),
        ),
        probe("large", Text("inputs of the order of 10 000", "上万量级的输入"), ask((W, 1e4 * X, y))),
        probe("float32", Text("single precision", "单精度"), ask((W.astype(np.float32), X.astype(np.float32), y))),
        probe("integers", Text("integers, delta = 0.5", "整数，delta = 0.5"), ask(whole, 0.5)),
        probe(
            "uint8-labels",
            Text("labels as unsigned bytes", "无符号字节类型的标签"),
            ask((W, X, y.astype(np.uint8)), 1.5),
        ),
        probe("keywords", Text("passed by keyword", "按关键字传参"), call("svm_gradient", delta=0.75, y=y, X=X, W=W)),
        probe(
            "strided",
            Text("every second row, every third column", "隔行隔列的切片"),
            ask((wide[::2, ::3], long[::2, ::3], np.array([3, 0, 2]))),
        ),
    ]
