"""What an instructor sees: per exercise who solved it, and which misconceptions it met."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, case, distinct, func, select
from sqlalchemy.orm import Session

from steepest.models import Diagnosis, Grading, Kind, Participant, Submission, Verdict
from steepest.submissions import counts


@dataclass(frozen=True, slots=True)
class MisconceptionCount:
    """How often a misconception was met, in people and in submissions."""

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
    """Per exercise slug; an exercise that nobody tried has no entry. The newest finished grading counts."""
    met = _misconceptions(session, offering_id)
    accepted = case((Grading.verdict == Verdict.ACCEPTED, _person()))
    rows = session.execute(
        select(
            Submission.exercise,
            func.count(distinct(_person())),
            func.count(distinct(accepted)),
            func.count(distinct(Submission.id)),
            func.count(distinct(Submission.id)) - func.count(distinct(Grading.submission_id)),
        )
        .select_from(Submission)
        .join(Participant)
        .outerjoin(Grading, (Grading.submission_id == Submission.id) & counts())
        .where(Submission.offering_id == offering_id, Submission.kind == Kind.SUBMIT)
        .group_by(Submission.exercise)
    )
    return {row[0]: ExerciseSummary(*row, misconceptions=tuple(met[row[0]])) for row in rows}


def _misconceptions(session: Session, offering_id: int) -> dict[str, list[MisconceptionCount]]:
    """Those met in each exercise, the most frequent first."""
    people, submissions = func.count(distinct(_person())), func.count(distinct(Submission.id))
    rows = session.execute(
        select(Submission.exercise, Diagnosis.misconception, people, submissions)
        .select_from(Diagnosis)
        .join(Grading)
        .join(Submission)
        .join(Participant)
        .where(Submission.offering_id == offering_id, Submission.kind == Kind.SUBMIT, counts())
        .group_by(Submission.exercise, Diagnosis.misconception)
        .order_by(people.desc(), submissions.desc(), Diagnosis.misconception)
    )
    met: dict[str, list[MisconceptionCount]] = defaultdict(list)
    for exercise, misconception, persons, count in rows:
        met[exercise].append(MisconceptionCount(misconception, persons, count))
    return met


def _person() -> ColumnElement[int]:
    """A number for a person: an account's participants share one, guests have their own."""
    return func.coalesce(Participant.account_id, -Participant.id)
