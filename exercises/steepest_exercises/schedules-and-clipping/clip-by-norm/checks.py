"""Checks of `clip_by_global_norm`: longer and shorter than the limit, one array and several, zeros."""

from collections.abc import Sequence

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns, returns_new_arrays
from steepest_numerics import clipping

reference = {"clip_by_global_norm": clipping.clip_by_global_norm}


def checks(rng: np.random.Generator) -> list[Check]:
    """With a single array, or within the limit, many mistakes can't be seen."""

    def clipped(name: str, title: Text, grads: Sequence[np.ndarray], limit: float, public: bool = False) -> Check:
        return returns(name, title, call("clip_by_global_norm", list(grads), limit), public=public)

    def normal(*shapes: tuple[int, ...]) -> list[np.ndarray]:
        return [rng.normal(size=shape) for shape in shapes]

    wide = rng.normal(size=(6, 12))
    return [
        clipped(
            "worked-example",
            Text("the worked example", "算例"),
            [np.array([6.0, 8.0]), np.array([24.0])],
            5.0,
            public=True,
        ),
        clipped(
            "within",
            Text("shorter than the limit", "没有超过界限"),
            [np.array([[0.5, -1.0], [0.0, 1.0]])],
            2.0,
            public=True,
        ),
        clipped("zeros", Text("gradients of zeros", "梯度全为零"), [np.zeros(3), np.zeros((2, 2))], 1.0, public=True),
        clipped("3-by-5", Text("3 × 5 and 4", "3 × 5 与 4"), normal((3, 5), (4,)), 0.7),
        clipped("5-by-3", Text("5 × 3", "5 × 3"), normal((5, 3)), 0.4),
        clipped("rank-3", Text("three axes", "三个轴"), normal((2, 3, 4), (1,)), 0.5),
        clipped("one-entry", Text("a single entry", "只有一个元素"), [np.array([-7.5])], 2.5),
        clipped("number", Text("an array without axes", "没有轴的数组"), [np.array(-3.0), np.array([4.0])], 2.5),
        clipped("at-the-limit", Text("as long as the limit", "恰好等于界限"), [np.array([3.0]), np.array([-4.0])], 5.0),
        clipped(
            "long-together",
            Text("only together longer than the limit", "合起来才超过界限"),
            [np.array([0.6, -0.7]), np.array([[0.8]])],
            1.0,
        ),
        clipped("one-of-zeros", Text("one array of zeros", "其中一个全为零"), [np.zeros(2), *normal((3,))], 0.1),
        clipped(
            "exploding", Text("enormous entries", "极大的元素"), [1e12 * array for array in normal((4,), (2, 2))], 1
        ),
        clipped("tiny", Text("tiny entries", "极小的元素"), [1e-5 * array for array in normal((4,), (3,))], 1e-6),
        clipped("far-within", Text("far within the limit", "远小于界限"), normal((4,), (3, 2)), 100.0),
        clipped("same-shapes", Text("three arrays of one shape", "三个形状相同的数组"), normal((3,), (3,), (3,)), 0.6),
        clipped(
            "float32",
            Text("single precision", "单精度"),
            [array.astype(np.float32) for array in normal((3, 2), (4,))],
            0.5,
        ),
        clipped("strided", Text("every second row, every third column", "隔行隔列的切片"), [wide[::2, ::3]], 0.5),
        returns_new_arrays(
            "new-arrays",
            Text("new arrays, also where nothing is clipped", "没有需要裁剪的元素时，也返回新数组"),
            call("clip_by_global_norm", [np.array([0.25, -0.5]), np.array([[0.125], [0.0]])], 2.0),
        ),
        returns(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call("clip_by_global_norm", max_norm=0.3, grads=normal((2, 2), (3,))),
        ),
    ]
