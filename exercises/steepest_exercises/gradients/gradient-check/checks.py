"""Checks of `relative_error` and `gradient_check`.

The value for a right gradient is nothing but rounding, which every right program has another of: only
wrong gradients are compared by value, a right one need only be found right.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from steepest_graders.authoring import (
    Callback,
    Check,
    Problem,
    Scenario,
    Submission,
    Text,
    as_numbers,
    call,
    holds,
    returns,
    shown,
)
from steepest_numerics import gradients

reference = {"relative_error": gradients.relative_error, "gradient_check": gradients.gradient_check}

Function = Callable[[np.ndarray], Any]

FINE = 1e-5

NO_NUMBER = Text("The answer is no number: {got}.", "返回的不是一个数：{got}。")
NO_NUMBER_HIDDEN = Text("The answer is no number.", "返回的不是一个数。")
NOT_FINITE = Text(
    "The answer for a right gradient is {got}: look at elements where both gradients are 0.",
    "对正确的梯度，答案是 {got}：看看两个梯度都为 0 的元素。",
)
NOT_FINE = Text(
    "A right gradient gets an error of {got}; it should be below 0.00001.",
    "正确的梯度得到误差 {got}；应当小于 0.00001。",
)
NOT_FINE_HIDDEN = Text(
    "A right gradient gets an error that is not below 0.00001.", "正确的梯度得到的误差没有小于 0.00001。"
)

ANOTHER_STEP = Text("f was asked at points that are not {h} away from x.", "求 f 的点与 x 的距离不是 {h}。")


def bowl(x: np.ndarray) -> Any:
    """The function of the worked example."""
    return np.sum(x**2)


def bowl_gradient(x: np.ndarray) -> Any:
    return 2 * x


def half_gradient(x: np.ndarray) -> Any:
    """What is left of the gradient when the 2 is forgotten."""
    return x


def waves(x: np.ndarray) -> Any:
    return np.sum(np.sin(x)) + np.sum(x) ** 2 / 8


def waves_gradient(x: np.ndarray) -> Any:
    return np.cos(x) + np.sum(x) / 4


def but(gradient: Function, index: tuple[int, ...], factor: float) -> Function:
    """The gradient with one element multiplied by `factor`."""

    def wrong(x: np.ndarray) -> Any:
        slopes = np.array(gradient(x))
        slopes[index] *= factor
        return slopes

    return wrong


def wrong_gradient(
    name: str, title: Text, f: Function, grad: Function, x: np.ndarray, h: float | None = None, public: bool = False
) -> Check:
    """The error of a wrong gradient, by value.

    The scale says what any difference quotient loses, in the element that is worst.
    """
    step = 1e-5 if h is None else h
    point = x.astype(np.float64)
    numerical, analytic = gradients.numerical_gradient(f, point, step), grad(point)
    sizes = abs(numerical) + abs(analytic)
    worst = np.argmax(abs(numerical - analytic) / np.maximum(sizes, gradients.FLOOR))
    lost = (abs(f(point)) + np.max(abs(numerical)) * np.max(abs(point)) + 1) / step
    arguments = {} if h is None else {"h": h}
    scenario = call("gradient_check", Callback(f), Callback(grad), x, **arguments)
    return returns(name, title, scenario, scale=float(lost / sizes.flat[worst]), public=public)


def right_gradient(
    name: str, title: Text, f: Function, grad: Function, x: np.ndarray, shows: str = "", public: bool = False
) -> Check:
    """A right gradient gets an error that is as good as none."""

    def ask(submission: Submission) -> Any:
        return submission.gradient_check(Callback(f), Callback(grad), x.copy())

    return holds(name, title, ask, _is_fine, shows=shows, public=public)


def _is_fine(got: Any) -> Problem | None:
    options: dict[str, Any] = {"expected": "error < 1e-05", "got": shown(got)[:60]}
    number = as_numbers(got)
    if number is None or number.size != 1:
        return Problem("no number", NO_NUMBER.format(got=options["got"]), hidden=NO_NUMBER_HIDDEN, **options)
    error = float(np.reshape(number, ()))
    if not np.isfinite(error):
        return Problem("not finite", NOT_FINITE.format(got=f"{error}"), **options)
    if abs(error) < FINE:
        return None
    return Problem("not fine", NOT_FINE.format(got=f"{error:.3g}"), hidden=NOT_FINE_HIDDEN, **options)


def distances(name: str, title: Text, x: np.ndarray, h: float | None = None) -> Check:
    """Every coordinate of every point at which f is asked is that of x, or the step away from it."""
    step = 1e-5 if h is None else h

    def ask(submission: Submission) -> list[np.ndarray]:
        points: list[np.ndarray] = []

        def watched(point: np.ndarray) -> Any:
            points.append(np.array(point, dtype=float))
            return waves(point)

        arguments = {} if h is None else {"h": h}
        submission.gradient_check(Callback(watched), Callback(waves_gradient), x.copy(), **arguments)
        return points

    def judge(points: list[np.ndarray]) -> Problem | None:
        moved = [abs(point - x) / step for point in points if point.shape == x.shape]
        if all(np.all((away < 1e-3) | (abs(away - 1) < 1e-3)) for away in moved):  # or as near as rounding lets it be
            return None
        return Problem("another step", ANOTHER_STEP.format(h=f"{step:g}"))

    return holds(name, title, ask, judge)


def checks(rng: np.random.Generator) -> list[Check]:
    """Errors of given gradients; then wrong gradients of functions, and right ones."""

    def compared(name: str, title: Text, scenario: Scenario, public: bool = False) -> Check:
        return returns(name, title, scenario, public=public, scale=1.0)

    def ask(a: Any, n: Any) -> Scenario:
        return call("relative_error", np.asarray(a), np.asarray(n))

    def near(values: np.ndarray, *far: float) -> tuple[np.ndarray, np.ndarray]:
        """Two gradients that agree to three digits, but for the last elements."""
        other = values * (1 + 1e-3 * rng.uniform(0.1, 1, size=values.shape))
        for number, factor in enumerate(far, start=1):
            other.flat[-number] *= factor
        return values, other

    def slopes(*shape: int) -> np.ndarray:
        return rng.choice([-1, 1], size=shape) * rng.uniform(0.5, 3, size=shape)

    many = slopes(200)
    many[-1] = 1e-3
    left, right = near(slopes(7), 1.2)
    tiny, above = rng.uniform(1e-10, 3e-9, size=(2, 4))
    steep = np.array([2.0, 1e-4])
    wide = slopes(5, 9)
    return [
        compared("example", Text("the worked example", "算例"), ask([1.0, 3.0, 0.0], [1.0, 2.0, 0.0]), True),
        compared(
            "small-slopes",
            Text("small slopes, far apart", "斜率很小，却相差很远"),
            ask([1000.0, 0.001], [1000.001, 0.002]),
            True,
        ),
        compared("opposite", Text("opposite slopes", "相反的斜率"), ask([1.0, 2.0], [1.0, -2.0]), True),
        right_gradient(
            "right-gradient",
            Text("a right gradient", "正确的梯度"),
            bowl,
            bowl_gradient,
            np.array([1.0, 2.0, 0.0]),
            "gradient_check(lambda x: np.sum(x**2), lambda x: 2 * x, np.array([1.0, 2.0, 0.0]))",
            public=True,
        ),
        wrong_gradient(
            "factor-forgotten",
            Text("a gradient without its factor 2", "漏了因子 2 的梯度"),
            bowl,
            half_gradient,
            np.array([1.0, 2.0, 3.0]),
            public=True,
        ),
        compared("analytic-larger", Text("the analytic one is larger", "解析梯度较大"), ask(right, left)),
        compared("numerical-larger", Text("the numerical one is larger", "数值梯度较大"), ask(left, right)),
        compared("3-by-5", Text("3 × 5", "3 × 5"), ask(*near(slopes(3, 5), 0.7, 1.1))),
        compared("5-by-3", Text("5 × 3", "5 × 3"), ask(*near(slopes(5, 3), 1.3, 0.5))),
        compared("one-element", Text("a single element", "只有一个元素"), ask(*near(slopes(1), 1.7))),
        compared("equal", Text("equal gradients", "相等的梯度"), ask(left, left.copy())),
        compared("one-of-many", Text("one wrong element among 200", "200 个元素中有一个错误"), ask(*near(many, 2.0))),
        compared("both-zero", Text("zero in both", "两边都为零"), ask([0.5, 0.0, -0.0], [0.6, 0.0, 0.0])),
        compared("all-zero", Text("nothing but zeros", "全部为零"), ask(np.zeros((2, 3)), np.zeros((2, 3)))),
        compared("one-zero", Text("zero in one of them", "其中一个为零"), ask([0.5, 0.0], [0.5, 1e-3])),
        compared("tiny", Text("slopes far below 1e-8", "远小于 1e-8 的斜率"), ask(tiny, above)),
        compared("about-the-floor", Text("slopes near 1e-8", "1e-8 左右的斜率"), ask([2e-8, 1.0], [1e-8, 1.0])),
        compared("over-the-floor", Text("slopes just over 1e-8", "略大于 1e-8 的斜率"), ask([1e-8, 1.0], [5e-9, 1.0])),
        compared("float32", Text("single precision", "单精度"), ask(left.astype(np.float32), right.astype(np.float32))),
        compared("integers", Text("integers", "整数"), ask([[3, -5, 0], [7, 2, 1]], [[3, -4, 0], [7, 2, 1]])),
        compared("strided", Text("slices with gaps", "带间隔的切片"), ask(wide[::2, ::3], 1.01 * wide[::2, ::3])),
        wrong_gradient(
            "last-element-wrong",
            Text("a gradient whose last element is wrong", "最后一个元素出错的梯度"),
            waves,
            but(waves_gradient, (2, 3), 1.5),
            rng.uniform(0.2, 1, size=(3, 4)),
        ),
        wrong_gradient(
            "first-element-wrong",
            Text("a gradient whose first element is wrong", "第一个元素出错的梯度"),
            waves,
            but(waves_gradient, (0, 0), 0.8),
            rng.uniform(0.2, 1, size=(4, 3)),
        ),
        wrong_gradient(
            "small-element-wrong",
            Text("a small slope that is wrong beside a large one that is right", "大斜率正确，小斜率出错"),
            lambda x: np.sum(steep * x**2),
            but(lambda x: 2 * steep * x, (1,), 3.0),
            rng.uniform(0.5, 1, size=2),
        ),
        wrong_gradient(
            "sign-wrong",
            Text("one slope with the wrong sign", "有一个斜率符号错误"),
            waves,
            but(waves_gradient, (1,), -1.0),
            rng.uniform(0.2, 1, size=3),
        ),
        wrong_gradient(
            "wide-step",
            Text("a step of 0.1", "步长 0.1"),
            lambda x: np.sum(x**3),
            lambda x: 2 * x**2,
            rng.uniform(0.5, 1.5, size=3),
            0.1,
        ),
        wrong_gradient(
            "at-integers",
            Text("at a point of integers", "在整数点处"),
            bowl,
            half_gradient,
            np.array([[2, -1], [3, 1]]),
        ),
        right_gradient(
            "right-matrix",
            Text("a right gradient at a matrix", "在矩阵处正确的梯度"),
            waves,
            waves_gradient,
            rng.uniform(0.2, 1, size=(2, 3)),
        ),
        right_gradient(
            "idle-coordinate",
            Text("a coordinate that does not matter", "函数与某个坐标无关"),
            lambda x: np.sum(x[:-1] ** 2),
            lambda x: 2 * x * (np.arange(x.size) < x.size - 1),
            rng.uniform(0.5, 1, size=4),
        ),
        distances(
            "default-step",
            Text("without a step: h = 0.00001", "不给步长时：h = 0.00001"),
            rng.uniform(0.2, 1, size=3),
        ),
        distances(
            "given-step",
            Text("a step that is given: h = 0.002", "给定步长：h = 0.002"),
            rng.uniform(0.2, 1, size=(2, 2)),
            2e-3,
        ),
    ]
