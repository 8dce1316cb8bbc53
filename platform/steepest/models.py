"""The tables, with their constraints in them. Whoever changes one writes a migration (a test compares).

Ownership stands in one place: work belongs to a Participant, and a participant belongs to an account or is
a guest. A guest's work moves into an account by changing that one row, so an account may own several
participants and what it sees is always read over all of them (`accounts.queries.mine`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    DateTime,
    Dialect,
    Enum,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from steepest_graders.report import GradeReport, Verdict

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> datetime:
    """The time, in UTC: every moment that is stored is one of these."""
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite knows no time zones: there it is stored without one and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment(), dict[str, Any]: JSON(), list[str]: JSON()}  # noqa: RUF012


def one_of(kind: type[StrEnum], name: str, length: int = 20) -> Enum:
    """A column of the words of `kind`, checked by the table itself."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda words: [word.value for word in words],
    )


class Kind(StrEnum):
    """What a submission is for."""

    SUBMIT = "submit"  # all checks; counts and is kept
    RUN = "run"  # the public examples only; purged after a day
    TRACE = "trace"  # runs the program for a plot; judges nothing


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


class RoleName(StrEnum):
    """What an account may do in one offering."""

    INSTRUCTOR = "instructor"
    ASSISTANT = "assistant"
    STUDENT = "student"


class Purpose(StrEnum):
    """What a one-time link lets its holder do."""

    OPERATOR = "operator"
    RESET = "reset"


class Room(StrEnum):
    """The kinds of page that one works through: the second part of an address."""

    LESSONS = "lessons"
    EXERCISES = "exercises"
    QUIZZES = "quizzes"
    LABS = "labs"


class Account(Base):
    """A name and a password; no address, no e-mail. `key` is the name as it is compared (see `name_key`)."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    operator: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    created: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (CheckConstraint("length(name) >= 2", name="name_length"),)


_IS_GUEST = text("account_id IS NULL")


class Participant(Base):
    """Somebody who works here: a guest (no account) or an account's. All work hangs on this row."""

    __tablename__ = "participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime] = mapped_column(default=now)
    last_seen: Mapped[datetime] = mapped_column(default=now)

    account: Mapped[Account | None] = relationship()

    # The purge looks for guests who have not been seen for long.
    __table_args__ = (
        Index("ix_participant_guests", "last_seen", sqlite_where=_IS_GUEST, postgresql_where=_IS_GUEST),
        {"sqlite_autoincrement": True},  # a purged guest's number never comes back in somebody's old cookie
    )


class SessionRow(Base):
    """A signed-in (or guest's) browser. The signed cookie names `key`; deleting the row ends the session.

    `guest_id` is the guest this browser was before it signed in, until its holder has said whether that
    work moves into the account.
    """

    __tablename__ = "session"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", ondelete="SET NULL"), index=True)
    created: Mapped[datetime] = mapped_column(default=now)
    last_seen: Mapped[datetime] = mapped_column(default=now)
    expires: Mapped[datetime] = mapped_column(index=True)

    participant: Mapped[Participant] = relationship(foreign_keys=[participant_id])


class OneTimeLink(Base):
    """A link that works once and for an hour. Only a hash of its token is stored."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose, "purpose"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime] = mapped_column(default=now)
    expires: Mapped[datetime]

    __table_args__ = (CheckConstraint("purpose <> 'reset' OR account_id IS NOT NULL", name="reset_names_account"),)


class Throttle(Base):
    """How often something was tried in the running window. In the database, so that it holds across processes."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    hits: Mapped[int]
    resets: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (CheckConstraint("hits >= 0", name="hits"),)


class Offering(Base):
    """A term of a course: what roles, submissions and the instructor's pages belong to. Number 1 is always there."""

    __tablename__ = "offering"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    course: Mapped[str] = mapped_column(String(64))
    title_en: Mapped[str] = mapped_column(String(200))
    title_zh: Mapped[str] = mapped_column(String(200))
    created: Mapped[datetime] = mapped_column(default=now)


class Role(Base):
    """What an account may do in an offering. (The operator may do everything everywhere.)"""

    __tablename__ = "role"

    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    name: Mapped[RoleName] = mapped_column(one_of(RoleName, "name"))


class Draft(Base):
    """What stands in somebody's editor, saved as they type."""

    __tablename__ = "draft"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    exercise: Mapped[str] = mapped_column(String(64), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    saved: Mapped[datetime] = mapped_column(default=now)


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
        Index("ix_submission_purge", "kind", "created"),
        {"sqlite_autoincrement": True},  # a purged run's number is not given to another program
    )


class Grading(Base):
    """One judging of a submission, and the queue: a worker takes a row by holding a lease on it.

    A regrade adds a row; the newest finished one counts. `tries` and `owner` together fence a result: a worker
    that lost its lease can't overwrite what another one found. Rows of one priority are graded by `turn`, then
    by age (`queue.enqueue` says how a turn is given out).
    """

    __tablename__ = "grading"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    state: Mapped[State] = mapped_column(one_of(State, "state"), default=State.QUEUED)
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

    submission: Mapped[Submission] = relationship(back_populates="gradings")

    __table_args__ = (
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("(state IN ('done', 'failed')) = (verdict IS NOT NULL)", name="finished_has_verdict"),
        CheckConstraint("(state IN ('done', 'failed')) = (finished IS NOT NULL)", name="finished_has_time"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="running_has_lease"),
        Index("ix_grading_queue", "state", "priority", "turn", "id"),  # as `queue.claim` sorts them
        {"sqlite_autoincrement": True},
    )

    @property
    def is_finished(self) -> bool:
        return self.state in (State.DONE, State.FAILED)

    @property
    def result(self) -> GradeReport | None:
        """The stored report, read back; None while there is none."""
        return GradeReport.from_dict(self.report) if self.report is not None else None


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


class QuestionResponse(Base):
    """An answer to a quick check in a lesson. The newest one shows; none is overwritten.

    `version` is a hash of the question as it was asked, so that an edited question can be told apart.
    """

    __tablename__ = "question_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    lesson: Mapped[str] = mapped_column(String(64))
    question: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(64))
    chosen: Mapped[list[str]]
    correct: Mapped[bool]
    created: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_question_response_mine", "participant_id", "lesson", "question", "id"),)


class Visit(Base):
    """Where somebody has been: the newest one is where they left off. `place` is a lesson's or exercise's slug."""

    __tablename__ = "visit"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    room: Mapped[Room] = mapped_column(one_of(Room, "room"), primary_key=True)
    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    first: Mapped[datetime] = mapped_column(default=now)
    last: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_visit_newest", "participant_id", "last"),)


__all__ = [
    "Account",
    "Base",
    "Diagnosis",
    "Draft",
    "Grader",
    "Grading",
    "Kind",
    "Offering",
    "OneTimeLink",
    "Participant",
    "Priority",
    "Purpose",
    "QuestionResponse",
    "Role",
    "RoleName",
    "Room",
    "SessionRow",
    "State",
    "Submission",
    "Throttle",
    "Verdict",
    "Visit",
    "now",
]
