"""Checks of `local_search`, by properties: where its candidates start from, how often it asks, what it returns.

The loss stays on this side and follows a script: the start has the first loss, the k-th new candidate the
one after the k-th, whatever was drawn. So it is known at every moment which array is the best so far.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from steepest_graders.authoring import (
    Callback,
    Check,
    Problem,
    RandomGenerator,
    Submission,
    Text,
    as_numbers,
    call,
    form,
    holds,
    largest_cosine,
    shown,
)
from steepest_numerics import search

reference = {"local_search": search.local_search}

NOT_THE_BEST = Text(
    "With the losses {losses}, the start's first, {got} was returned; the best is {best}.",
    "损失依次为 {losses}（第一个是起点的），返回的是{got}；最好的是{best}。",
)
NOT_THE_BEST_HIDDEN = Text("What was returned is not the array with the lowest loss.", "返回的不是损失最低的数组。")
START = Text("the start", "起点")
CANDIDATE = Text("candidate {number}", "候选 {number}")
NOTHING = Text("Nothing was returned (None).", "没有返回任何值（None）。")
NOT_W = Text("What was returned is no array of the shape of W.", "返回的不是与 W 形状相同的数组。")
UNSEEN = Text("What was returned is no array that the loss was asked about.", "返回的不是求过损失的数组。")
TOO_MANY = Text(
    "The loss was asked for {got} times; the start and {tries} candidates need {needed}.",
    "求了 {got} 次损失；起点和 {tries} 个候选只需 {needed} 次。",
)
TOO_FEW = Text(
    "The loss was asked for {got} times only; the start and {tries} candidates need {needed}.",
    "只求了 {got} 次损失；起点和 {tries} 个候选需要 {needed} 次。",
)
TOO_MANY_HIDDEN = Text(
    "The loss was asked for more often than {needed} times: once for the start and once for each candidate.",
    "求损失超过了 {needed} 次：起点一次，每个候选一次。",
)
TOO_FEW_HIDDEN = Text(
    "The loss was asked for less often than {needed} times: once for the start and once for each candidate.",
    "求损失不到 {needed} 次：起点一次，每个候选一次。",
)
OTHER_SHAPE = Text("A candidate has not the shape of W.", "有的候选形状与 W 不同。")
REPEATED = Text("Every try makes the same change.", "每次尝试做的都是同样的改动。")
NO_RANDOMNESS = Text(
    "Every try makes the same change, the same in all entries: nothing is drawn.",
    "每次尝试做的都是同样的改动，而且所有元素的改动都相等：其中没有任何随机性。",
)
DEPENDENT = Text(
    "The changes are not independent: some are much like others.", "各次改动并不相互独立：有的与别的很相像。"
)
DEPENDENT_ENTRIES = Text(
    "The entries don't change independently: some always change alike.", "各元素的改动并不相互独立：有的总是一起改动。"
)
EQUAL_ENTRIES = Text("All entries change by the same number.", "所有元素的改动都是同一个数。")
ONE_ENTRY = Text("Only one entry changes at a time.", "每次只改动了一个元素。")
PROPORTIONAL = Text("Large entries change more than small ones.", "大的元素比小的元素改动得多。")
ELSEWHERE = {
    "start": Text(
        "The candidates are made from the start, not from the best so far.",
        "候选是从起点出发的，而不是从到目前为止最好的。",
    ),
    "one before": Text("Each candidate is made from the one before.", "每个候选都是从上一个候选出发的。"),
    "worst": Text("The candidates are made from the worst so far.", "候选是从到目前为止最差的出发的。"),
    "elsewhere": Text("The candidates are not made from the best so far.", "候选不是从到目前为止最好的出发的。"),
}
NOT_NORMAL = Text("The changes are not normally distributed.", "改动不服从正态分布。")
SPREAD = Text(
    "The changes have a standard deviation of about {got}; asked for is {step}.",
    "改动的标准差约为 {got}；要求的是 {step}。",
)
SPREAD_HIDDEN = Text("The changes have another standard deviation than {step}.", "改动的标准差不是 {step}。")
CENTRE_HIDDEN = Text("The changes have another mean than 0.", "改动的平均值不是 0。")
CENTRE = Text("The changes have a mean of about {got}, not 0.", "改动的平均值约为 {got}，而不是 0。")
NOT_FROM_RNG = Text(
    "The candidates don't follow from `rng`: generators of one seed must give the same, of another seed others.",
    "候选不是由 `rng` 决定的：种子相同的生成器应给出同样的候选，种子不同则不同。",
)
CHANGED = Text("W was changed: it belongs to the caller.", "W 被修改了：它属于调用者。")

# Of the arrays with these losses the start, the best, the worst, the last, the first that is better and the
# last that beats the start, or the one before, are all different ones.
MIXED = (5.0, 6.0, 3.0, 9.0, 1.0, 6.5, 2.0, 4.0, 7.0)
ALIKE = 0.5  # the cosine of an angle: see _dependent
SIGMAS = 6  # how far a right program's sample may stray: once in a thousand million times
STEADY = 1.3  # the largest by the smallest of the changes' sizes; measured from elsewhere it is 1.4 and more


@dataclass(frozen=True)
class Task:
    """A search to watch; `losses` are the start's and then the candidates', as they are first looked at."""

    W: np.ndarray
    losses: tuple[float, ...]
    step: float
    seed: int

    @property
    def tries(self) -> int:
        return len(self.losses) - 1

    def watch(self, submission: Submission) -> "Search":
        """Let the program search."""
        seen = Search(self, [self.W])
        arguments = (self.W.copy(), self.tries, self.step, RandomGenerator(self.seed))
        played = call("local_search", Callback(seen.loss), *arguments).play(submission)
        seen.result, seen.changed = played.value, bool(played.changed)
        return seen


@dataclass
class Search:
    """The start and what a program looked at, in order and without doubles; how often it asked; its answer."""

    task: Task
    arrays: list[np.ndarray]
    asked: int = 0
    result: Any = None
    changed: bool = False

    def loss(self, W: np.ndarray) -> float:
        """The same for the same W; more candidates than there should be have ever higher losses."""
        self.asked += 1
        number = self._number(W)
        if number is None:
            number = len(self.arrays)
            self.arrays.append(np.array(W, dtype=float))
        losses = self.task.losses
        return losses[number] if number < len(losses) else max(losses) + number

    def _number(self, W: Any) -> int | None:
        return next((number for number, known in enumerate(self.arrays) if np.array_equal(known, W)), None)

    def returned(self) -> int | Problem:
        """The number of the array that was returned; 0 is the start."""
        if self.result is None:
            return Problem("nothing", NOTHING, got="None")
        if _is_pair(self.result):
            return Problem("pair", NOT_W, self._number(self.result[0]), got="(W, loss)")
        W = as_numbers(self.result)
        if W is None or W.shape != self.task.W.shape:
            return Problem(*self._no_array(W), got=shown(self.result)[:60])
        number = next((number for number, known in enumerate(self.arrays) if _near(known, W)), None)
        return Problem("unseen", UNSEEN, got="another W") if number is None else number

    def _no_array(self, answer: np.ndarray | None) -> tuple[str, Text, Any]:
        """A code, a message, and what tells such answers apart."""
        if answer is None:
            return "no numbers", NOT_W, form(self.result)
        if answer.ndim:
            return "another shape", NOT_W, str(answer.shape)
        lowest = min(self.task.losses[: len(self.arrays)])
        return ("lowest loss", NOT_W, ()) if answer == lowest else ("another number", NOT_W, float(answer))


def _near(known: np.ndarray, W: np.ndarray) -> bool:
    """Equal up to rounding: who takes a step back by subtracting it may miss the last digit."""
    return known.shape == W.shape and np.allclose(known, W, rtol=1e-9, atol=1e-12)


def _is_pair(answer: Any) -> bool:
    """Whether a number came along with the array."""
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return False
    loss = as_numbers(answer[1])
    return loss is not None and loss.ndim == 0


def best_returned(seen: Search) -> Problem | None:
    """The returned array has the lowest loss of the start and the candidates that were looked at."""
    number, losses = seen.returned(), seen.task.losses[: len(seen.arrays)]
    best = int(np.argmin(losses))
    if isinstance(number, Problem):
        return Problem(number.code, number.message, expected=_named(best).en, got=number.got)
    if number == best:
        return None
    listed = ", ".join(f"{loss:g}" for loss in losses)
    message = NOT_THE_BEST.format(losses=listed, got=_named(number), best=_named(best))
    return Problem("not the best", message, [number], _named(best).en, _named(number).en, NOT_THE_BEST_HIDDEN)


def _named(number: int) -> Text:
    return CANDIDATE.format(number=number) if number else START


def asked_as_often_as_needed(seen: Search) -> Problem | None:
    """`tries` + 1 evaluations."""
    tries, got = seen.task.tries, seen.asked
    if got == tries + 1:
        return None
    code, texts = ("too few", (TOO_FEW, TOO_FEW_HIDDEN)) if got <= tries else ("too many", (TOO_MANY, TOO_MANY_HIDDEN))
    message, hidden = (text.format(got=got, tries=tries, needed=tries + 1) for text in texts)
    return Problem(code, message, expected=f"loss asked for {tries + 1} times", got=f"{got} times", hidden=hidden)


def well_changed(seen: Search) -> Problem | None:
    """Every candidate is the best so far plus `step` times standard normal numbers."""
    task = seen.task
    if any(W.shape != task.W.shape for W in seen.arrays):
        return Problem("shape", OTHER_SHAPE)
    arrays = np.stack([W.ravel() for W in seen.arrays[: len(task.losses)]])
    if len(arrays) <= task.tries / 2:
        return _repeated(arrays, task)
    bests = [int(np.argmin(task.losses[:number])) for number in range(1, len(arrays))]
    changes = arrays[1:] - arrays[bests]
    return (
        _degenerate(changes, arrays[bests])
        or _made_elsewhere(arrays, bests, task)
        or _dependent(changes)
        or _not_as_asked(changes, task)
    )


def _repeated(arrays: np.ndarray, task: Task) -> Problem:
    """Nothing random at all is another matter than one draw for all tries."""
    change = arrays[-1] - arrays[0]
    if np.ptp(change) > 1e-9:
        return Problem("repeated", REPEATED)
    return Problem("no randomness", NO_RANDOMNESS, round(float(change[0] / task.step), 6))


def _dependent(changes: np.ndarray) -> Problem | None:
    """Changes, and entries over all changes, point in directions that have nothing to do with each other.

    Of independent normal vectors with D + 1 entries two, less their means, enclose an angle of cosine c or more, in
    size, with a probability of at most 2 exp(-D c^2 / 2), and of at most (1 - c^2)^((D - 1) / 2). With 10 changes of
    1000 entries and more, that is below 1e-50 for all pairs of changes and c = 0.5, and below 1e-29 for all pairs of
    entries and c = 1 - 1e-9: only entries that always change alike can be told from independent ones.
    """
    if largest_cosine(changes) > ALIKE:
        return Problem("dependent changes", DEPENDENT)
    if largest_cosine(changes.T) > 1 - 1e-9:
        return Problem("dependent entries", DEPENDENT_ENTRIES)
    return None


def _degenerate(changes: np.ndarray, bests: np.ndarray) -> Problem | None:
    if np.max(np.ptp(changes, axis=0)) < 1e-9:
        return Problem("repeated", REPEATED)
    if np.max(np.ptp(changes, axis=1)) < 1e-9:
        return Problem("equal entries", EQUAL_ENTRIES)
    if np.all(np.sum(changes != 0, axis=1) <= 1):
        return Problem("one entry", ONE_ENTRY)
    if np.corrcoef(abs(changes).ravel(), abs(bests).ravel())[0, 1] > 0.3:
        return Problem("proportional", PROPORTIONAL)
    return None


def _made_elsewhere(arrays: np.ndarray, bests: Sequence[int], task: Task) -> Problem | None:
    """Measured from where they were made, the changes are all of one size."""
    count = len(arrays)
    origins = {
        "best": bests,
        "start": [0] * (count - 1),
        "one before": range(count - 1),
        "worst": [int(np.argmax(task.losses[:number])) for number in range(1, count)],
    }
    found = next(
        (name for name, numbers in origins.items() if _steady(arrays[1:] - arrays[list(numbers)])), "elsewhere"
    )
    return None if found == "best" else Problem(f"from {found}", ELSEWHERE[found])


def _steady(changes: np.ndarray) -> bool:
    sizes = np.sqrt(np.mean(changes**2, axis=1))
    return bool(np.max(sizes) < STEADY * np.min(sizes))


def _not_as_asked(changes: np.ndarray, task: Task) -> Problem | None:
    mean, spread, error = np.mean(changes), np.std(changes), 1 / np.sqrt(changes.size)
    kurtosis = np.mean(((changes - mean) / spread) ** 4)  # 3 of normal numbers, 1.8 of uniform ones
    if abs(kurtosis - 3) > SIGMAS * np.sqrt(24) * error:
        widest = np.max(abs(changes - mean)) / spread  # the root of 3 for uniform numbers
        uniform = abs(kurtosis - 1.8) < 0.2 and abs(widest - np.sqrt(3)) < 0.05
        return Problem("uniform" if uniform else "not normal", NOT_NORMAL)
    if abs(spread / task.step - 1) > SIGMAS * error / np.sqrt(2):
        known = {"variance": np.sqrt(task.step), "one": 1.0}
        code = next((word for word, value in known.items() if abs(spread / value - 1) < 0.1), "other")
        message, hidden = (text.format(got=f"{spread:.3g}", step=f"{task.step:g}") for text in (SPREAD, SPREAD_HIDDEN))
        return Problem(f"spread {code}", message, hidden=hidden)
    if abs(mean) > SIGMAS * task.step * error:
        return Problem("centre", CENTRE.format(got=f"{mean:.3g}"), hidden=CENTRE_HIDDEN)
    return None


def drawn_from_rng(searches: list[Search]) -> Problem | None:
    """Two runs of one seed agree, a third of another seed does not."""
    first, again, other = ([W.tolist() for W in seen.arrays] for seen in searches)
    return Problem("not from rng", NOT_FROM_RNG) if first != again or first == other else None


def start_kept(seen: Search) -> Problem | None:
    """W is what it was."""
    return Problem("changed", CHANGED) if seen.changed else None


def checks(rng: np.random.Generator) -> list[Check]:
    """Scripts that tell the best from all others; then where candidates start, and how they are drawn."""

    def task(shape: tuple[int, ...], losses: tuple[float, ...], step: float = 0.1) -> Task:
        return Task(rng.normal(size=shape), losses, step, seed=int(rng.integers(2**31)))

    def judged(
        name: str, title: Text, what: Task, judge: Callable[[Search], Problem | None], public: bool = False
    ) -> Check:
        losses = ", ".join(f"{loss:g}" for loss in what.losses)
        shows = f"local_search(loss, W, {what.tries}, {what.step}, rng)  # the losses: {losses}"
        return holds(name, title, what.watch, judge, shows=shows if public else "", public=public)

    def records(tries: int) -> tuple[float, ...]:
        """A new best now and then from the second candidate on; between them losses above and below the start's."""
        losses, best = [5.0], 5.0
        for number in range(1, tries + 1):
            if number in (2, 5, 9, 14, 19):
                best -= 0.3
                losses.append(best)
            else:
                losses.append(best + float(rng.uniform(0.05, 2)))
        return tuple(losses)

    example = Task(np.zeros((2, 3)), (5.0, 6.0, 3.0, 4.0, 2.0, 8.0), 0.1, seed=0)
    mixed = task((3, 5), MIXED)
    moving = task((20, 50), records(24))
    short = task((1000,), records(10), 0.04)
    order = task((3, 2), MIXED[:5])

    def with_seeds(submission: Submission) -> list[Search]:
        seeds = (order.seed, order.seed, order.seed + 1)
        return [Task(order.W, order.losses, order.step, seed).watch(submission) for seed in seeds]

    return [
        judged(
            "best",
            Text("the best of the start and five candidates", "起点和五个候选中最好的"),
            example,
            best_returned,
            True,
        ),
        judged(
            "evaluations",
            Text("one loss for the start, one a try", "起点求一次损失，每次尝试求一次"),
            example,
            asked_as_often_as_needed,
            True,
        ),
        judged("best-of-eight", Text("the best of eight candidates", "八个候选中最好的"), mixed, best_returned),
        judged(
            "evaluations-of-eight",
            Text("eight tries, nine losses", "尝试八次，求九次损失"),
            mixed,
            asked_as_often_as_needed,
        ),
        judged("one-try", Text("a single try that helps", "只尝试一次，有帮助"), task((3,), (2.0, 1.0)), best_returned),
        judged(
            "in-vain", Text("no candidate is better", "没有更好的候选"), task((4,), (1.0, 3.0, 2.0, 4.0)), best_returned
        ),
        judged("best-last", Text("ever better", "越来越好"), task((2, 1, 3), (4.0, 3.0, 2.0, 1.0)), best_returned),
        judged(
            "high-losses",
            Text("losses of a million million", "上万亿的损失"),
            task((4,), tuple(1e12 + loss for loss in MIXED)),
            best_returned,
        ),
        judged(
            "negative-losses",
            Text("negative losses", "负的损失"),
            task((2, 2), tuple(loss - 20 for loss in MIXED)),
            best_returned,
        ),
        judged(
            "from-the-best",
            Text("candidates made from the best so far", "候选从到目前为止最好的出发"),
            moving,
            well_changed,
        ),
        judged("short-steps", Text("short steps", "小步子"), short, well_changed),
        holds("from-rng", Text("the candidates come from rng", "候选来自 rng"), with_seeds, drawn_from_rng),
        judged("start-kept", Text("W stays as it is", "W 保持不变"), mixed, start_kept),
    ]
