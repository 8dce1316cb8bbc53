"""Checks of `mini_batches`: any order that `rng` gives is right, so properties are judged, never an order.

The rows of X are all different: each row of a batch is found again by its values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from steepest_graders.authoring import (
    Check,
    Likeness,
    Problem,
    RandomGenerator,
    Submission,
    Text,
    as_numbers,
    call,
    form,
    holds,
    likeness,
)
from steepest_numerics import optimizers

reference = {"mini_batches": optimizers.mini_batches}

NO_PAIRS = Text(
    "That is no list or iterator of pairs (X_batch, y_batch) of as many rows each.",
    "这不是由 (X_batch, y_batch) 组成的列表或迭代器，或者两者行数不同。",
)
ONE_PAIR = Text(
    "That is one pair (X_batch, y_batch), not a list or an iterator of pairs.",
    "这只是一对 (X_batch, y_batch)，而不是由若干对组成的列表或迭代器。",
)
NO_BATCHES = Text("There is no batch at all.", "一个批次也没有。")
NO_ROWS = Text("A batch holds something other than rows of X.", "批次里有不是 X 的行的内容。")
SWAPPED = Text("The pairs begin with the rows of y, not of X.", "各对的第一个是 y 的行，而不是 X 的行。")
TORN_APART = Text("Rows of X come together with the targets of other rows.", "X 的行配上了其他行的目标值。")
WRONG_SIZES = Text(
    "{rows} rows in batches of {size} should make batches of {expected} rows; yours have {got}.",
    "{rows} 行、每批 {size} 行，各批的行数应为 {expected}；你的是 {got}。",
)
OTHER_SIZES = Text(
    "{rows} rows in batches of {size} should make batches of {expected} rows; yours have others.",
    "{rows} 行、每批 {size} 行，各批的行数应为 {expected}；你的不是这样。",
)
NOT_ONCE = Text("Some rows come more than once and others not at all.", "有的行出现了不止一次，有的行没有出现。")
GIVEN_ORDER = Text("The rows come in the order in which they were.", "各行按原来的顺序出现，没有打乱。")
NEIGHBOURS = Text("Each batch holds rows that were neighbours.", "每一批里都是原来相邻的行。")
LITTLE_LEFT_TO_CHANCE = {
    Likeness.ROTATED: Text(
        "The rows follow each other as before: only the first one is another.", "各行的先后没有变：只是从另一行开始。"
    ),
    Likeness.REVERSED: Text("The rows come in the given order backwards.", "各行按原来的顺序倒着出现。"),
    Likeness.SAME_BATCHES: Text(
        "Batches hold rows that were neighbours, in another order.", "各批里仍是原来相邻的行，只是顺序变了。"
    ),
    Likeness.NEAR: Text("Most rows are still about where they were.", "大多数行仍在原来的位置附近。"),
    Likeness.NEIGHBOURS: Text("Many batches hold rows that were neighbours.", "许多批里仍是原来相邻的行。"),
}
NEARLY_THE_SAME_AGAIN = Text(
    "A second call with the same generator gives an order that is nearly the same.",
    "用同一个生成器再次调用，得到的顺序与上次几乎相同。",
)
NOT_FROM_RNG = Text(
    "The order does not follow from `rng`: generators of the same seed must give the same order, of another another.",
    "顺序不是由 `rng` 决定的：种子相同的生成器应给出同样的顺序，种子不同则顺序不同。",
)
SAME_AGAIN = Text(
    "A second call with the same generator gives the same order again.", "用同一个生成器再次调用，顺序和上次一样。"
)
CHANGED = Text("{name} was changed: it belongs to the caller.", "{name} 被修改了：它属于调用者。")

NAMES = {"1": "X", "2": "y"}  # the arguments by their number
FEW = 0.85  # of the rows there are 0.63 among as many that are drawn with replacement
FAR_TOO_MANY = 100  # times the rows that there are: each row is looked for among them all


@dataclass(frozen=True)
class Task:
    """Data to cut into batches; no two rows of `X` are the same, nor of `y`."""

    X: np.ndarray
    y: np.ndarray
    batch_size: int
    seed: int

    @property
    def sizes(self) -> list[int]:
        """What the batches should hold."""
        full, rest = divmod(len(self.X), self.batch_size)
        return [self.batch_size] * full + [rest] * (rest > 0)

    def ask(self, submission: Submission) -> "Epoch":
        """One call, with the arguments as it leaves them."""
        arguments = (self.X.copy(), self.y.copy(), self.batch_size, RandomGenerator(self.seed))
        played = call("mini_batches", *arguments).play(submission)
        return Epoch(self, played.value, played.changed)


@dataclass(frozen=True)
class Epoch:
    """What a program made of a task."""

    task: Task
    value: Any
    changed: tuple[str, ...] = ()

    def rows(self) -> list[np.ndarray] | Problem:
        """The numbers of the rows in each batch."""
        if not isinstance(self.value, list | tuple):
            return Problem("no pairs", NO_PAIRS, form(self.value))
        if not self.value:
            return Problem("no batches", NO_BATCHES)
        found = []
        for pair in map(_pair, self.value):
            if pair is None:
                return self._no_pairs()
            X, y = pair
            if len(X) > FAR_TOO_MANY * len(self.task.X):
                return _wrong_sizes(self.task, [len(X)])
            rows = _found(X, self.task.X)
            if rows is None:
                return Problem("swapped", SWAPPED) if _found(X, self.task.y) is not None else Problem("rows", NO_ROWS)
            if not np.array_equal(self.task.y[rows], y):
                return Problem("torn apart", TORN_APART, _offset(rows, _found(y, self.task.y), len(self.task.y)))
            found.append(rows)
        return found

    def _no_pairs(self) -> Problem:
        """The first batch alone is what `return` gives within the loop; the form tells everything else apart."""
        return (
            Problem("one pair", ONE_PAIR) if self._is_one_batch() else Problem("no pairs", NO_PAIRS, form(self.value))
        )

    def _is_one_batch(self) -> bool:
        pair = _pair(self.value)
        if pair is None or len(pair[0]) != self.task.sizes[0]:
            return False
        rows = _found(pair[0], self.task.X)
        return rows is not None and np.array_equal(self.task.y[rows], pair[1])


def _pair(item: Any) -> tuple[np.ndarray, np.ndarray] | None:
    """Rows of X and as many of y; they may come in lists."""
    if not isinstance(item, list | tuple) or len(item) != 2:
        return None
    X, y = map(as_numbers, item)
    if X is None or y is None or min(X.ndim, y.ndim) == 0 or len(X) != len(y):
        return None
    return X, y


def _found(batch: np.ndarray, rows: np.ndarray) -> np.ndarray | None:
    """Which of `rows` stand in the batch; None where one does not."""
    if batch.shape[1:] != rows.shape[1:]:
        return None
    same = (batch[:, np.newaxis] == rows[np.newaxis]).all(axis=tuple(range(2, rows.ndim + 1)))
    return same.argmax(axis=1) if same.any(axis=1).all() else None


def _offset(rows: np.ndarray, targets: np.ndarray | None, count: int) -> str:
    """Whether the targets are all displaced alike or turned round, which no shuffling does: a word, or ''."""
    if targets is None or len(rows) < 3:
        return ""
    if np.ptp((rows - targets) % count) == 0:
        return "displaced"
    return "turned round" if np.ptp(rows + targets) == 0 else ""


def pairs(epoch: Epoch) -> Problem | None:
    """Rows of X with their own targets."""
    rows = epoch.rows()
    return rows if isinstance(rows, Problem) else None


def sizes(epoch: Epoch) -> Problem | None:
    """Full batches first, then what is left."""
    rows = epoch.rows()
    if isinstance(rows, Problem):
        return rows
    got = [len(batch) for batch in rows]
    return None if got == epoch.task.sizes else _wrong_sizes(epoch.task, got)


def _wrong_sizes(task: Task, sizes: list[int]) -> Problem:
    numbers = {"rows": len(task.X), "size": task.batch_size}
    expected, got = _listed(task.sizes), _listed(sizes)
    message, hidden = (text.format(expected=expected, got=got, **numbers) for text in (WRONG_SIZES, OTHER_SIZES))
    return Problem("sizes", message, sizes, expected, got, hidden)


def every_row_once(epoch: Epoch) -> Problem | None:
    """No row twice; that none is missing follows from the sizes, which are another check's matter."""
    rows = epoch.rows()
    if isinstance(rows, Problem):
        return rows
    order = _order(rows)
    return Problem("not once", NOT_ONCE, _repetition(rows)) if len(set(order)) < len(order) else None


def _repetition(rows: list[np.ndarray]) -> str:
    """How rows come twice, where it is not by drawing them with replacement: a word, or ''."""
    first, *others = [batch.tolist() for batch in rows]
    order = np.array(_order(rows))
    if len(first) > 1 and first in others:
        return "a batch again"
    if len(set(order.tolist())) >= FEW * len(order):
        return "few"
    return "each from those before" if (order <= np.arange(len(order))).all() else ""


def shuffled(epoch: Epoch) -> Problem | None:
    """Neither the given order, nor pieces of it."""
    rows = epoch.rows()
    if isinstance(rows, Problem):
        return rows
    order = _order(rows)
    if order == sorted(order):
        return Problem("given order", GIVEN_ORDER)
    pieces = all((np.diff(batch) == 1).all() for batch in rows)
    return Problem("neighbours", NEIGHBOURS) if pieces else None


def mixed(epoch: Epoch) -> Problem | None:
    """An order that is random through and through, as far as one order can show."""
    rows = epoch.rows()
    if isinstance(rows, Problem):
        return rows
    order = _order(rows)
    if sorted(order) != list(range(len(order))) or len(order) < len(epoch.task.X):
        return None  # not every row once: said by other checks
    kept = likeness(order, range(len(order)))
    if kept is Likeness.NONE:
        return None
    message = {Likeness.SAME: GIVEN_ORDER, Likeness.SAME_BATCHES_INSIDE: NEIGHBOURS, **LITTLE_LEFT_TO_CHANCE}[kept]
    return Problem("not mixed", message, kept)


def arguments_kept(epoch: Epoch) -> Problem | None:
    """X and y are what they were."""
    if not epoch.changed:
        return None
    names = ", ".join(NAMES.get(number, number) for number in epoch.changed)
    return Problem(f"changed {names}", CHANGED.format(name=names))


def orders_from_rng(epochs: list[Epoch]) -> Problem | None:
    """Two runs of one seed agree, a third of another seed does not."""
    orders = [epoch.rows() for epoch in epochs]
    problem = next((order for order in orders if isinstance(order, Problem)), None)
    if problem is not None:
        return problem
    first, again, other = (_order(order) for order in orders if not isinstance(order, Problem))
    if first == other == sorted(first):
        return None  # not shuffled at all: said by another check
    return Problem("not from rng", NOT_FROM_RNG) if first != again or first == other else None


def another_order_next_time(epochs: list[Epoch]) -> Problem | None:
    """Two calls with one generator; what it is that ignores the generator is another check's matter."""
    orders = [epoch.rows() for epoch in epochs]
    problem = next((order for order in orders if isinstance(order, Problem)), None)
    if problem is not None:
        return problem
    first, second = (_order(order) for order in orders if not isinstance(order, Problem))
    every_row = list(range(len(epochs[0].task.X)))
    if first == second:
        return Problem("same again", SAME_AGAIN) if first != sorted(first) else None
    if not sorted(first) == sorted(second) == every_row or likeness(first, every_row) is not Likeness.NONE:
        return None  # said by other checks
    kept = likeness(second, first)
    return None if kept is Likeness.NONE else Problem("nearly the same again", NEARLY_THE_SAME_AGAIN, kept)


def _order(rows: list[np.ndarray]) -> list[int]:
    return [int(row) for batch in rows for row in batch]


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:12])
    return f"{shown}, ..." if len(numbers) > 12 else shown


def checks(rng: np.random.Generator) -> list[Check]:
    """Numbers of rows that the batch size divides or not, rows of every form; then where the order comes from."""

    def task(rows: int, batch_size: int, *row: int) -> Task:
        y = rng.permutation(rows) + rng.uniform(0.1, 0.9, size=rows)
        return Task(rng.normal(size=(rows, *row)), y, batch_size, seed=int(rng.integers(2**31)))

    def judged(name: str, title: Text, what: Task, judge: Callable[[Epoch], Problem | None]) -> Check:
        return holds(name, title, what.ask, judge)

    small = Task(np.array([[0, 1], [10, 11], [20, 21], [30, 31], [40, 41]]), np.arange(5), 2, seed=0)
    shown = "list(mini_batches(X, y, 2, np.random.default_rng(0)))  # 5 rows"
    ragged, even, other = task(23, 5, 3), task(24, 6, 3), task(40, 4, 2)  # 40 in batches of 4: what `likeness` needs
    images = Task(rng.integers(0, 17, size=(11, 4, 4)), np.eye(11, dtype=np.int64), 4, seed=1)

    def with_seeds(submission: Submission) -> list[Epoch]:
        seeds = (other.seed, other.seed, other.seed + 1)
        return [Task(other.X, other.y, other.batch_size, seed).ask(submission) for seed in seeds]

    def twice(submission: Submission) -> list[Epoch]:
        generator = submission.keep(RandomGenerator(other.seed))
        values = [submission.mini_batches(other.X, other.y, other.batch_size, generator) for _ in range(2)]
        return [Epoch(other, value) for value in values]

    return [
        holds(
            "pairs",
            Text("rows of X with their own targets", "X 的行都配着自己的目标值"),
            small.ask,
            pairs,
            shows=shown,
            public=True,
        ),
        holds("sizes", Text("5 rows in batches of 2", "5 行，每批 2 行"), small.ask, sizes, shows=shown, public=True),
        judged("sizes-of-23", Text("23 rows in batches of 5", "23 行，每批 5 行"), ragged, sizes),
        judged("sizes-of-24", Text("24 rows in batches of 6", "24 行，每批 6 行"), even, sizes),
        judged("batches-of-one", Text("batches of one row", "每批一行"), task(6, 1, 2), sizes),
        judged(
            "larger-than-all", Text("a batch size above the number of rows", "批次大小超过行数"), task(8, 20, 2), sizes
        ),
        judged("all-in-one", Text("all rows in one batch", "所有行为一批"), task(9, 9, 2), sizes),
        judged("one-row", Text("a single row", "只有一行"), task(1, 3, 2), sizes),
        judged("once", Text("every row once, 23 rows", "每行一次，23 行"), ragged, every_row_once),
        judged("once-of-24", Text("every row once, 24 rows", "每行一次，24 行"), even, every_row_once),
        judged("numbers", Text("rows that are single numbers", "每行是一个数"), task(13, 4), pairs),
        judged("images", Text("rows that are images, one-hot targets", "每行是图像，目标值是独热向量"), images, pairs),
        judged("image-sizes", Text("11 images in batches of 4", "11 幅图像，每批 4 幅"), images, sizes),
        judged("shuffled", Text("the rows are shuffled", "各行被打乱"), ragged, shuffled),
        judged(
            "shuffled-within", Text("batches are no pieces of the data", "批次不是数据中相连的片段"), other, shuffled
        ),
        judged("mixed", Text("no trace of the given order", "看不出原来的顺序"), other, mixed),
        holds("from-rng", Text("the order comes from rng", "顺序来自 rng"), with_seeds, orders_from_rng),
        holds(
            "next-epoch",
            Text("another order at the next call", "再次调用时是另一个顺序"),
            twice,
            another_order_next_time,
        ),
        judged("arguments", Text("X and y stay as they are", "X 和 y 保持不变"), ragged, arguments_kept),
    ]
