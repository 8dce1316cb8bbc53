"""What an instructor sees: how the items go, and which misconceptions they met. Read from what is added up already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import StatisticsError, correlation, mean, median

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from steepest.models import (
    Account,
    Diagnosis,
    Kind,
    Met,
    Participant,
    QuizAttempt,
    Response,
    Result,
    Role,
    RoleName,
    Room,
    Submission,
    counted,
)

STUCK_AFTER = 3  # tries
STUCK_FOR = timedelta(days=3)
MANY_TRIES = 6
FEW = 5  # people; a correlation of fewer says nothing


@dataclass(frozen=True, slots=True)
class MisconceptionCount:
    """How often a misconception was met, in people and in what they handed in."""

    slug: str
    people: int
    submissions: int


@dataclass(frozen=True, slots=True)
class ExerciseSummary:
    """How an exercise goes in an offering. People are accounts and guests; an account's guests count as one."""

    slug: str
    tried: int = 0
    solved: int = 0
    submissions: int = 0
    waiting: int = 0
    misconceptions: tuple[MisconceptionCount, ...] = field(default=())

    @property
    def solved_share(self) -> float | None:
        """The share of those who tried that solved it; None when nobody tried."""
        return self.solved / self.tried if self.tried else None


def summaries(session: Session, offering_id: int) -> dict[str, ExerciseSummary]:
    """Per exercise slug; an exercise that nobody tried has no entry."""
    met = _misconceptions(session, offering_id)
    rows = session.execute(
        select(
            Result.item,
            func.count(),
            func.count(Result.tries_to_solve),
            func.sum(Result.tries),
            func.sum(Result.waiting),
        )
        .where(Result.offering_id == offering_id, Result.room == Room.EXERCISES)
        .group_by(Result.item)
    )
    return {row[0]: ExerciseSummary(*row, misconceptions=tuple(met[row[0]])) for row in rows}


def _misconceptions(session: Session, offering_id: int) -> dict[str, list[MisconceptionCount]]:
    """Those met in each exercise, the most frequent first."""
    met: dict[str, list[MisconceptionCount]] = defaultdict(list)
    for room, item, slug, people, tries in _met(session, offering_id):
        if room is Room.EXERCISES:
            met[item].append(MisconceptionCount(slug, people, tries))
    for found in met.values():
        found.sort(key=lambda one: (-one.people, -one.submissions, one.slug))
    return met


def _met(session: Session, offering_id: int) -> Iterator[tuple[Room, str, str, int, int]]:
    """Room, item, misconception, people, tries: in the order of the index that covers it."""
    grouped = (Met.room, Met.item, Met.misconception)
    rows = session.execute(
        select(*grouped, func.count(), func.sum(Met.tries))
        .where(Met.offering_id == offering_id)
        .group_by(*grouped)
        .order_by(*grouped)
    )
    yield from ((room, item, slug, people, tries) for room, item, slug, people, tries in rows)


@dataclass(frozen=True, slots=True)
class Stuck:
    """Somebody who keeps trying and has not got there."""

    participant_id: int
    name: str | None  # None: a guest
    account_id: int | None
    room: Room
    item: str
    tries: int
    last: datetime


def stuck(session: Session, offering_id: int, moment: datetime) -> list[Stuck]:
    """Who tried an item at least STUCK_AFTER times without solving it, within STUCK_FOR; the most tries first.

    Students and guests: neither who teaches nor who has left.
    """
    rows = session.execute(
        select(Result.participant_id, Account.name, Account.id, Result.room, Result.item, Result.tries, Result.last)
        .join(Participant, Participant.id == Result.participant_id)
        .outerjoin(Account, Account.id == Participant.account_id)
        .outerjoin(Role, (Role.account_id == Account.id) & (Role.offering_id == offering_id))
        .where(
            Account.id.is_(None) | (Role.name == RoleName.STUDENT),
            Result.offering_id == offering_id,
            Result.last > moment - STUCK_FOR,
            Result.tries >= STUCK_AFTER,
            Result.tries_to_solve.is_(None),
            Result.room != Room.LESSONS,
        )
        .order_by(Result.tries.desc(), Result.last.desc())
        .limit(20)
    )
    return [Stuck(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Spread:
    """How an item went: counts of people."""

    tried: int
    solved: int
    tries: dict[int, int]  # people by the try that solved it; MANY_TRIES and more are one
    scores: tuple[int, ...]  # people by their best score, in tenths
    median_seconds: float | None  # from the first try to the one that solved it
    difficulty: float | None  # the mean of the best scores: 1 is easy
    discrimination: float | None  # correlation of this item's best score with the mean of the others


def spread(session: Session, offering_id: int, room: Room, item: str) -> Spread:
    """The numbers of one item."""
    here = session.execute(
        select(Result.participant_id, Result.best, Result.tries_to_solve, Result.seconds_to_solve).where(
            Result.offering_id == offering_id, Result.room == room, Result.item == item
        )
    ).all()
    scores = [0] * 10
    tries: dict[int, int] = {}
    for row in here:
        if row.best is not None:
            scores[min(9, int(row.best * 10))] += 1
        if row.tries_to_solve:
            at = min(row.tries_to_solve, MANY_TRIES)
            tries[at] = tries.get(at, 0) + 1
    judged = {row.participant_id: row.best for row in here if row.best is not None}
    took = [row.seconds_to_solve for row in here if row.seconds_to_solve is not None]
    return Spread(
        tried=len(here),
        solved=sum(tries.values()),
        tries=tries,
        scores=tuple(scores),
        median_seconds=median(took) if took else None,
        difficulty=mean(judged.values()) if judged else None,
        discrimination=_discrimination(session, offering_id, judged),
    )


def _discrimination(session: Session, offering_id: int, judged: Mapping[int, float]) -> float | None:
    """Pearson's r; None where fewer than FEW did another item too, or where all did equally well."""
    totals = session.execute(
        select(Result.participant_id, func.sum(Result.best), func.count(Result.best))
        .where(Result.offering_id == offering_id)
        .group_by(Result.participant_id)
    )
    pairs = [
        (judged[person], (total - judged[person]) / (number - 1))
        for person, total, number in totals
        if person in judged and total is not None and number > 1
    ]
    if len(pairs) < FEW:
        return None
    try:
        return correlation(*zip(*pairs, strict=True))
    except StatisticsError:  # one of them does not vary
        return None


@dataclass(frozen=True, slots=True)
class MetIn:
    """Where a misconception was met."""

    room: Room
    item: str
    people: int
    tries: int


@dataclass(frozen=True, slots=True)
class MetOverall:
    """A misconception over the whole course. `shown` counts everybody once for each place where they showed it."""

    slug: str
    shown: int
    places: tuple[MetIn, ...]


def misconceptions(session: Session, offering_id: int) -> list[MetOverall]:
    """All that were met in the offering, in programs, quizzes and quick checks, the most frequent first."""
    places: dict[str, list[MetIn]] = defaultdict(list)
    for room, item, slug, people, tries in _met(session, offering_id):
        places[slug].append(MetIn(room, item, people, tries))
    found = [
        MetOverall(slug, sum(one.people for one in met), tuple(sorted(met, key=lambda one: -one.people)))
        for slug, met in places.items()
    ]
    return sorted(found, key=lambda one: (-one.shown, one.slug))


def met_in(session: Session, offering_id: int, room: Room, item: str) -> list[MisconceptionCount]:
    """Those met in one item, the most frequent first."""
    people, tries = func.count(), func.sum(Met.tries)
    rows = session.execute(
        select(Met.misconception, people, tries)
        .where(Met.offering_id == offering_id, Met.room == room, Met.item == item)
        .group_by(Met.misconception)
        .order_by(people.desc(), tries.desc(), Met.misconception)
    )
    return [MisconceptionCount(*row) for row in rows]


def examples(
    session: Session, offering_id: int, item: str, misconceptions: Sequence[str], each: int = 3
) -> dict[str, list[int]]:
    """The newest submissions that showed each of the misconceptions."""
    found: dict[str, list[int]] = {slug: [] for slug in misconceptions}
    if not found:
        return found
    # Each walks from the newest on and stops at its last one: sorted first, else PostgreSQL joins all there are.
    handed_in = (
        select(Submission.id)
        .where(Submission.offering_id == offering_id, Submission.exercise == item, Submission.kind == Kind.SUBMIT)
        .order_by(Submission.id.desc())
        .subquery()
    )
    newest = (
        select(Diagnosis.misconception, handed_in.c.id)
        .join(handed_in, Diagnosis.grading_id == counted(handed_in.c.id))
        .where(Diagnosis.misconception == slug)
        .order_by(handed_in.c.id.desc())
        .limit(each)
        .subquery()
        for slug in misconceptions
    )
    for slug, number in session.execute(union_all(*(select(one) for one in newest))):
        found[slug].append(number)
    return found


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer, how often it was given, and what it was worth."""

    given: tuple[str, ...]
    times: int
    score: float


@dataclass(frozen=True, slots=True)
class Answered:
    """How a question of a quiz was answered in finished attempts; the most frequent answers first.

    `parts` counts each part of an answer by itself, so how many took an option, with others or alone; '' is nothing.
    """

    question: str
    answers: int
    mean_score: float
    given: tuple[GivenAnswer, ...]
    parts: Mapping[str, int]


def answered(session: Session, offering_id: int, quiz: str, most: int = 8) -> list[Answered]:
    """The distribution of answers to each question, in the order in which they were asked first."""
    rows = session.execute(
        select(Response.question, Response.given, Response.score)
        .join(QuizAttempt, QuizAttempt.id == Response.attempt_id)
        .where(
            QuizAttempt.offering_id == offering_id,
            QuizAttempt.quiz == quiz,
            QuizAttempt.finished.is_not(None),
            Response.score.is_not(None),
        )
        .order_by(QuizAttempt.id, Response.position)
    )
    times: dict[str, Counter[tuple[tuple[str, ...], float]]] = defaultdict(Counter)
    for question, given, score in rows:
        times[question][tuple(given), score or 0.0] += 1
    return [
        Answered(
            question,
            counted.total(),
            sum(score * number for (_, score), number in counted.items()) / counted.total(),
            tuple(GivenAnswer(given, number, score) for (given, score), number in counted.most_common(most)),
            _parts(counted),
        )
        for question, counted in times.items()
    ]


def _parts(counted: Counter[tuple[tuple[str, ...], float]]) -> Counter[str]:
    parts: Counter[str] = Counter()
    for (given, _), number in counted.items():
        parts.update(dict.fromkeys(given or ("",), number))
    return parts
