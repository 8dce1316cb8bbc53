"""Checks of `step_decay`: around the boundaries, and with factors other than a half."""

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns
from steepest_numerics import schedules

reference = {"step_decay": schedules.step_decay}


def checks(rng: np.random.Generator) -> list[Check]:
    """Epochs just before, at and after a fall; the default of 0.5 hides `1 - drop`."""

    def rate(name: str, title: Text, lr0: float, epoch: int, public: bool = False, **options: float) -> Check:
        return returns(name, title, call("step_decay", lr0, epoch, **options), public=public, scale=lr0)

    lr0, drop = float(rng.uniform(0.5, 2)), float(rng.uniform(0.1, 0.4))
    every = int(rng.integers(5, 9))
    return [
        rate("epoch-0", Text("epoch 0", "第 0 轮"), 0.1, 0, public=True),
        rate("worked-example", Text("the worked example: epoch 25", "算例：第 25 轮"), 0.1, 25, public=True),
        rate(
            "tenths",
            Text("a tenth every 30 epochs: epoch 59", "每 30 轮降为十分之一：第 59 轮"),
            1.0,
            59,
            public=True,
            drop=0.1,
            every=30,
        ),
        rate("before-a-fall", Text("the last epoch before a fall", "下降前的最后一轮"), lr0, every - 1, every=every),
        rate("at-a-fall", Text("the epoch of a fall", "下降的那一轮"), lr0, every, every=every),
        rate("after-a-fall", Text("the epoch after a fall", "下降后的一轮"), lr0, every + 1, drop=drop, every=every),
        rate("before-the-third", Text("before the third fall", "第三次下降之前"), lr0, 29, drop=drop),
        rate("third-fall", Text("the third fall", "第三次下降"), lr0, 30, drop=drop),
        rate("half-way", Text("between two falls", "两次下降之间"), lr0, 36, drop=drop),
        rate("every-epoch", Text("a fall in every epoch", "每一轮都下降"), lr0, 4, drop=drop, every=1),
        rate("gentle", Text("a gentle fall", "缓慢的下降"), lr0, 7 * every + 2, drop=0.9, every=every),
        rate("no-fall", Text("a factor of 1", "系数为 1"), lr0, 33, drop=1.0, every=every),
        rate("far-on", Text("epoch 205", "第 205 轮"), lr0, 205),
        returns(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call("step_decay", every=every, drop=drop, epoch=2 * every + 1, lr0=lr0),
            scale=lr0,
        ),
    ]
