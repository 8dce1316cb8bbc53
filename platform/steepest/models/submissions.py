"""Programs that were handed in, their judgings (which are the queue), and who judges."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    ScalarSelect,
    SQLColumnExpression,
    String,
    Text,
    case,
    false,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from steepest.models.base import Base, now, one_of
from steepest_graders import HostReport
from steepest_graders.report import GradeReport, Verdict


class Kind(StrEnum):
    """What a submission is for."""

    SUBMIT = "submit"  # all checks; counts and is kept
    RUN = "run"  # the public examples only; purged after a day
    TRACE = "trace"  # runs the program for a plot; judges nothing
    ANSWER = "answer"  # a line filled into a question's code: `exercise` is the question, `content_hash` its wording


class State(StrEnum):
    """Where a grading stands in the queue."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # given up after three tries: an internal error, never the student's fault


class Priority(IntEnum):
    """Lower is graded first: whoever runs the examples is sitting there and waiting."""

    RUN = 0
    SUBMIT = 10
    REGRADE = 20


class Draft(Base):
    """What stands in somebody's editor, saved as they type."""

    __tablename__ = "draft"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    exercise: Mapped[str] = mapped_column(String(64), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    saved: Mapped[datetime] = mapped_column(default=now)


PASSING = "kind IN ('run', 'trace')"  # what is kept for a day only, as SQL: no parameter can name an index


class Submission(Base):
    """A program that was handed in. Never changed afterwards."""

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    course: Mapped[str] = mapped_column(String(64))
    exercise: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(Text)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    created: Mapped[datetime] = mapped_column(default=now)

    gradings: Mapped[list[Grading]] = relationship(
        back_populates="submission", order_by="Grading.id", passive_deletes=True
    )

    __table_args__ = (
        Index("ix_submission_history", "participant_id", "exercise", "id"),
        Index("ix_submission_taught", "offering_id", "kind", "exercise"),
        # Of what is purged alone: of all kinds it would tempt every look at somebody's own programs.
        Index("ix_submission_purge", "created", sqlite_where=text(PASSING), postgresql_where=text(PASSING)),
        {"sqlite_autoincrement": True},  # a purged run's number is not given to another program
    )


class Grading(Base):
    """One judging of a submission, and the queue: a worker takes a row by holding a lease on it.

    A regrade adds a row; the newest finished one counts, but one on `trial` only once it is applied. `tries` and
    `owner` together fence a result: a worker that lost its lease can't overwrite what another one found. Rows of
    one priority are graded by `turn`, then by age (`queue.enqueue` says how a turn is given out).
    """

    __tablename__ = "grading"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    state: Mapped[State] = mapped_column(one_of(State, "state"), default=State.QUEUED)
    trial: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    priority: Mapped[int] = mapped_column(Integer)
    turn: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    owner: Mapped[str | None] = mapped_column(String(120))
    lease_until: Mapped[datetime | None]
    created: Mapped[datetime] = mapped_column(default=now)
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    grader_version: Mapped[str | None] = mapped_column(String(64))
    verdict: Mapped[Verdict | None] = mapped_column(one_of(Verdict, "verdict", 32))
    score: Mapped[float | None] = mapped_column(Float)
    seconds: Mapped[float | None] = mapped_column(Float)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    request_id: Mapped[str | None] = mapped_column(String(64))  # of the request that asked for it: for the logs

    submission: Mapped[Submission] = relationship(back_populates="gradings")

    __table_args__ = (
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("(state IN ('done', 'failed')) = (verdict IS NOT NULL)", name="finished_has_verdict"),
        CheckConstraint("(state IN ('done', 'failed')) = (finished IS NOT NULL)", name="finished_has_time"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="running_has_lease"),
        Index("ix_grading_queue", "state", "priority", "turn", "id"),  # as `queue.claim` sorts them
        Index("ix_grading_trial", "state", sqlite_where=text("trial = 1"), postgresql_where=text("trial")),
        {"sqlite_autoincrement": True},
    )

    @property
    def is_finished(self) -> bool:
        return self.state in (State.DONE, State.FAILED)

    @property
    def result(self) -> GradeReport | None:
        """The stored report, read back; None while there is none."""
        return GradeReport.from_dict(self.report) if self.report is not None else None


def counted(submission_id: SQLColumnExpression[int]) -> ScalarSelect[int | None]:
    """The grading of a submission that counts: the newest finished one not on trial."""
    other = aliased(Grading)
    # As a condition the state would tempt PostgreSQL, before it has counted rows, to read all that are done each time.
    finished = case(((other.state == State.DONE) & ~other.trial, other.id))
    newest = select(func.max(finished)).where(other.submission_id == submission_id)
    return newest.correlate_except(other).scalar_subquery()


@cache
def counts() -> ColumnElement[bool]:
    """In a query that joins Submission and Grading: this grading counts."""
    return Grading.id == counted(Submission.id)


class Diagnosis(Base):
    """A misconception that a grading found, for the instructor's view."""

    __tablename__ = "diagnosis"

    grading_id: Mapped[int] = mapped_column(ForeignKey("grading.id", ondelete="CASCADE"), primary_key=True)
    misconception: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class Grader(Base):
    """A worker's sign of life, so that a page can say 'waiting for a grader', and why."""

    __tablename__ = "grader"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    started: Mapped[datetime] = mapped_column(default=now)
    seen: Mapped[datetime] = mapped_column(default=now)
    sandbox: Mapped[str] = mapped_column(String(20), default="", server_default="")
    problem: Mapped[str] = mapped_column(Text, default="", server_default="")
    proven: Mapped[datetime | None]  # when it last graded its canary: a right program and a wrong one
    host: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def machine(self) -> HostReport | None:
        """What its machine enforces, as it was tried when the worker began; None until it was."""
        return HostReport.from_dict(self.host) if self.host is not None else None
