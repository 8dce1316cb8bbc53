"""Checks of `sgd` and `SGD`.

Any order that `rng` gives is right, so most of `sgd` is judged by what it did: which rows it showed to
`grad`, and whether each weight follows from the one before by a step along that batch's gradient. The
order is the student's own; the steps are replayed exactly.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from steepest_graders.authoring import (
    Callback,
    Check,
    Likeness,
    Problem,
    RandomGenerator,
    Submission,
    Text,
    call,
    descends,
    holds,
    keeps_gradients,
    likeness,
    other_parameters,
    returns,
    walk,
    walks,
)
from steepest_numerics import optimizers

reference = {"sgd": optimizers.sgd, "SGD": optimizers.SGD}

LR = 0.05
SCALE = 0.1  # parameters are of the order of 1 and pass through 0, where a relative error means nothing
LARGEST = 1_000_000  # products of one entry of w and one row: the arrays that a program sends may have any shape

NOTHING_SHOWN = Text("`grad` was never called.", "`grad` 一次也没有被调用。")
NO_ROWS = Text(
    "`grad` was called with something other than rows of X and as many entries of y.",
    "传给 `grad` 的不是 X 的若干行和同样多的 y 值。",
)
TORN_APART = Text(
    "`grad` got rows of X together with the targets of other rows.", "传给 `grad` 的 X 的行配上了其他行的目标值。"
)
WRONG_SIZES = Text(
    "{epochs} epochs over {rows} rows in batches of {size} should show `grad` batches of {expected}; yours: {got}.",
    "{rows} 行、每批 {size} 行、{epochs} 个轮次，传给 `grad` 的各批大小应为 {expected}；你的是 {got}。",
)
OTHER_SIZES = Text(
    "{epochs} epochs over {rows} rows in batches of {size} should show `grad` batches of {expected}; yours are others.",
    "{rows} 行、每批 {size} 行、{epochs} 个轮次，传给 `grad` 的各批大小应为 {expected}；你的不是这样。",
)
NOT_ONCE = Text(
    "In one epoch some rows are used more than once and others not at all.",
    "在一个轮次里，有的行用了不止一次，有的行没有用到。",
)
WRONG_STEP = Text(
    "w does not move by -lr times the batch's gradient: some steps have {ratio} times that length.",
    "w 的移动不是 -lr 乘以该批次的梯度：有的步长是应有的 {ratio} 倍。",
)
OTHER_LENGTH = Text(
    "w does not move by -lr times the batch's gradient: some steps have another length.",
    "w 的移动不是 -lr 乘以该批次的梯度：有的步长不对。",
)
OTHER_STEP = Text(
    "Between two batches w does not move along the batch's gradient.", "两个批次之间，w 没有沿着该批次的梯度移动。"
)
CHANGED = Text("{name} was changed: it belongs to the caller.", "{name} 被修改了：它属于调用者。")
GIVEN_ORDER = Text("The rows are used in the order in which they came.", "各行按原来的顺序使用，没有打乱。")
SAME_ORDER = Text("Every epoch uses the same order.", "每个轮次都用同一个顺序。")
KEPT_OF_THE_GIVEN = {
    Likeness.SAME: Text(
        "In one epoch the rows are used in the order in which they came.", "有一个轮次按原来的顺序使用各行。"
    ),
    Likeness.ROTATED: Text(
        "The rows follow each other as they came: only the first one is another.",
        "各行的先后没有变：只是从另一行开始。",
    ),
    Likeness.REVERSED: Text("The rows are used in the given order backwards.", "各行按原来的顺序倒着使用。"),
    Likeness.SAME_BATCHES_INSIDE: Text(
        "The batches are pieces of the data: whole batches are put in another order, not the rows.",
        "各批都是数据中相连的片段：打乱的是整批的先后，而不是各行。",
    ),
    Likeness.SAME_BATCHES: Text(
        "Batches hold rows that were neighbours, in another order.", "各批里仍是原来相邻的行，只是顺序变了。"
    ),
    Likeness.NEAR: Text("Most rows are still used about where they came.", "大多数行仍在原来的位置附近使用。"),
    Likeness.NEIGHBOURS: Text("Many batches hold rows that were neighbours.", "许多批里仍是原来相邻的行。"),
}
KEPT_OF_AN_EPOCH = {
    Likeness.SAME: Text("Two epochs use the same order.", "有两个轮次用了同一个顺序。"),
    Likeness.SAME_BATCHES_INSIDE: Text(
        "Two epochs have the same batches, one after another in another order.",
        "有两个轮次的各批完全一样，只是先后不同。",
    ),
    Likeness.SAME_BATCHES: Text("Two epochs have batches of the same rows.", "有两个轮次的各批由同样的行组成。"),
}
KEPT_MUCH_OF_AN_EPOCH = Text("Two epochs use nearly the same order.", "有两个轮次用了几乎相同的顺序。")
NOT_FROM_RNG = Text(
    "The order does not follow from `rng`: the same generator must give the same order, another one another.",
    "顺序不是由 `rng` 决定的：同样的生成器应给出同样的顺序，不同的生成器给出不同的顺序。",
)

NAMES = {"2": "w0", "3": "X", "4": "y"}  # the arguments of sgd by their number


def slope(w: np.ndarray, X_batch: np.ndarray, y_batch: np.ndarray) -> Any:
    """The gradient of the mean squared error of X_batch @ w."""
    if np.size(w) * len(X_batch) > LARGEST:
        raise ValueError("more weights or rows than there are")
    return 2 * X_batch.T @ (X_batch @ w - y_batch) / len(y_batch)


@dataclass(frozen=True)
class Task:
    """A training to watch: `X` has distinct rows, `y` distinct targets."""

    X: np.ndarray
    y: np.ndarray
    w0: np.ndarray
    batch_size: int
    epochs: int
    seed: int = 0

    @property
    def sizes(self) -> list[int]:
        """The sizes of one epoch's batches, the short one last."""
        full, rest = divmod(len(self.y), self.batch_size)
        return [self.batch_size] * full + [rest] * (rest > 0)

    def watch(self, submission: Submission) -> "Training":
        """Let the program train, and write down what it shows to `grad`."""
        training = Training(self)

        def grad(w: np.ndarray, X_batch: np.ndarray, y_batch: np.ndarray) -> Any:
            at, X, y = (np.array(part, dtype=float) for part in (w, X_batch, y_batch))
            gradient = slope(at, X, y)  # what has none is not written down: nothing could be said of the step
            training.weights.append(at)
            training.batches.append((X, y))
            return gradient

        arrays = (self.w0.copy(), self.X.copy(), self.y.copy())
        played = call(
            "sgd", Callback(grad), *arrays, LR, self.batch_size, self.epochs, RandomGenerator(self.seed)
        ).play(submission)
        training.result, training.changed = played.value, played.changed
        return training


@dataclass
class Training:
    """What a program did: the weights and batches of its calls of `grad`, in order."""

    task: Task
    weights: list[np.ndarray] = field(default_factory=list)
    batches: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    result: Any = None
    changed: tuple[str, ...] = ()

    def rows(self) -> list[np.ndarray] | Problem:
        """The numbers of the rows of each batch, found by their targets."""
        if not self.batches:
            return Problem("nothing shown", NOTHING_SHOWN)
        found = []
        for X, y in self.batches:
            if X.ndim != 2 or y.ndim != 1 or len(X) != len(y) or not np.isin(y, self.task.y).all():
                return Problem("no rows", NO_ROWS)
            rows = np.array([int(np.flatnonzero(self.task.y == target)[0]) for target in y], dtype=int)
            if X.shape[1:] != self.task.X.shape[1:] or not np.array_equal(self.task.X[rows], X):
                return Problem("torn apart", TORN_APART)
            found.append(rows)
        return found

    def epochs(self) -> list[list[int]] | Problem:
        """The order of the rows in each epoch."""
        rows = self.rows()
        if isinstance(rows, Problem):
            return rows
        sizes, expected = [len(batch) for batch in rows], self.task.sizes
        per_epoch = [sizes[i : i + len(expected)] for i in range(0, len(sizes), len(expected))]
        if [sorted(part) for part in per_epoch] != [sorted(expected)] * self.task.epochs:
            return self._wrong_sizes(sizes)
        order = [int(row) for batch in rows for row in batch]
        count = len(self.task.y)
        return [order[i : i + count] for i in range(0, len(order), count)]

    def _wrong_sizes(self, sizes: list[int]) -> Problem:
        task = self.task
        numbers = {"epochs": task.epochs, "rows": len(task.y), "size": task.batch_size}
        expected, got = _listed(task.sizes * task.epochs), _listed(sizes)
        message, hidden = (text.format(expected=expected, got=got, **numbers) for text in (WRONG_SIZES, OTHER_SIZES))
        return Problem("sizes", message, [len(sizes), sum(sizes)], expected, got, hidden)


def every_row_once(training: Training) -> Problem | None:
    """Each epoch shows every row, with its own target, once; in batches of the right sizes."""
    epochs = training.epochs()
    if isinstance(epochs, Problem):
        return epochs
    if all(sorted(epoch) == list(range(len(epoch))) for epoch in epochs):
        return None
    return Problem("not once", NOT_ONCE)


def steps_follow(training: Training) -> Problem | None:
    """Each weight is the one before minus lr times the gradient that was returned for it."""
    if not training.batches:
        return Problem("nothing shown", NOTHING_SHOWN)
    path = [*training.weights, _as_array(training.result)]
    if any(w.shape != training.task.w0.shape for w in path):
        return Problem("shape", OTHER_STEP)
    ratios = [
        _ratio(after - before, -LR * slope(before, X, y), abs(before) + abs(after))
        for before, after, (X, y) in zip(training.weights, path[1:], training.batches, strict=True)
    ]
    if not np.array_equal(path[0], training.task.w0) or np.isnan(ratios).any():
        return Problem("other step", OTHER_STEP)
    wrong = next((ratio for ratio in ratios if ratio != 1), None)
    if wrong is None:
        return None
    return Problem("step", WRONG_STEP.format(ratio=f"{wrong:.4g}"), sorted(ratios), hidden=OTHER_LENGTH)


def arguments_kept(training: Training) -> Problem | None:
    """w0, X and y are what they were."""
    if not training.changed:
        return None
    names = [NAMES.get(number, number) for number in training.changed]
    return Problem("changed " + " ".join(names), CHANGED.format(name=", ".join(names)))


def shuffled(training: Training) -> Problem | None:
    """The first epoch's order is not the given one."""
    epochs = training.epochs()
    if isinstance(epochs, Problem):
        return epochs
    return Problem("given order", GIVEN_ORDER) if epochs[0] == sorted(epochs[0]) else None


def shuffled_anew(training: Training) -> Problem | None:
    """No two epochs have the same order; the given order is another check's matter."""
    epochs = training.epochs()
    if isinstance(epochs, Problem):
        return epochs
    same = all(epoch == epochs[0] for epoch in epochs)
    return Problem("same order", SAME_ORDER) if same and epochs[0] != sorted(epochs[0]) else None


def mixed(training: Training) -> Problem | None:
    """No epoch's order is like the given one, nor like another epoch's.

    With three epochs there are six pairs of orders, so a right program fails less than once in 5e10 times.
    """
    epochs = training.epochs()
    if isinstance(epochs, Problem):
        return epochs
    given = range(len(training.task.y))
    if any(sorted(epoch) != list(given) for epoch in epochs):
        return Problem("not once", NOT_ONCE)
    of_given = _kept([(epoch, given) for epoch in epochs])
    of_epochs = _kept(list(itertools.combinations(epochs, 2)))
    if not of_given and not of_epochs:
        return None
    message = KEPT_OF_THE_GIVEN[of_given[0]] if of_given else KEPT_OF_AN_EPOCH.get(of_epochs[0], KEPT_MUCH_OF_AN_EPOCH)
    return Problem("not mixed", message, [*of_given, "and", *of_epochs])


def _kept(pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[Likeness]:
    """What orders have kept of one another; equal ones are also rotated ones, by 0."""
    found = {likeness(order, other) for order, other in pairs} - {Likeness.NONE}
    return sorted(found - {Likeness.SAME} if Likeness.ROTATED in found else found)


def orders_from_rng(orders: list[Any]) -> Problem | None:
    """Two runs with one seed agree, a third with another seed does not; each is a list of rows by batch."""
    problem = next((order for order in orders if isinstance(order, Problem)), None)
    if problem is not None:
        return problem
    first, again, other = ([int(row) for batch in order for row in batch] for order in orders)
    if first == other == sorted(first):
        return None  # not shuffled at all: said by another check
    return Problem("not from rng", NOT_FROM_RNG) if first != again or first == other else None


def _as_array(value: Any) -> np.ndarray:
    """What a program returned; where that is no array of numbers, one of a shape that fits nothing."""
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return np.empty((0, 0, 0))


def _ratio(step: np.ndarray, expected: np.ndarray, magnitude: np.ndarray) -> float:
    """By what factor `step` is `expected`: exactly 1 within rounding, NaN where it is not parallel."""
    rounding = 64 * np.finfo(float).eps * (magnitude + abs(expected))
    if np.all(abs(step - expected) <= rounding):
        return 1.0
    ratio = float(np.vdot(step, expected) / np.vdot(expected, expected))
    return ratio if np.all(abs(step - ratio * expected) <= rounding * max(1.0, abs(ratio))) else float("nan")


def _listed(sizes: list[int]) -> str:
    shown = ", ".join(str(size) for size in sizes[:12])
    return f"{shown}, ..." if len(sizes) > 12 else shown


def checks(rng: np.random.Generator) -> list[Check]:
    """By-hand examples; then every row once, steps replayed, orders drawn from rng; then the class."""

    def task(rows: int, batch_size: int, epochs: int) -> Task:
        X = rng.normal(size=(rows, 3))
        y = rng.permutation(rows) + rng.uniform(0.1, 0.9, size=rows)
        return Task(X, y, rng.normal(size=3), batch_size, epochs, seed=int(rng.integers(2**31)))

    def watched(name: str, title: Text, what: Task, judge: Callable[[Training], Problem | None]) -> Check:
        return holds(name, title, what.watch, judge)

    def full_batch(name: str, title: Text, *arguments: Any, public: bool = False) -> Check:
        return returns(name, title, call("sgd", *arguments), public=public, scale=SCALE)

    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 4.0, 6.0])
    small = Task(np.arange(7.0).reshape(7, 1) / 8, np.arange(7.0), np.array([0.0]), batch_size=3, epochs=2)
    ragged, single, whole = task(23, 5, 3), task(6, 1, 2), task(8, 20, 3)
    orders = task(29, 7, 2)

    def ask_orders(submission: Submission) -> list[Any]:
        seeds = (orders.seed, orders.seed, orders.seed + 1)
        runs = [Task(orders.X, orders.y, orders.w0, orders.batch_size, 1, seed) for seed in seeds]
        return [run.watch(submission).rows() for run in runs]

    def gradients(steps: int, *shapes: tuple[int, ...]) -> list[list[np.ndarray]]:
        return [[rng.normal(size=shape) for shape in shapes] for _ in range(steps)]

    params = [rng.normal(size=(3, 2)), rng.normal(size=4)]
    return [
        full_batch(
            "worked-example",
            Text("the worked example: one batch of all rows, one epoch", "算例：所有行为一个批次，一个轮次"),
            *(Callback(slope), np.array([0.0]), X, y, 0.01, 3, 1, RandomGenerator(0)),
            public=True,
        ),
        holds(
            "rows",
            Text("7 rows in batches of 3, two epochs", "7 行，每批 3 行，两个轮次"),
            small.watch,
            every_row_once,
            shows="sgd(grad, w0, X, y, lr=0.05, batch_size=3, epochs=2, rng=rng)  # 7 rows; the sizes of the batches:",
            public=True,
        ),
        walks(
            "class-example",
            Text("SGD: one step for two parameters", "SGD：两个参数走一步"),
            walk(
                "SGD",
                {"lr": 0.1},
                [np.array([1.0, 2.0]), np.array([[3.0]])],
                [[np.array([10.0, -10.0]), np.array([[5.0]])]],
            ),
            public=True,
        ),
        watched(
            "every-row-once",
            Text("every row once an epoch, 23 rows in batches of 5", "每个轮次每行一次，23 行，每批 5 行"),
            ragged,
            every_row_once,
        ),
        watched(
            "steps", Text("every step along its batch's gradient", "每一步都沿着该批次的梯度"), ragged, steps_follow
        ),
        watched("batches-of-one", Text("batches of one row", "每批一行"), single, every_row_once),
        watched("steps-of-one", Text("steps with batches of one row", "每批一行时的各步"), single, steps_follow),
        watched(
            "one-large-batch", Text("a batch size above the number of rows", "批次大小超过行数"), whole, every_row_once
        ),
        watched("steps-of-all", Text("steps with all rows in one batch", "所有行为一批时的各步"), whole, steps_follow),
        watched("shuffled", Text("the rows are shuffled", "各行被打乱"), ragged, shuffled),
        watched("new-order", Text("a new order in every epoch", "每个轮次都有新的顺序"), ragged, shuffled_anew),
        watched(
            "mixed", Text("an order of its own in every epoch", "每个轮次都有自己的随机顺序"), task(40, 4, 3), mixed
        ),
        descends("SGD", {"lr": 0.15}),
        holds("from-rng", Text("the order comes from rng", "顺序来自 rng"), ask_orders, orders_from_rng),
        watched("arguments", Text("w0, X and y stay as they are", "w0、X 和 y 保持不变"), ragged, arguments_kept),
        full_batch(
            "matrix",
            Text("a matrix of weights, all rows in one batch", "权重是矩阵，所有行为一批"),
            *(Callback(slope), rng.normal(size=(3, 2)), rng.normal(size=(5, 3)), rng.normal(size=(5, 2))),
            *(0.1, 5, 4, RandomGenerator(1)),
        ),
        returns(
            "keywords",
            Text("passed by keyword", "按关键字传参"),
            call(
                "sgd",
                grad=Callback(slope),
                w0=rng.normal(size=2),
                X=rng.normal(size=(4, 2)),
                y=rng.normal(size=4),
                rng=RandomGenerator(2),
                epochs=2,
                batch_size=4,
                lr=0.1,
            ),
            scale=SCALE,
        ),
        walks(
            "class-walk",
            Text("SGD: seven steps, two shapes", "SGD：七步，两种形状"),
            walk("SGD", {"lr": 0.3}, params, gradients(7, (3, 2), (4,))),
        ),
        walks(
            "class-same-shapes",
            Text("SGD: parameters of one shape", "SGD：形状相同的参数"),
            walk("SGD", {"lr": 0.3}, [rng.normal(size=3), rng.normal(size=3)], gradients(3, (3,), (3,))),
        ),
        walks(
            "class-rate-changes",
            Text("SGD: the learning rate changes on the way", "SGD：学习率中途改变"),
            walk("SGD", {"lr": 0.5}, params, gradients(6, (3, 2), (4,)), {3: 0.05}),
        ),
        holds(
            "class-gradients-kept",
            Text("SGD: the gradients stay as they are", "SGD：梯度保持不变"),
            keeps_gradients("SGD", {"lr": 0.5}, [rng.normal(size=3), rng.normal(size=(2, 2))]),
            lambda kept: None if kept else Problem("gradients changed", CHANGED.format(name="grads")),
        ),
        other_parameters("SGD", {"lr": 0.5}),
    ]
