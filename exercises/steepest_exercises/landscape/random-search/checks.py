"""Checks of `random_search`, by properties: which candidates it looked at, how often, and which it returned.

The loss stays on this side and follows a script: the k-th new candidate has the k-th loss, whatever was
drawn. So it is known which candidate is the best, and no verdict hangs on one stream of random numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
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
    form,
    holds,
    largest_cosine,
    shown,
)
from steepest_numerics import search

reference = {"random_search": search.random_search}

NOT_THE_BEST = Text(
    "Of candidates with the losses {losses}, number {got} was returned; number {best} is the best.",
    "各候选的损失为 {losses}，返回的是第 {got} 个；最好的是第 {best} 个。",
)
NOT_THE_BEST_HIDDEN = Text("What was returned is not the candidate with the lowest loss.", "返回的不是损失最低的候选。")
NOTHING = Text("Nothing was returned (None).", "没有返回任何值（None）。")
NOT_W = Text("What was returned is no array of shape {shape}.", "返回的不是形状为 {shape} 的数组。")
UNSEEN = Text(
    "What was returned is none of the candidates that the loss was asked about.", "返回的不是求过损失的候选。"
)
TOO_MANY = Text(
    "The loss was asked for {got} times; {tries} tries need {tries}.",
    "求了 {got} 次损失；{tries} 次尝试只需 {tries} 次。",
)
TOO_FEW = Text(
    "The loss was asked for {got} times only; there are {tries} tries.", "只求了 {got} 次损失；应当尝试 {tries} 次。"
)
TOO_MANY_HIDDEN = Text(
    "The loss was asked for more often than {tries} times, once a try.", "求损失超过了 {tries} 次：每次尝试只需一次。"
)
TOO_FEW_HIDDEN = Text(
    "The loss was asked for less often than {tries} times, once a try.", "求损失不到 {tries} 次：每次尝试应求一次。"
)
OTHER_SHAPE = Text("A candidate has not the shape {shape}.", "有的候选形状不是 {shape}。")
REPEATED = Text("Every try looks at the same W.", "每次尝试看的都是同一个 W。")
NO_RANDOMNESS = Text(
    "Every try looks at the same W, whose entries are all equal: nothing is drawn.",
    "每次尝试看的都是同一个 W，而且所有元素都相等：其中没有任何随机性。",
)
DEPENDENT = Text(
    "The candidates are not independent: some are much like others.", "候选并不相互独立：有的候选与别的候选很相像。"
)
DEPENDENT_ENTRIES = Text(
    "The entries are not independent: some are always equal, or in proportion.",
    "元素并不相互独立：有的元素总是相等或成比例。",
)
EQUAL_ENTRIES = Text("All entries of a candidate are equal.", "候选的所有元素都相等。")
GROWING = Text("The candidates grow from try to try.", "候选随着尝试越来越大。")
NOT_NORMAL = Text("The entries are not normally distributed.", "元素不服从正态分布。")
SPREAD = Text(
    "The entries have a standard deviation of about {got}; asked for is {scale}.",
    "元素的标准差约为 {got}；要求的是 {scale}。",
)
SPREAD_HIDDEN = Text("The entries have another standard deviation than {scale}.", "元素的标准差不是 {scale}。")
CENTRE_HIDDEN = Text("The entries have another mean than 0.", "元素的平均值不是 0。")
CENTRE = Text("The entries have a mean of about {got}, not 0.", "元素的平均值约为 {got}，而不是 0。")
NOT_FROM_RNG = Text(
    "The candidates don't follow from `rng`: generators of one seed must give the same, of another seed others.",
    "候选不是由 `rng` 决定的：种子相同的生成器应给出同样的候选，种子不同则不同。",
)

MIXED = (5.0, 3.0, 9.0, 1.0, 6.0, 2.0, 4.0, 7.0)  # the best, the worst, the first and the last are four
ALIKE = 0.5  # the cosine of an angle: see _dependent
STEADY = 1.5  # the longest by the shortest step of a walk; 1.1 is usual for 300 entries
SIGMAS = 6  # how far a right program's sample may stray: once in a thousand million times


@dataclass(frozen=True)
class Task:
    """A search to watch; the losses of its candidates in the order in which they are first looked at."""

    shape: tuple[int, ...]
    losses: tuple[float, ...]
    scale: float
    seed: int

    @property
    def tries(self) -> int:
        return len(self.losses)

    def watch(self, submission: Submission) -> "Search":
        """Let the program search."""
        seen = Search(self)
        arguments = (self.shape, self.tries, self.scale, RandomGenerator(self.seed))
        seen.result = submission.random_search(Callback(seen.loss), *arguments)
        return seen


@dataclass
class Search:
    """What a program looked at, in order and without doubles, how often it asked, and what it returned."""

    task: Task
    candidates: list[np.ndarray] = field(default_factory=list)
    asked: int = 0
    result: Any = None

    def loss(self, W: np.ndarray) -> float:
        """The same for the same W; more candidates than there should be have ever higher losses."""
        self.asked += 1
        number = self._number(W)
        if number is None:
            number = len(self.candidates)
            self.candidates.append(np.array(W, dtype=float))
        losses = self.task.losses
        return losses[number] if number < len(losses) else max(losses) + number

    def _number(self, W: Any) -> int | None:
        numbers = (number for number, known in enumerate(self.candidates) if np.array_equal(known, W))
        return next(numbers, None)

    def returned(self) -> int | Problem:
        """The number of the candidate that was returned."""
        if self.result is None:
            return Problem("nothing", NOTHING, got="None")
        shape = self.task.shape
        if _is_pair(self.result):
            return Problem("pair", NOT_W.format(shape=shape), self._number(self.result[0]), got="(W, loss)")
        W = as_numbers(self.result)
        if W is None or W.shape != shape:
            return Problem(*self._no_array(W), got=shown(self.result)[:60])
        number = self._number(W)
        return Problem("unseen", UNSEEN, got="another W") if number is None else number

    def _no_array(self, answer: np.ndarray | None) -> tuple[str, Text, Any]:
        """A code, a message, and what tells such answers apart."""
        message = NOT_W.format(shape=self.task.shape)
        if answer is None:
            return "no numbers", message, form(self.result)
        if answer.ndim:
            return "another shape", message, str(answer.shape)
        lowest = min(self.task.losses[: len(self.candidates)], default=None)
        return ("lowest loss", message, ()) if answer == lowest else ("another number", message, float(answer))


def _is_pair(answer: Any) -> bool:
    """Whether a number came along with the array."""
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return False
    loss = as_numbers(answer[1])
    return loss is not None and loss.ndim == 0


def best_returned(seen: Search) -> Problem | None:
    """The returned candidate has the lowest loss of those that were looked at."""
    number = seen.returned()
    losses = [*seen.task.losses, *(float("inf"),) * len(seen.candidates)][: len(seen.candidates)]
    best = int(np.argmin(losses)) if losses else 0
    expected = f"W number {best + 1}"
    if isinstance(number, Problem):
        return Problem(number.code, number.message, expected=expected, got=number.got)
    if number == best:
        return None
    listed = ", ".join(f"{loss:g}" for loss in losses)
    message = NOT_THE_BEST.format(losses=listed, got=number + 1, best=best + 1)
    return Problem("not the best", message, [number], expected, f"W number {number + 1}", NOT_THE_BEST_HIDDEN)


def asked_once_a_try(seen: Search) -> Problem | None:
    """`tries` evaluations."""
    tries, got = seen.task.tries, seen.asked
    if got == tries:
        return None
    looked_at = len(seen.candidates)
    code = "too few" if got < tries else f"{looked_at - tries} W too many" if looked_at > tries else "asked again"
    texts = (TOO_FEW, TOO_FEW_HIDDEN) if got < tries else (TOO_MANY, TOO_MANY_HIDDEN)
    message, hidden = (text.format(got=got, tries=tries) for text in texts)
    return Problem(code, message, expected=f"loss asked for {tries} times", got=f"{got} times", hidden=hidden)


def well_drawn(seen: Search) -> Problem | None:
    """Independent normal numbers of the right spread; `repeated` to `centre`, the coarsest difference first."""
    task = seen.task
    if any(W.shape != task.shape for W in seen.candidates):
        return Problem("shape", OTHER_SHAPE.format(shape=task.shape))
    if len(seen.candidates) < 2:
        return _repeated(seen)
    drawn = np.stack([W.ravel() for W in seen.candidates[: task.tries]])
    if not np.isfinite(drawn).all():
        return Problem("not normal", NOT_NORMAL)
    if np.all(np.ptp(drawn, axis=1) == 0):
        return Problem("equal entries", EQUAL_ENTRIES)
    half = len(drawn) // 2
    if np.median(abs(drawn[half:])) > 1.3 * np.median(abs(drawn[:half])):  # a few large entries make no walk
        return Problem("walk" if _steady(np.diff(drawn, axis=0)) else "growing", GROWING)
    return _dependent(drawn) or _not_as_asked(drawn.ravel(), task.scale)


def _repeated(seen: Search) -> Problem:
    """Nothing random at all is another matter than one draw for all tries."""
    first = seen.candidates[0].ravel() if seen.candidates else np.zeros(0)
    if len(first) < 2 or np.ptp(first) > 0:
        return Problem("repeated", REPEATED)
    return Problem("no randomness", NO_RANDOMNESS, float(first[0] / seen.task.scale))


def _steady(steps: np.ndarray) -> bool:
    """Whether all are about equally long, as the steps of a walk are."""
    lengths = np.linalg.norm(steps, axis=1)
    return bool(np.max(lengths) < STEADY * np.min(lengths))


def _dependent(drawn: np.ndarray) -> Problem | None:
    """Candidates, and entries over all candidates, point in directions that have nothing to do with each other.

    Of independent normal vectors with D + 1 entries two, less their means, enclose an angle of cosine c or more, in
    size, with a probability of at most 2 exp(-D c^2 / 2), and of at most (1 - c^2)^((D - 1) / 2). With 16 candidates
    of 300 entries and more, that is below 2e-14 for all pairs of candidates and c = 0.5, and below 1e-50 for all pairs
    of entries and c = 1 - 1e-9: only entries that are always equal, or in proportion, can be told from others.
    """
    if largest_cosine(drawn) > ALIKE:
        return Problem("dependent candidates", DEPENDENT)
    if largest_cosine(drawn.T) > 1 - 1e-9:
        return Problem("dependent entries", DEPENDENT_ENTRIES)
    return None


def _not_as_asked(drawn: np.ndarray, scale: float) -> Problem | None:
    mean, spread, error = np.mean(drawn), np.std(drawn), 1 / np.sqrt(drawn.size)
    kurtosis = np.mean(((drawn - mean) / spread) ** 4)  # 3 of normal numbers, 1.8 of uniform ones
    if abs(kurtosis - 3) > SIGMAS * np.sqrt(24) * error:
        widest = np.max(abs(drawn - mean)) / spread  # the root of 3 for uniform numbers
        uniform = abs(kurtosis - 1.8) < 0.2 and abs(widest - np.sqrt(3)) < 0.05
        return Problem("uniform" if uniform else "not normal", NOT_NORMAL)
    if abs(spread / scale - 1) > SIGMAS * error / np.sqrt(2):
        known = {"variance": np.sqrt(scale), "one": 1.0}
        code = next((word for word, value in known.items() if abs(spread / value - 1) < 0.1), "other")
        message, hidden = (text.format(got=f"{spread:.3g}", scale=f"{scale:g}") for text in (SPREAD, SPREAD_HIDDEN))
        return Problem(f"spread {code}", message, hidden=hidden)
    if abs(mean) > SIGMAS * scale * error:
        return Problem("centre", CENTRE.format(got=f"{mean:.3g}"), hidden=CENTRE_HIDDEN)
    return None


def drawn_from_rng(searches: list[Search]) -> Problem | None:
    """Two runs of one seed agree, a third of another seed does not."""
    first, again, other = ([W.tolist() for W in seen.candidates] for seen in searches)
    return Problem("not from rng", NOT_FROM_RNG) if first != again or first == other else None


def checks(rng: np.random.Generator) -> list[Check]:
    """Scripts that tell the best from the last, the first and the worst; then how the candidates are drawn."""

    def task(shape: tuple[int, ...], losses: tuple[float, ...], scale: float = 0.5) -> Task:
        return Task(shape, losses, scale, seed=int(rng.integers(2**31)))

    def judged(
        name: str, title: Text, what: Task, judge: Callable[[Search], Problem | None], public: bool = False
    ) -> Check:
        losses = ", ".join(f"{loss:g}" for loss in what.losses)
        shows = f"random_search(loss, {what.shape}, {what.tries}, {what.scale}, rng)  # the losses: {losses}"
        return holds(name, title, what.watch, judge, shows=shows if public else "", public=public)

    def shuffled(*losses: float) -> tuple[float, ...]:
        """The best and the worst anywhere, but neither first nor last."""
        low, *middle, high = sorted(losses)
        inner = [low, high, *middle[2:]]
        return (middle[0], *(inner[i] for i in rng.permutation(len(inner))), middle[1])

    example = Task((2, 3), (5.0, 3.0, 9.0, 1.0, 6.0), 1.0, seed=0)
    mixed = task((3, 5), MIXED)
    high = task((4,), tuple(1e300 * loss for loss in MIXED))
    negative = task((2, 2), tuple(-loss for loss in MIXED))
    many = task((20, 25), tuple(rng.uniform(1, 2, size=24)), 0.25)
    wide = task((300,), tuple(rng.uniform(1, 2, size=16)), 9.0)
    order = task((3, 2), MIXED[:5])

    def with_seeds(submission: Submission) -> list[Search]:
        seeds = (order.seed, order.seed, order.seed + 1)
        return [Task(order.shape, order.losses, order.scale, seed).watch(submission) for seed in seeds]

    return [
        judged("best", Text("the best of five", "五个中最好的"), example, best_returned, True),
        judged("evaluations", Text("one loss a try", "每次尝试求一次损失"), example, asked_once_a_try, True),
        judged("best-of-eight", Text("the best of eight", "八个中最好的"), mixed, best_returned),
        judged(
            "evaluations-of-eight", Text("eight tries, eight losses", "尝试八次，求八次损失"), mixed, asked_once_a_try
        ),
        judged("one-try", Text("a single try", "只尝试一次"), task((3,), (4.0,)), best_returned),
        judged(
            "best-last",
            Text("the last one is the best", "最后一个最好"),
            task((2, 1, 3), (3.0, 2.0, 1.0)),
            best_returned,
        ),
        judged(
            "best-first", Text("the first one is the best", "第一个最好"), task((5, 3), (1.0, 3.0, 2.0)), best_returned
        ),
        judged("high-losses", Text("enormous losses", "极大的损失"), high, best_returned),
        judged("negative-losses", Text("negative losses", "负的损失"), negative, best_returned),
        judged(
            "any-order",
            Text("losses in any order", "任意顺序的损失"),
            task((2, 2), shuffled(*rng.uniform(0.5, 5, size=9))),
            best_returned,
        ),
        judged("drawn", Text("normal numbers of spread 0.25", "标准差为 0.25 的正态分布"), many, well_drawn),
        judged("drawn-wide", Text("normal numbers of spread 9", "标准差为 9 的正态分布"), wide, well_drawn),
        holds("from-rng", Text("the candidates come from rng", "候选来自 rng"), with_seeds, drawn_from_rng),
    ]
