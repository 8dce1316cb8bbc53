"""Attempts at quizzes, what was answered in them, and every wording that was ever asked."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from steepest.models.base import Base, now, one_of


class Wording(Base):
    """A question or a quiz exactly as it was asked, so that an attempt can be shown and judged again for ever.

    `version` is the hash of `data`; `trusted` says that it came with the course, not from a browser.
    """

    __tablename__ = "wording"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    slug: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]
    trusted: Mapped[bool]
    created: Mapped[datetime] = mapped_column(default=now)


class AttemptKind(StrEnum):
    """What an attempt is for."""

    QUIZ = "quiz"
    PRACTICE = "practice"  # questions that went wrong before, asked again; has no mark


_IS_OPEN = text("finished IS NULL")


class QuizAttempt(Base):
    """Somebody's attempt. Until it is `finished` answers may come in; after `deadline` (and a grace) none are taken.

    `score` is the share of the points, 0 to 1; while a grader still has answers it counts those as 0.
    """

    __tablename__ = "quiz_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    kind: Mapped[AttemptKind] = mapped_column(one_of(AttemptKind, "kind"))
    quiz: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[str | None] = mapped_column(ForeignKey("wording.version"), index=True)
    seed: Mapped[int] = mapped_column(Integer)
    shuffle: Mapped[bool]
    started: Mapped[datetime] = mapped_column(default=now)
    deadline: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    score: Mapped[float | None] = mapped_column(Float)
    passed: Mapped[bool] = mapped_column(default=False)

    responses: Mapped[list[Response]] = relationship(
        back_populates="attempt", order_by="Response.position", passive_deletes=True
    )
    wording: Mapped[Wording | None] = relationship()

    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        CheckConstraint("(score IS NULL) = (finished IS NULL)", name="finished_has_score"),
        CheckConstraint("(kind = 'quiz') = (version IS NOT NULL)", name="quiz_has_version"),
        Index("ix_quiz_attempt_history", "participant_id", "quiz", "id"),
        # One at a time: a button pressed twice starts one attempt.
        Index(
            "ix_quiz_attempt_open",
            "participant_id",
            "kind",
            "quiz",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index("ix_quiz_attempt_expired", "deadline", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        {"sqlite_autoincrement": True},
    )


class Response(Base):
    """A question of an attempt and the answer to it. `given` is empty while there is none.

    `checked` is when the answer became final. `score` is None while it has not been judged: before that, and while
    a grader has it as `submission_id`.
    """

    __tablename__ = "response"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempt.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[str] = mapped_column(ForeignKey("wording.version"), index=True)
    seed: Mapped[int] = mapped_column(Integer)
    points: Mapped[float] = mapped_column(Float)
    given: Mapped[list[str]] = mapped_column(default=list)
    saved: Mapped[datetime | None]
    checked: Mapped[datetime | None]
    score: Mapped[float | None] = mapped_column(Float)
    misconceptions: Mapped[list[str]] = mapped_column(default=list)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id", ondelete="SET NULL"), index=True)

    attempt: Mapped[QuizAttempt] = relationship(back_populates="responses")
    wording: Mapped[Wording] = relationship()

    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        CheckConstraint("score IS NULL OR checked IS NOT NULL", name="judged_is_final"),
    )
