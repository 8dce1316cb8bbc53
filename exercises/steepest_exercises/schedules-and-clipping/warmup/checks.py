"""Checks of `linear_warmup`: both ends of the climb, what follows, and a climb of no steps."""

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns
from steepest_numerics import schedules

LONG = 4000  # steps

reference = {"linear_warmup": schedules.linear_warmup}


def checks(rng: np.random.Generator) -> list[Check]:
    """The steps around the end of the climb tell the off-by-one mistakes apart."""

    def rate(name: str, title: Text, step: int, warmup: int, lr_max: float, public: bool = False) -> Check:
        return returns(name, title, call("linear_warmup", step, warmup, lr_max), public=public, scale=lr_max)

    high, warmup = float(rng.uniform(0.5, 2)), int(rng.integers(6, 12))
    return [
        rate("first-step", Text("the first of four steps", "四步中的第一步"), 0, 4, 0.2, public=True),
        rate("third-step", Text("the third of four steps", "四步中的第三步"), 2, 4, 0.2, public=True),
        rate("afterwards", Text("after the warmup", "预热之后"), 9, 4, 0.2, public=True),
        rate("no-warmup", Text("no warmup: step 0", "没有预热：第 0 步"), 0, 0, 0.2, public=True),
        rate("start", Text("step 0", "第 0 步"), 0, warmup, high),
        rate("on-the-way", Text("on the way up", "上升途中"), warmup // 2, warmup, high),
        rate("last-but-one", Text("the last step of the climb but one", "上升的倒数第二步"), warmup - 2, warmup, high),
        rate("last", Text("the last step of the climb", "上升的最后一步"), warmup - 1, warmup, high),
        rate("next", Text("the step after the climb", "上升之后的一步"), warmup, warmup, high),
        rate("far-on", Text("far on", "很久之后"), 1000 * warmup, warmup, high),
        rate("one-step", Text("a warmup of one step", "预热一步"), 0, 1, high),
        rate("after-one-step", Text("after a warmup of one step", "预热一步之后"), 1, 1, high),
        rate("no-warmup-later", Text("no warmup: a later step", "没有预热：后面的步"), 5, 0, high),
        returns(
            "long",
            Text("a warmup of thousands of steps", "数千步的预热"),
            call("linear_warmup", 2600, LONG, high),
            scale=high,
            c=LONG,  # who adds up the equal rises rounds at each; the nearest wrong rate is 1e12 times as far off
        ),
        returns(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call("linear_warmup", lr_max=high, warmup=warmup, step=1),
            scale=high,
        ),
    ]
