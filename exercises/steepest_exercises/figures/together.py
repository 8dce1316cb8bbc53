"""The figures of the lesson that puts everything together: what is learned, and how runs go wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from steepest_exercises.figures.drawing import CONTOUR, INK, PATH, SOFT, WATER, Plot, Sheet, dark
from steepest_graders.text import Language, Text
from steepest_numerics.data import digits
from steepest_numerics.networks import train_softmax_classifier, two_layer_gradients, two_layer_loss
from steepest_numerics.optimizers import Momentum

Array = npt.NDArray[np.floating[Any]]
Params = Mapping[str, Array]
TRAINING, HIDDEN, BATCH = 1347, 32, 64
RATE, TOO_LOW, TOO_HIGH = 0.1, 0.001, 2.0
FEW, FEW_EPOCHS = 100, 60
SHADES = 4  # how many sizes of dots a weight may have


class Digits(NamedTuple):
    """Images and labels; each run has some of them."""

    X: Array
    y: npt.NDArray[np.int64]

    def first(self, count: int) -> Digits:
        return Digits(self.X[:count], self.y[:count])


class Epoch(NamedTuple):
    """The mean losses at its end."""

    seen: float
    new: float


@cache
def split() -> tuple[Digits, Digits]:
    """The digits to learn from and those held back, as in the lesson's programs."""
    X, y = digits()
    order = np.random.default_rng(0).permutation(len(y))
    here, new = order[:TRAINING], order[TRAINING:]
    return Digits(X[here], y[here]), Digits(X[new], y[new])


def start(rng: np.random.Generator) -> dict[str, Array]:
    """Small random weights, biases of 0."""
    return {
        "W1": rng.normal(0, np.sqrt(2 / 64), (64, HIDDEN)),
        "b1": np.zeros(HIDDEN),
        "W2": rng.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, 10)),
        "b2": np.zeros(10),
    }


def train(seen: Digits, epochs: int, lr: float = RATE, scale: float = 1.0) -> tuple[Params, list[Epoch]]:
    """The lesson's second program; `scale` multiplies the random weights that it begins with."""
    rng = np.random.default_rng(0)
    params = {name: scale * value for name, value in start(rng).items()}
    optimiser = Momentum(lr=lr, momentum=0.9)
    curve = []
    for _ in range(epochs):
        order = rng.permutation(len(seen.y))
        for begin in range(0, len(seen.y), BATCH):
            rows = order[begin : begin + BATCH]
            gradients = two_layer_gradients(params, seen.X[rows], seen.y[rows])
            stepped = optimiser.step(list(params.values()), [gradients[name] for name in params])
            params = dict(zip(params, stepped, strict=True))
        losses = (float(two_layer_loss(params, *some)) for some in (seen, split()[1]))
        curve.append(Epoch(*losses))
    return params, curve


def share_right(params: Params, some: Digits) -> float:
    """How many of the answers are right."""
    hidden = np.maximum(0, some.X @ params["W1"] + params["b1"])
    return float(np.mean((hidden @ params["W2"] + params["b2"]).argmax(axis=1) == some.y))


def shuffled() -> Digits:
    """The training digits, each with the label of some other one."""
    seen = split()[0]
    return Digits(seen.X, np.random.default_rng(1).permutation(seen.y))


@cache
def runs() -> Mapping[str, list[Epoch]]:
    """Four ways in which the first twenty epochs may go."""
    seen = split()[0]
    settings = {"right": (seen, RATE), "low": (seen, TOO_LOW), "high": (seen, TOO_HIGH), "labels": (shuffled(), RATE)}
    return {name: train(data, 20, lr)[1] for name, (data, lr) in settings.items()}


@cache
def few() -> tuple[Params, list[Epoch]]:
    """A run with too few examples."""
    return train(split()[0].first(FEW), FEW_EPOCHS)


def templates(language: Language) -> str:
    """The weights of each class laid out as its image: the larger the dot, the larger the weight."""
    W = train_softmax_classifier(*split()[0], classes=10, lr=1.0, steps=500)[:64]
    sheet = Sheet(440, 210)
    for digit in range(10):
        left, top = 4 + digit % 5 * 88, 20 + digit // 5 * 108
        sheet.text(left + 40, top - 6, str(digit), INK, 13, "middle", bold=True)
        for pixel, weight in enumerate(W[:, digit]):
            size = round(SHADES * min(1.0, abs(weight) / np.abs(W).max() * 2.2))
            if size:
                row, column = divmod(pixel, 8)
                colour = PATH if weight > 0 else WATER
                sheet.dot(left + 5 + 10 * column, top + 5 + 10 * row, colour, size * 4.8 / SHADES)
    return sheet.svg()


def four_runs(language: Language) -> str:
    """The training loss of `runs`, and that of guessing."""
    sheet = Sheet(440, 258)
    plot = Plot(sheet, (38, 20, 424, 210), (0, 20), (0, 4))
    plot.axes([0, 5, 10, 15, 20], [0, 1, 2, 3, 4])
    plot.curve([(0, float(np.log(10))), (20, float(np.log(10)))], SOFT, 1, "2 4")
    drawn = {
        "right": (WATER, "", Text("rate 0.1", "学习率 0.1"), (4.6, 0.26)),
        "low": (CONTOUR, "7 4", Text("rate 0.001", "学习率 0.001"), (8.5, 1.42)),
        "high": (PATH, "", Text("rate 2", "学习率 2"), (8.3, 3.1)),
        "labels": (INK, "2 3", Text("labels shuffled", "标签被打乱"), (14.6, 1.93)),
    }
    for name, (colour, dash, words, place) in drawn.items():
        points = [(epoch, losses.seen) for epoch, losses in enumerate(runs()[name], 1)]
        plot.curve(points, colour, 2.2, dash)
        sheet.text(*plot.at(*place), words.in_language(language), dark(colour), 12.5)
    sheet.text(424, 248, Text("epoch", "轮次").in_language(language), SOFT, 13, "end")
    sheet.text(44, 14, Text("training loss", "训练损失").in_language(language), SOFT, 12)
    return sheet.svg()


def seen_and_new(language: Language) -> str:
    """The two losses of `few` part."""
    sheet = Sheet(440, 248)
    plot = Plot(sheet, (38, 16, 424, 200), (0, FEW_EPOCHS), (0, 2.4))
    plot.axes([0, 20, 40, 60], [0, 1, 2])
    _, curve = few()
    plot.curve([(epoch, losses.seen) for epoch, losses in enumerate(curve, 1)], WATER, 2.2)
    plot.curve([(epoch, losses.new) for epoch, losses in enumerate(curve, 1)], PATH, 2.2)
    sheet.text(*plot.at(40, 0.45), Text("held back", "留出的").in_language(language), PATH, 13)
    sheet.text(*plot.at(24, 0.12), Text("trained on", "用来训练的").in_language(language), WATER, 13)
    sheet.text(424, 238, Text("epoch", "轮次").in_language(language), SOFT, 13, "end")
    sheet.text(44, 14, Text("loss", "损失").in_language(language), SOFT, 12)
    return sheet.svg()


FIGURES: dict[str, Callable[[Language], str]] = {
    "templates": templates,
    "four-runs": four_runs,
    "seen-and-new": seen_and_new,
}
