"""Checks of `cosine_annealing`: start, middle and end, the steps between them, and those past the end."""

from typing import Any

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns
from steepest_numerics import schedules

reference = {"cosine_annealing": schedules.cosine_annealing}


def checks(rng: np.random.Generator) -> list[Check]:
    """Many wrong waves agree with the right one at the start, half way or at the end."""

    def rate(name: str, title: Text, step: int, total: int, *rates: float, public: bool = False) -> Check:
        return returns(name, title, call("cosine_annealing", step, total, *rates), public=public, scale=rates[0])

    high = float(rng.uniform(0.5, 2))
    low = float(rng.uniform(0.1, 0.2)) * high
    total = int(rng.integers(30, 50))
    some: dict[str, Any] = {"step": int(rng.integers(5, 12)), "total": total, "lr_min": low, "lr_max": high}
    return [
        rate("start", Text("step 0", "第 0 步"), 0, 100, 0.1, 0.001, public=True),
        rate("half-way", Text("half way", "走到一半"), 50, 100, 0.1, 0.001, public=True),
        rate("a-third", Text("a third of the way", "走到三分之一"), 10, 30, 1.0, 0.2, public=True),
        rate("past-the-end", Text("past the end", "结束之后"), 150, 100, 0.1, 0.001, public=True),
        rate("early", Text("an early step", "靠前的一步"), total // 5, total, high, low),
        rate("late", Text("a late step", "靠后的一步"), total - 3, total, high, low),
        rate("last-but-one", Text("the last step but one", "倒数第二步"), total - 1, total, high, low),
        rate("end", Text("the end", "终点"), total, total, high, low),
        rate("one-past-the-end", Text("one step past the end", "结束后一步"), total + 1, total, high, low),
        rate("far-past-the-end", Text("far past the end", "结束很久之后"), 10 * total + 7, total, high, low),
        rate("no-floor", Text("without lr_min", "不给 lr_min"), total // 3, total, high),
        rate("no-floor-past-the-end", Text("past the end without lr_min", "不给 lr_min，结束之后"), 77, total, high),
        rate("one-step", Text("a descent of one step: its start", "只有一步的下降：起点"), 0, 1, high, low),
        rate("one-step-end", Text("a descent of one step: its end", "只有一步的下降：终点"), 1, 1, high, low),
        rate("constant", Text("lr_min equal to lr_max", "lr_min 等于 lr_max"), 7, total, high, high),
        rate("many-steps", Text("ten thousand steps", "一万步"), 9990, 10_000, high),
        returns("keywords", Text("passed by keyword", "按关键字传参"), call("cosine_annealing", **some), scale=high),
    ]
