"""What a reader leaves behind: answers to quick checks, and where they have been."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from steepest.models.base import Base, now, one_of


class Room(StrEnum):
    """The kinds of page that one works through: the second part of an address."""

    LESSONS = "lessons"
    EXERCISES = "exercises"
    QUIZZES = "quizzes"
    LABS = "labs"


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
