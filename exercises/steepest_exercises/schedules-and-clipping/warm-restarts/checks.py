"""Checks of `warm_restarts`: where periods begin, and the places in between."""

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns
from steepest_numerics import schedules

reference = {"warm_restarts": schedules.warm_restarts}


def checks(rng: np.random.Generator) -> list[Check]:
    """121 = 1 + 3 + 9 + 27 + 81 begins a period that a logarithm misses."""
    high = float(rng.uniform(0.5, 2))
    low = float(rng.uniform(0.1, 0.2)) * high
    first = int(rng.integers(5, 9))

    def rate(name: str, title: Text, *arguments: float, public: bool = False) -> Check:
        return returns(name, title, call("warm_restarts", *arguments), public=public, scale=arguments[3])

    def hidden(name: str, title: Text, step: int, length: int, factor: int) -> Check:
        return rate(name, title, step, length, factor, high, low)

    return [
        rate("first-period", Text("in the first period", "第一个周期中"), 5, 10, 2, 0.1, public=True),
        rate("restart", Text("the first restart", "第一次重启"), 10, 10, 2, 0.1, 0.001, public=True),
        rate("second-period", Text("in the second period", "第二个周期中"), 20, 10, 2, 0.1, 0.001, public=True),
        rate("equal-periods", Text("factor 1", "倍数为 1"), 25, 10, 1, 0.1, public=True),
        hidden("start", Text("step 0", "第 0 步"), 0, first, 3),
        hidden("before-a-restart", Text("the last step of a period", "周期的最后一步"), first - 1, first, 3),
        hidden("after-a-restart", Text("the step after a restart", "重启后一步"), first + 1, first, 3),
        hidden("third-period", Text("in the third period", "第三个周期中"), 4 * first + 4, first, 3),
        hidden("third-restart", Text("the third restart", "第三次重启"), 7 * first, first, 2),
        hidden("far-on", Text("in the sixth period", "第六个周期中"), 40 * first + 3, first, 2),
        hidden("exactly-121", Text("many short periods", "许多短周期"), 121, 1, 3),
        hidden("period-of-one", Text("a first period of one step", "第一个周期只有一步"), 1, 1, 4),
        hidden("restart-of-equal-periods", Text("a restart of equal periods", "等长周期的重启"), 3 * first, first, 1),
        hidden("all-periods-of-one", Text("every period of one step", "每个周期都只有一步"), 6, 1, 1),
        returns(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call("warm_restarts", lr_min=low, lr_max=high, factor=2, first=first, step=2 * first),
            scale=high,
        ),
    ]
