"""Checks of `adam_step`: first steps and late ones, with averages that hold something.

With the usual settings many mistakes hide: the places of eps can't be told apart until gradients are
about as small as eps, nor AMSGrad from Adam until a gradient is small against v.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from steepest_graders.authoring import (
    MOMENTS,
    TRAJECTORY_C,
    Check,
    Descended,
    OptimizerDescent,
    Submission,
    Text,
    as_numbers,
    call,
    descent,
    returns,
    returns_new_arrays,
    shown,
)
from steepest_numerics import optimizers

reference = {"adam_step": optimizers.adam_step}

SCALES = (0.1, 0.0, 0.0)  # weights are of the order of 1 and pass through 0, where a relative error means nothing


@dataclass(frozen=True)
class Steps(OptimizerDescent):
    """A descent in single steps: what one returns, the next one gets."""

    def play(self, submission: Submission) -> Descended:
        """See `OptimizerDescent`."""
        state: list[np.ndarray] | None = [self.start, np.zeros(2), np.zeros(2)]
        values: list[Any] = []
        grads, looks = [], []
        for t in range(1, self.steps + 1):
            if state is not None:
                w, m, v = state
                grads.append(np.array(self.bowl, w.dtype) * w)
                state = _state(submission.adam_step(w, grads[-1], m, v, t, **self.settings))
                looks.append({} if state is None else {"m": state[1], "v": state[2]})
            values.append([None] if state is None else [state[0]])
        return Descended(values, grads=grads, looks=looks)

    def __str__(self) -> str:
        settings = ", ".join(f"{name}={value}" for name, value in self.settings.items())
        return (
            f"w, m, v = {shown(self.start)}, np.zeros(2), np.zeros(2)\nfor t in range(1, {self.steps + 1}):\n"
            f"    w, m, v = adam_step(w, {shown(np.array(self.bowl))} * w, m, v, t, {settings})"
        )


def _state(answer: Any) -> list[np.ndarray] | None:
    """What a step returned, where that is three pairs of finite numbers, with which one can go on."""
    if isinstance(answer, np.ndarray) and answer.ndim:
        answer = list(answer)
    if not isinstance(answer, tuple | list):
        return None
    parts = [part for part in map(as_numbers, answer) if part is not None]
    finite = all(part.shape == (2,) and np.isfinite(part).all() for part in parts)
    return parts if finite and len(parts) == len(answer) == 3 else None


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then single steps that each bring out what the others hide."""

    def step(name: str, title: Text, *arguments: Any, public: bool = False, **settings: float) -> Check:
        scenario = call("adam_step", *arguments, **settings)
        # the weights that beta leaves in 1 - beta**t cancel, as along a walk
        return returns(name, title, scenario, public=public, scale=SCALES, c=TRAJECTORY_C)

    def state(*shape: int, gradients: float = 1.0, averages: float = 1.0) -> list[np.ndarray]:
        """A weight, its gradient and both averages, of these orders of magnitude."""
        w, g, m = (rng.normal(size=shape) for _ in range(3))
        v = averages**2 * rng.uniform(0.5, 2, size=shape)
        return [w, gradients * np.where(g < 0, g - 0.3, g + 0.3), averages * m, v]

    def first(*shape: int, gradients: float = 1.0) -> list[np.ndarray]:
        """The state before the first step."""
        return [*state(*shape, gradients=gradients)[:2], np.zeros(shape), np.zeros(shape)]

    wide = state(6, 12)
    return [
        step(
            "worked-example",
            Text("the worked example: the first step", "算例：第一步"),
            *(np.array([1.0]), np.array([2.0]), np.zeros(1), np.zeros(1), 1),
            public=True,
            lr=0.1,
            beta1=0.5,
            beta2=0.75,
            eps=0.0,
        ),
        step(
            "second-step",
            Text("the second step", "第二步"),
            *(np.array([0.9]), np.array([1.0]), np.array([1.0]), np.array([1.0]), 2),
            public=True,
            lr=0.1,
            beta1=0.5,
            beta2=0.75,
            eps=0.0,
        ),
        step(
            "usual-settings",
            Text("the first step, with the usual settings", "常用设置下的第一步"),
            *(np.array([1.0, 1.0, 1.0]), np.array([0.001, -500.0, 0.0]), np.zeros(3), np.zeros(3), 1),
            public=True,
        ),
        descent(Steps("adam_step", {"lr": 0.5, "beta1": 0.8, "beta2": 0.9, "eps": 0.1}), state=MOMENTS),
        step("3-by-2", Text("a matrix, at step 3", "矩阵，第 3 步"), *state(3, 2), 3, lr=0.1),
        step("2-by-3", Text("a matrix, at step 7", "矩阵，第 7 步"), *state(2, 3), 7, lr=0.1),
        step("number", Text("arrays without axes", "没有轴的数组"), *state(), 4, lr=0.1),
        step("first-of-many", Text("a first step of many weights", "许多权重的第一步"), *first(4, 5), 1, lr=0.1),
        step("late", Text("step 1000", "第 1000 步"), *state(4), 1000, lr=0.1),
        step("very-late", Text("step 100 000", "第 100000 步"), *state(4), 100_000, lr=0.1),
        step("other-betas", Text("other betas", "其他的 beta"), *state(5), 3, lr=0.1, beta1=0.6, beta2=0.95),
        step(
            "eps-matters",
            Text("gradients smaller than eps", "梯度比 eps 还小"),
            *state(5, gradients=1e-4, averages=1e-4),
            3,
            lr=0.1,
            eps=1e-3,
        ),
        step(
            "eps-matters-at-first",
            Text("a first step smaller than eps", "比 eps 还小的第一步"),
            *first(5, gradients=1e-4),
            1,
            lr=0.1,
            eps=1e-3,
        ),
        step(
            "shrinking", Text("a gradient that has become small", "变小了的梯度"), *state(5, gradients=1e-3), 5, lr=0.1
        ),
        step("growing", Text("a gradient that has become large", "变大了的梯度"), *state(5, averages=1e-3), 5, lr=0.1),
        step("tiny", Text("tiny gradients", "极小的梯度"), *state(5, gradients=1e-6, averages=1e-6), 6, lr=0.1),
        step("no-gradient", Text("no gradient now", "当前没有梯度"), *state(5, gradients=0.0), 8, lr=0.1),
        step("never-any", Text("no gradient so far", "至今没有梯度"), *first(3, gradients=0.0), 2, lr=0.1),
        step(
            "float32",
            Text("single precision", "单精度"),
            *(array.astype(np.float32) for array in state(3, 2)),
            5,
            lr=0.1,
        ),
        step(
            "strided",
            Text("every second row, every third column", "隔行隔列的切片"),
            *(array[::2, ::3] for array in wide),
            5,
            lr=0.1,
        ),
        returns(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call(
                "adam_step", **dict(zip("wgmv", state(2, 2), strict=True)), eps=1e-4, beta2=0.9, beta1=0.7, lr=0.2, t=4
            ),
            scale=SCALES,
            c=TRAJECTORY_C,
        ),
        returns_new_arrays(
            "new-arrays",
            Text("new arrays, though nothing moves", "什么都不变时也返回新数组"),
            call("adam_step", np.array([1.0, -2.0]), np.zeros(2), np.zeros(2), np.zeros(2), 1, lr=0.1),
        ),
    ]
