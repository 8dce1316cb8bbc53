"""Checks of `numerical_gradient`: central differences, counted evaluations, x left as it was.

The functions to differentiate stay on this side: a program asks for their values, so the count of its
evaluations can't be forged.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from steepest_graders.authoring import Callback, Check, Problem, Submission, Text, call, holds, returns
from steepest_numerics import gradients, losses

reference = {"numerical_gradient": gradients.numerical_gradient}

Function = Callable[[np.ndarray], Any]

TOO_MANY = Text(
    "f was called {got} times for {n} elements; {allowed} = 2n + 1 calls are enough.",
    "{n} 个元素时调用了 f {got} 次；{allowed} = 2n + 1 次就够了。",
)
TOO_MANY_HIDDEN = Text(
    "f was called more often than {allowed} = 2n + 1 times for {n} elements.",
    "{n} 个元素时调用 f 超过了 {allowed} = 2n + 1 次。",
)


ANOTHER_STEP = Text("f was asked at points that are not {h} away from x.", "求 f 的点与 x 的距离不是 {h}。")


def f(x: np.ndarray) -> Any:
    """The function of the worked example."""
    return x[0] ** 2 + 3 * x[1]


def sum_of_cubes(x: np.ndarray) -> Any:
    return np.sum(x**3)


def slopes(name: str, title: Text, function: Function, x: np.ndarray, h: float | None = None, **options: Any) -> Check:
    """Ask for the gradient of `function` at `x`.

    The scale says what any difference quotient loses: rounding of f's values, and of x + h, over h.
    """
    step = 1e-5 if h is None else h
    point = x.astype(np.float64)
    steepest = np.max(abs(gradients.numerical_gradient(function, point)), initial=0)
    scale = float((abs(function(point)) + steepest * np.max(abs(point), initial=0) + 1) / step)
    arguments = {} if h is None else {"h": h}
    scenario = call("numerical_gradient", Callback(function), x, **arguments)
    return returns(name, title, scenario, scale=scale, **options)


def distances(name: str, title: Text, x: np.ndarray, h: float | None = None) -> Check:
    """Every coordinate of every point at which f is asked is that of x, or the step away from it."""
    step = 1e-5 if h is None else h

    def ask(submission: Submission) -> list[np.ndarray]:
        points: list[np.ndarray] = []

        def watched(point: np.ndarray) -> Any:
            points.append(np.array(point, dtype=float))
            return sum_of_cubes(point)

        submission.numerical_gradient(Callback(watched), x.copy(), **({} if h is None else {"h": h}))
        return points

    def judge(points: list[np.ndarray]) -> Problem | None:
        moved = [abs(point - x) / step for point in points if point.shape == x.shape]
        if all(np.all((away < 1e-3) | (abs(away - 1) < 1e-3)) for away in moved):  # or as near as rounding lets it be
            return None
        return Problem("another step", ANOTHER_STEP.format(h=f"{step:g}"))

    return holds(name, title, ask, judge)


def evaluations(name: str, title: Text, x: np.ndarray, public: bool = False) -> Check:
    """At most 2n + 1 calls of f."""
    allowed = 2 * x.size + 1

    def ask(submission: Submission) -> int:
        calls = 0

        def counted(point: np.ndarray) -> Any:
            nonlocal calls
            calls += 1
            return sum_of_cubes(point)

        submission.numerical_gradient(Callback(counted), x.copy())
        return calls

    def judge(calls: int) -> Problem | None:
        if calls <= allowed:
            return None
        message, hidden = (text.format(got=calls, n=x.size, allowed=allowed) for text in (TOO_MANY, TOO_MANY_HIDDEN))
        return Problem("too many", message, expected=f"calls <= {allowed}", got=f"calls = {calls}", hidden=hidden)

    shows = f"numerical_gradient(f, x)  # x.size = {x.size}"
    return holds(name, title, ask, judge, shows=shows, public=public)


def checks(rng: np.random.Generator) -> list[Check]:
    """Functions whose coordinates hang together, so that a coordinate left displaced shows in the next."""

    def waves(*shape: int) -> Function:
        weights = rng.uniform(0.5, 2, size=shape)
        return lambda x: np.sum(np.sin(weights * x)) + np.sum(x) ** 2 / 8

    def of_shape(*shape: int) -> np.ndarray:
        return rng.uniform(-2, 2, size=shape)

    curved = rng.normal(size=(4, 4))
    data, labels = rng.normal(size=(6, 2)), rng.integers(3, size=6)
    table = of_shape(5, 9)
    return [
        slopes(
            "example",
            Text("f(x) = x₀² + 3x₁ at (1, 2)", "f(x) = x₀² + 3x₁，点 (1, 2)"),
            f,
            np.array([1.0, 2.0]),
            public=True,
        ),
        slopes(
            "integer-matrix",
            Text("the sum of cubes at a matrix of integers", "整数矩阵处的立方和"),
            sum_of_cubes,
            np.array([[1, 2], [3, 4]]),
            public=True,
        ),
        slopes(
            "wide-step",
            Text("the sum of cubes with h = 0.1", "立方和，h = 0.1"),
            sum_of_cubes,
            np.array([1.0, -2.0]),
            0.1,
            public=True,
        ),
        evaluations(
            "evaluations", Text("at most 2n + 1 calls of f", "最多调用 f 2n + 1 次"), np.array([0.5, 1.0, 1.5]), True
        ),
        slopes("3-by-5", Text("3 × 5", "3 × 5"), waves(3, 5), of_shape(3, 5)),
        slopes("5-by-3", Text("5 × 3", "5 × 3"), waves(5, 3), of_shape(5, 3)),
        slopes("one-element", Text("a single element", "只有一个元素"), waves(1), of_shape(1)),
        slopes("rank-3", Text("three axes", "三个轴"), waves(2, 1, 3), of_shape(2, 1, 3)),
        slopes(
            "coupled",
            Text("every coordinate matters to every slope", "每个斜率都与所有坐标有关"),
            lambda x: x @ curved @ x + np.exp(np.sum(x) / 4),
            of_shape(4),
        ),
        slopes(
            "cross-entropy",
            Text("a real loss", "一个真实的损失"),
            lambda W: losses.cross_entropy(data @ W, labels),
            of_shape(2, 3),
        ),
        slopes("small-step", Text("another step: h = 0.001", "另一个步长：h = 0.001"), waves(3), of_shape(3), 1e-3),
        slopes("large-point", Text("coordinates near a thousand", "坐标在一千左右"), waves(3), 1e3 + of_shape(3), 1e-2),
        slopes("integers", Text("integers", "整数"), waves(4), rng.integers(-3, 4, size=4)),
        slopes(
            "flat-function",
            Text("a function that stays the same", "恒定不变的函数"),
            lambda x: 0 * np.sum(x) + 7,
            of_shape(3),
        ),
        slopes("strided", Text("every second row, every third column", "隔行隔列的切片"), waves(3, 3), table[::2, ::3]),
        distances("default-step", Text("without a step: h = 0.00001", "不给步长时：h = 0.00001"), of_shape(3)),
        distances("given-step", Text("a step that is given: h = 0.002", "给定步长：h = 0.002"), of_shape(2, 2), 2e-3),
        evaluations("evaluations-of-a-matrix", Text("calls of f for a matrix", "对矩阵调用 f 的次数"), of_shape(2, 4)),
    ]
