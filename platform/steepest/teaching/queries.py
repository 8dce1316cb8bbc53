"""What an instructor sees: how the items go, and which misconceptions they met. Read from what is added up already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from steepest.models import Met, Result, Room


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
    people, submissions = func.count(), func.sum(Met.tries)
    rows = session.execute(
        select(Met.item, Met.misconception, people, submissions)
        .where(Met.offering_id == offering_id, Met.room == Room.EXERCISES)
        .group_by(Met.item, Met.misconception)
        .order_by(people.desc(), submissions.desc(), Met.misconception)
    )
    met: dict[str, list[MisconceptionCount]] = defaultdict(list)
    for exercise, misconception, persons, count in rows:
        met[exercise].append(MisconceptionCount(misconception, persons, count))
    return met
