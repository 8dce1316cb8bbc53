"""Checks of `bce_with_logits` and its gradient: from equal odds to logits of ±10 000.

The gradient is judged by the reference and by differences of the loss.
"""

import numpy as np

from steepest_graders.authoring import Check, Text, call, is_gradient, returns
from steepest_numerics import losses

reference = {
    "bce_with_logits": losses.bce_with_logits,
    "bce_with_logits_gradient": losses.bce_with_logits_gradient,
}

LOSS_SCALE = 1.0  # a loss near 0 is a difference of numbers near 1
GRADIENT_SCALE = 0.25  # so is p - y where p is nearly y


def checks(rng: np.random.Generator) -> list[Check]:
    """Gaps between logit and label from nothing to where sigmoids are 0 and 1; soft labels; any shape."""

    def loss(name: str, title: Text, z: np.ndarray, y: np.ndarray, public: bool = False) -> Check:
        return returns(name, title, call("bce_with_logits", z, y), public=public, scale=LOSS_SCALE)

    def gradient(name: str, title: Text, z: np.ndarray, y: np.ndarray, public: bool = False) -> Check:
        title = Text(f"gradient: {title.en}", f"梯度：{title.zh}")
        scenario = call("bce_with_logits_gradient", z, y)
        return returns(f"gradient-{name}", title, scenario, public=public, scale=GRADIENT_SCALE)

    def slopes(name: str, title: Text, z: np.ndarray, y: np.ndarray, public: bool = False) -> Check:
        scenario = call("bce_with_logits_gradient", z, y)
        return is_gradient(name, title, scenario, of=lambda z: losses.bce_with_logits(z, y), at=z, public=public)

    def logits(*shape: int) -> np.ndarray:
        return 2 * rng.normal(size=shape)

    def hard(*shape: int) -> np.ndarray:
        """Both labels, more of one than of the other."""
        return rng.permuted(np.resize([1, 0, 0, 1, 1], shape).ravel()).reshape(shape)

    def soft(*shape: int) -> np.ndarray:
        return rng.uniform(0.05, 0.95, size=shape)

    def against(*sizes: float) -> tuple[np.ndarray, np.ndarray]:
        """Logits of these sizes and both signs, each against its label."""
        z = np.array(sizes) + rng.uniform(size=len(sizes))
        return np.concatenate([z, -z]), np.repeat([0, 1], len(z))

    three, five = (logits(3, 5), hard(3, 5)), (logits(5, 3), hard(5, 3))
    softly, single = (logits(3, 4), soft(3, 4)), (logits(4, 3).astype(np.float32), soft(4, 3).astype(np.float32))
    whole = (rng.integers(-9, 10, size=(4, 5)), hard(4, 5))
    huge = (rng.permuted([1e4, -1e4, 3e3, -3e3]), np.array([1, 0, 0, 1]))
    positive, negative = np.abs(logits(4)) + 0.5, -np.abs(logits(4)) - 0.5
    wide, wider = logits(6, 12), soft(6, 12)
    return [
        loss("example", Text("the example of the text", "题目中的例子"), np.array([2.0, 0.0]), np.array([1, 0]), True),
        loss(
            "soft",
            Text("soft labels", "软标签"),
            np.array([[0.0, 1.0], [-1.0, 3.0]]),
            np.array([[0.3, 0.5], [0.25, 1.0]]),
            True,
        ),
        loss(
            "far", Text("logits of ±10 000", "logits 为 ±10 000"), np.array([10000.0, -10000.0]), np.array([0, 0]), True
        ),
        gradient(
            "example", Text("the example of the text", "题目中的例子"), np.array([2.0, 0.0]), np.array([1, 0]), True
        ),
        gradient(
            "far", Text("logits of ±10 000", "logits 为 ±10 000"), np.array([10000.0, -10000.0]), np.array([0, 0]), True
        ),
        slopes(
            "slopes",
            Text("gradient: the slopes of the loss, by differences", "梯度：由差分得到的损失斜率"),
            np.array([[1.0, -0.5], [0.0, 2.0], [-3.0, 0.25]]),
            np.array([[1.0, 0.0], [0.5, 0.0], [1.0, 0.75]]),
            True,
        ),
        loss("3-by-5", Text("3 × 5", "3 × 5"), *three),
        loss("5-by-3", Text("5 × 3", "5 × 3"), *five),
        loss("one-yes", Text("a single 'yes'", "只有一个“是”"), logits(1), np.array([1])),
        loss("one-no", Text("a single 'no'", "只有一个“否”"), logits(1), np.array([0])),
        loss("rank-3", Text("three axes", "三个轴"), logits(2, 3, 4), hard(2, 3, 4)),
        loss("soft-3-by-4", Text("soft labels, 3 × 4", "软标签，3 × 4"), *softly),
        loss("positive", Text("positive logits only", "只有正的 logits"), positive, soft(4)),
        loss("negative", Text("negative logits only", "只有负的 logits"), negative, soft(4)),
        loss("zeros", Text("logits of 0 and −0", "logits 为 0 和 −0"), np.array([0.0, -0.0, 0.0]), np.array([1, 0, 1])),
        loss(
            "right",
            Text("nearly certain and right", "几乎确定，而且正确"),
            np.array([14.0, -17.0, 21.0]),
            np.array([1, 0, 1]),
        ),
        loss("wrong", Text("confident and wrong", "自信而错误"), *against(13.0, 15.0, 18.0)),
        loss("very-wrong", Text("very confident and wrong", "非常自信而错误"), *against(24.0, 28.0, 33.0)),
        loss(
            "hundreds",
            Text("logits of some hundred, against the label", "几百的 logits，与标签相反"),
            *against(120.0, 400.0),
        ),
        loss("mixed", Text("logits of some thousand, right and wrong", "几千的 logits，有对有错"), *huge),
        loss("float32", Text("single precision", "单精度"), *single),
        loss("integers", Text("integer logits", "整数 logits"), *whole),
        returns(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call("bce_with_logits", y=softly[1], z=softly[0]),
            scale=LOSS_SCALE,
        ),
        loss(
            "strided", Text("every second row, every third column", "隔行隔列的切片"), wide[::2, ::3], wider[::2, ::3]
        ),
        slopes("slopes-3-by-5", Text("gradient: the slopes of the loss, 3 × 5", "梯度：损失的斜率，3 × 5"), *three),
        slopes("slopes-soft", Text("gradient: the slopes with soft labels", "梯度：软标签时损失的斜率"), *softly),
        gradient("5-by-3", Text("5 × 3", "5 × 3"), *five),
        gradient("one", Text("a single logit", "只有一个 logit"), logits(1), np.array([1])),
        gradient("rank-3", Text("three axes", "三个轴"), logits(2, 3, 4), soft(2, 3, 4)),
        gradient("wrong", Text("confident and wrong", "自信而错误"), *against(13.0, 28.0, 400.0)),
        gradient("mixed", Text("logits of some thousand, right and wrong", "几千的 logits，有对有错"), *huge),
        gradient("float32", Text("single precision", "单精度"), *single),
        gradient("integers", Text("integer logits", "整数 logits"), *whole),
        returns(
            "gradient-keywords",
            Text("gradient: passed by keyword", "梯度：按关键字传参"),
            call("bce_with_logits_gradient", y=softly[1], z=softly[0]),
            scale=GRADIENT_SCALE,
        ),
        gradient(
            "strided", Text("every second row, every third column", "隔行隔列的切片"), wide[::2, ::3], wider[::2, ::3]
        ),
    ]
