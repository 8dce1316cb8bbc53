"""Checks of `train`, by the loss that the returned weights have, evaluated on this side.

Accuracy would not do: on the digits it can't see a missing bias or a missing 1/N. The small sets are made so
that the bias matters: classes of unequal size that overlap, far from the origin.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from steepest_graders.authoring import Check, Problem, RandomGenerator, Submission, Text, as_numbers, call, holds
from steepest_numerics import data, networks

reference = {"train": networks.train_softmax_classifier}

WITHIN = 0.02

NO_W = Text(
    "What was returned is no array of shape {shape}: one row for each feature, one for the bias; a column per class.",
    "返回的不是形状为 {shape} 的数组：每个特征一行，偏置一行；每个类别一列。",
)
NOT_FINITE = Text("W holds NaN or infinity.", "W 中有 NaN 或无穷。")
DIVERGED = Text(
    "The loss has become {got}; it began at {start}, and should be near {expected}.",
    "损失变成了 {got}；开始时是 {start}，应当在 {expected} 左右。",
)
OTHER_LOSS = Text(
    "After {steps} steps the loss is {got}; gradient descent comes to {expected}.",
    "走了 {steps} 步之后，损失是 {got}；梯度下降应当达到 {expected}。",
)
DIVERGED_HIDDEN = Text("The loss has become far larger than it was at the beginning.", "损失变得远大于开始时的值。")
OTHER_LOSS_HIDDEN = Text(
    "After {steps} steps the loss is another than gradient descent comes to.",
    "走了 {steps} 步之后，损失不是梯度下降应当达到的值。",
)
CHANGED = Text("{name} was changed: it belongs to the caller.", "{name} 被修改了：它属于调用者。")

NAMES = {"1": "X", "2": "y"}  # the arguments by their number


@dataclass(frozen=True)
class Task:
    """A training: data, and how to learn from it."""

    X: np.ndarray
    y: np.ndarray
    classes: int
    lr: float
    steps: int
    seed: int = 0

    def loss(self, W: Any) -> float:
        """The training loss of weights."""
        return float(networks.softmax_classifier_loss(W, self.X, self.y))

    def train(self, submission: Submission) -> Any:
        """The program's weights, and the names of the arguments that it changed."""
        arguments = (self.X.copy(), self.y.copy(), self.classes, self.lr, self.steps, RandomGenerator(self.seed))
        played = call("train", *arguments).play(submission)
        return played.value, [NAMES.get(name, name) for name in played.changed]

    def judge(self) -> Callable[[Any], Problem | None]:
        """Whether weights have the loss that they should have."""
        best = self.loss(networks.train_softmax_classifier(self.X, self.y, self.classes, self.lr, self.steps))
        start, shape = float(np.log(self.classes)), (self.X.shape[1] + 1, self.classes)

        def judge(answer: Any) -> Problem | None:
            W = as_numbers(answer[0])
            if W is None or W.shape != shape:
                return Problem(
                    "shape",
                    NO_W.format(shape=shape),
                    [] if W is None else list(W.shape),
                    f"shape {shape}",
                    _shape_of(W),
                )
            if not np.isfinite(W).all():
                return Problem("not finite", NOT_FINITE, expected=_loss(best), got="NaN, inf")
            loss = self.loss(W)
            if abs(loss - best) <= WITHIN * best:
                return None
            options: dict[str, Any] = {"expected": _loss(best), "got": _loss(loss)}
            if loss > 3 * start:  # a rounding error more or less would give another number: no values
                message = DIVERGED.format(got=f"{loss:.3g}", start=f"{start:.3g}", expected=f"{best:.3g}")
                return Problem("diverged", message, hidden=DIVERGED_HIDDEN, **options)
            message = OTHER_LOSS.format(steps=self.steps, got=f"{loss:.4g}", expected=f"{best:.4g}")
            options["hidden"] = OTHER_LOSS_HIDDEN.format(steps=self.steps)
            return Problem("other loss", message, [float(f"{loss:.4g}")], **options)

        return judge


def _shape_of(W: np.ndarray | None) -> str:
    return "no array of numbers" if W is None else f"shape {W.shape}"


def _loss(loss: float) -> str:
    return f"a loss of {loss:.4g}"


def arguments_kept(answer: Any) -> Problem | None:
    """X and y are what they were."""
    names = ", ".join(answer[1])
    return Problem(f"changed {names}", CHANGED.format(name=names)) if names else None


def checks(rng: np.random.Generator) -> list[Check]:
    """One step by hand; then small sets on which every part matters, and the digits."""

    def trained(name: str, title: Text, task: Task, shows: str = "") -> Check:
        return holds(name, title, task.train, task.judge(), shows=shows, public=bool(shows))

    def clouds(*sizes: int, features: int = 2) -> tuple[np.ndarray, np.ndarray]:
        """Overlapping clouds of points of these sizes, one for each class, away from the origin."""
        y = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
        centres = 1.5 + rng.uniform(-0.7, 0.7, size=(len(sizes), features))
        return centres[y] + 0.6 * rng.normal(size=(len(y), features)), y

    def task(data_and_labels: tuple[np.ndarray, np.ndarray], classes: int, lr: float, steps: int) -> Task:
        return Task(*data_and_labels, classes, lr, steps, seed=int(rng.integers(2**31)))

    images, labels = data.digits()
    some = rng.permutation(len(labels))[:300]
    three = Task(np.array([[0.0], [1.0], [1.0]]), np.array([0, 1, 1]), 2, lr=1.0, steps=1)
    more = Task(three.X, three.y, 2, lr=1.0, steps=20)
    unequal = clouds(30, 8, 3)
    shows = "train(np.array([[0.0], [1.0], [1.0]]), np.array([0, 1, 1]), 2, lr=1.0, steps={}, rng=rng)"
    return [
        trained("one-step", Text("the worked example: one step", "算例：走一步"), three, shows.format(1)),
        trained("twenty-steps", Text("the worked example: twenty steps", "算例：走二十步"), more, shows.format(20)),
        trained("first-step", Text("unequal classes, one step", "类别大小不等，走一步"), task(unequal, 3, 0.3, 1)),
        trained("unequal", Text("unequal classes, 60 steps", "类别大小不等，走 60 步"), task(unequal, 3, 0.3, 60)),
        trained(
            "five-features",
            Text("five features, two classes", "五个特征，两个类别"),
            task(clouds(12, 5, features=5), 2, 0.2, 30),
        ),
        trained(
            "absent-classes",
            Text("more classes than occur", "有的类别没有出现"),
            task(clouds(9, 4), 5, 0.3, 15),
        ),
        trained("no-step", Text("no step at all", "一步也不走"), task(clouds(3, 2), 2, 0.5, 0)),
        trained(
            "one-example",
            Text("a single example", "只有一个样本"),
            task((rng.normal(size=(1, 3)), np.array([1])), 3, 0.5, 4),
        ),
        trained(
            "integers",
            Text("features that are integers", "整数特征"),
            task((rng.integers(0, 4, size=(12, 3)), rng.integers(3, size=12)), 3, 0.1, 10),
        ),
        trained("digits", Text("handwritten digits", "手写数字"), task((images[some], labels[some]), 10, 0.5, 40)),
        holds(
            "arguments",
            Text("X and y stay as they are", "X 和 y 保持不变"),
            task(unequal, 3, 0.3, 2).train,
            arguments_kept,
        ),
    ]
