"""Checks of `loss_slice` and `loss_surface`: values of losses that stay on this side, W left as it was.

Because the losses are evaluated here, the points that a program asks about are seen: points off the line
or the plane are a mistake of their own, whatever random numbers led there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from steepest_graders.authoring import Callback, CallScenario, Check, Submission, Text, call, returns
from steepest_numerics import landscapes, losses

reference = {"loss_slice": landscapes.loss_slice, "loss_surface": landscapes.loss_surface}

Function = Callable[[np.ndarray], Any]

SCALE = 1.0  # losses of the order of 1 and more; what is lost in W + a d counts by the steepness

NEARLY = 0.02  # of the size of the offset: steps rounded to some digits lead about there

ELSEWHERE = Text(
    "The loss was asked about points that don't lie where the given directions lead.",
    "求损失的点并不在给定方向所到之处。",
)


@dataclass(frozen=True, kw_only=True)
class Cut(Check):
    """A check of values (`values`) that also looks at where `loss` was asked: on W + a d1 + b d2 or not."""

    values: Any  # what `returns` makes; its scenario's first argument is the loss
    loss: Function

    def run(self, submission: Submission, reference: Submission) -> Any:
        """See `Check`."""
        points: list[np.ndarray] = []

        def watched(point: np.ndarray) -> Any:
            points.append(np.array(point, dtype=float))
            return self.loss(point)

        watched.__name__ = "loss"  # what a public example shows is what a reader would type
        scenario = self.values.scenario
        asked = replace(scenario, args=(Callback(watched), *scenario.args[1:]))
        self.values.expected(reference)  # with its own calls of the loss, before the points are collected
        points.clear()
        outcome = replace(self.values, scenario=asked).run(submission, reference)
        W, *directions = (np.asarray(arg, dtype=float) for arg in scenario.args[1 : self._directions_end])
        off = [point for point in points if _elsewhere(point, W, directions)]
        if outcome.signature is None or not off:
            return outcome
        return replace(outcome, message=ELSEWHERE, signature=f"elsewhere: {_where(off, W, directions)}", mismatch=None)

    @property
    def _directions_end(self) -> int:
        return 3 if self.values.scenario.function == "loss_slice" else 4

    def agree(self, one: Any, other: Any) -> bool:
        """See `Check`."""
        return bool(self.values.agree(one, other))

    def excess(self, outcome: Any) -> float:
        """See `Check`."""
        return float(self.values.excess(outcome))

    def sizes(self) -> Mapping[str, int]:
        """See `Check`."""
        sizes: Mapping[str, int] = self.values.sizes()
        return sizes


def _elsewhere(point: np.ndarray, W: np.ndarray, directions: list[np.ndarray]) -> bool:
    """Neither W plus multiples of the directions, nor such multiples alone (where losses are added, not points)."""
    if point.shape != W.shape:
        return True
    return min(_distance(point - W, directions), _distance(point, directions)) > 1e-6


def _distance(offset: np.ndarray, directions: list[np.ndarray]) -> float:
    """How far the offset lies from the line or the plane of the directions, by its own size where that is above 1."""
    span = np.stack([direction.ravel() for direction in directions], axis=1)
    nearest = span @ np.linalg.lstsq(span, offset.ravel())[0]
    return float(np.max(abs(nearest - offset.ravel())) / (1 + np.max(abs(offset))))


def _where(points: list[np.ndarray], W: np.ndarray, directions: list[np.ndarray]) -> str:
    """Where points off the line or the plane lie, if not in a direction of the program's own.

    It can't be told where these directions and one more span everything.
    """
    if any(point.shape != W.shape for point in points):
        return "another shape"
    offsets = [point - W for point in points]
    if max(_distance(offset, directions) for offset in offsets) < NEARLY:
        return "nearly there"
    if all(np.max(abs(offset - np.rint(offset))) < 1e-9 for offset in offsets):
        return "whole numbers"
    known = {"the point itself": W, "all entries alike": np.ones(W.shape)}
    for name, direction in known.items():
        more = [*directions, direction]
        if len(more) < W.size and max(_distance(offset, more) for offset in offsets) < 1e-6:
            return name
    return "a direction of its own"


def cut(name: str, title: Text, loss: Function, scenario: CallScenario, public: bool = False) -> Check:
    """The losses of `scenario`, which lacks its first argument."""
    asked = replace(scenario, args=(Callback(loss), *scenario.args))
    values = returns(name, title, asked, public=public, scale=SCALE)
    return Cut(name=name, title=title, public=public, values=values, loss=loss)


def bowl(W: np.ndarray) -> Any:
    """The loss of the worked example."""
    return np.sum(W**2)


def checks(rng: np.random.Generator) -> list[Check]:
    """The worked example; then losses of every kind along lines, and over planes with unlike sides.

    Always more dimensions than directions, or no point would be off the line or the plane.
    """

    def of_shape(*shape: int) -> np.ndarray:
        return rng.normal(size=shape)

    def valley(*shape: int) -> Function:
        weights = rng.uniform(0.5, 1.5, size=shape)
        return lambda W: np.sum(weights * (W - 1) ** 2) + np.sum(np.sin(W)) + np.sum(W) ** 2 / 8

    X, y = rng.normal(size=(6, 4)), rng.integers(3, size=6)
    steps = np.array([-1.5, -0.25, 0.0, 0.5, 1.0, 2.0])
    table = of_shape(5, 9)
    e0, e1 = np.array([1.0, 0.0, 0.0]), np.array([0.0, 2.0, 0.0])
    here = np.array([3.0, 0.0, 1.0])

    def along(W: np.ndarray, steps: np.ndarray = steps) -> CallScenario:
        return call("loss_slice", W, rng.normal(size=W.shape), steps)

    def over(W: np.ndarray, a: np.ndarray, b: np.ndarray) -> CallScenario:
        return call("loss_surface", W, rng.normal(size=W.shape), rng.normal(size=W.shape), a, b)

    def cross_entropy(W: np.ndarray) -> Any:
        return losses.cross_entropy(X @ W, y)

    def hinge(W: np.ndarray) -> Any:
        return np.mean(np.maximum(0, 1 - X @ W))

    return [
        cut(
            "example",
            Text("the worked example", "算例"),
            bowl,
            call("loss_slice", here, e0, np.array([-1.0, 0.0, 0.5])),
            True,
        ),
        cut(
            "surface-example",
            Text("the surface of the worked example", "算例中的曲面"),
            bowl,
            call("loss_surface", here, e0, e1, np.array([-1, 0, 1]), np.array([0, 1])),
            True,
        ),
        cut("vector", Text("a slice through a vector", "过一个向量的切片"), valley(4), along(of_shape(4))),
        cut(
            "3-by-5",
            Text("a slice through a matrix, 3 × 5", "过矩阵的切片，3 × 5"),
            valley(3, 5),
            along(of_shape(3, 5)),
        ),
        cut("rank-3", Text("three axes", "三个轴"), valley(2, 1, 3), along(of_shape(2, 1, 3))),
        cut("cross-entropy", Text("the loss of a classifier", "分类器的损失"), cross_entropy, along(of_shape(4, 3))),
        cut("hinge", Text("a loss with kinks", "带折角的损失"), hinge, along(of_shape(4))),
        cut("one-step", Text("a single step", "只有一个步长"), valley(3), along(of_shape(3), np.array([0.75]))),
        cut(
            "whole-steps",
            Text("whole steps, backwards", "整数步长，倒序"),
            valley(3),
            along(of_shape(3), np.array([3, 1, 0, -2])),
        ),
        cut(
            "any-order",
            Text("steps in any order, one of them twice", "任意顺序的步长，其中一个出现两次"),
            valley(4),
            along(of_shape(4), np.array([0.5, -1.0, 2.0, 0.5, 0.25])),
        ),
        cut(
            "surface-in-any-order",
            Text("a surface with steps in any order, some of them twice", "任意顺序步长的曲面，有的步长出现两次"),
            valley(4),
            over(of_shape(4), np.array([1.0, -0.5, 1.0]), np.array([0.75, -1.5, 0.25, 0.75])),
        ),
        cut("integers", Text("a point of integers", "整数点"), valley(2, 2), along(rng.integers(-3, 4, size=(2, 2)))),
        cut(
            "float32",
            Text("single precision", "单精度"),
            valley(3),
            call("loss_slice", *(of_shape(3).astype(np.float32) for _ in range(3))),
        ),
        cut("strided", Text("a slice with gaps", "带间隔的切片"), valley(3, 3), along(table[::2, ::3])),
        cut(
            "3-by-2",
            Text("a surface of 3 by 2 points", "3 × 2 个点的曲面"),
            valley(4),
            over(of_shape(4), steps[:3], steps[3:5]),
        ),
        cut(
            "2-by-4",
            Text("a surface of 2 by 4 points", "2 × 4 个点的曲面"),
            valley(4),
            over(of_shape(4), steps[4:], steps[:4]),
        ),
        cut(
            "square",
            Text("a surface of 3 by 3 points, through a matrix", "过矩阵的 3 × 3 个点的曲面"),
            cross_entropy,
            over(of_shape(4, 3), steps[:3], steps[3:]),
        ),
        cut(
            "one-point",
            Text("a surface of one point", "只有一个点的曲面"),
            hinge,
            over(of_shape(4), steps[:1], steps[-1:]),
        ),
        cut(
            "surface-of-integers",
            Text("a surface with whole steps", "整数步长的曲面"),
            valley(2, 3),
            over(rng.integers(-3, 4, size=(2, 3)), np.array([2, -1]), np.array([-1, 0, 3])),
        ),
    ]
