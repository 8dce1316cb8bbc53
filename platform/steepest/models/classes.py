"""What a class hands in and gets for it: assignments, their dates, grades, and a log of who changed what.

`Result`, `Met` and `Grade` are derived from submissions, answers and attempts. They are stored because a page
over two thousand students can't add up two million judgings; `gradebook.results` and `gradebook.grades` write them
in the transaction that changes what they are derived from.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from steepest.models.base import Base, now, one_of
from steepest.models.reading import Room


class Group(Base):
    """Assignments that are weighed together, such as 'Exercises' or 'Quizzes'; the lowest few may be dropped."""

    __tablename__ = "assignment_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    weight: Mapped[float] = mapped_column(Float, default=1.0)
    drop_lowest: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (
        UniqueConstraint("offering_id", "name"),
        CheckConstraint("weight >= 0", name="weight"),
        CheckConstraint("drop_lowest >= 0", name="drop_lowest"),
    )


class Assignment(Base):
    """An exercise, quiz or lesson that an offering's students are to do, and until when.

    Work counts from `opens` to `closes`; after `due` and `grace_minutes` it loses `late_per_day` of its worth for
    each day that has begun, at most `late_cap`.
    """

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("assignment_group.id"), index=True)
    room: Mapped[Room] = mapped_column(one_of(Room, "room"))
    item: Mapped[str] = mapped_column(String(64))
    points: Mapped[float] = mapped_column(Float, default=1.0)
    opens: Mapped[datetime | None]
    due: Mapped[datetime | None]
    closes: Mapped[datetime | None]
    grace_minutes: Mapped[int] = mapped_column(Integer, default=0)
    late_per_day: Mapped[float] = mapped_column(Float, default=0.0)
    late_cap: Mapped[float] = mapped_column(Float, default=1.0)
    created: Mapped[datetime] = mapped_column(default=now)

    group: Mapped[Group] = relationship()

    __table_args__ = (
        UniqueConstraint("offering_id", "room", "item"),
        Index("ix_assignment_of_item", "room", "item"),
        CheckConstraint("points > 0", name="points"),
        CheckConstraint("grace_minutes >= 0", name="grace"),
        CheckConstraint("late_per_day BETWEEN 0 AND 1", name="late_per_day"),
        CheckConstraint("late_cap BETWEEN 0 AND 1", name="late_cap"),
        CheckConstraint("opens IS NULL OR due IS NULL OR opens <= due", name="opens_before_due"),
        CheckConstraint("due IS NULL OR closes IS NULL OR due <= closes", name="due_before_closes"),
        CheckConstraint("opens IS NULL OR closes IS NULL OR opens <= closes", name="opens_before_closes"),
    )


class Extension(Base):
    """More time for one student. The closing moment moves along with the due one."""

    __tablename__ = "extension"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    due: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(400), default="")
    created: Mapped[datetime] = mapped_column(default=now)


class Grade(Base):
    """What a student has for an assignment, from 0 to 1: `score` less the share `lost` for being late.

    An `override` counts instead, whatever is handed in afterwards. `version` counts the changes by hand, so that
    of two people who change it at once the second is told.
    """

    __tablename__ = "grade"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    score: Mapped[float | None] = mapped_column(Float)
    lost: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    handed_in: Mapped[datetime | None]
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id", ondelete="SET NULL"), index=True)
    override: Mapped[float | None] = mapped_column(Float)
    reason: Mapped[str] = mapped_column(String(400), default="", server_default="")
    version: Mapped[int] = mapped_column(Integer, default=0, server_default="0")

    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        CheckConstraint("lost BETWEEN 0 AND 1", name="lost"),
        CheckConstraint("override BETWEEN 0 AND 1", name="override"),
        Index("ix_grade_mean", "assignment_id", "override", "score", "lost"),  # covers the mean of a class
    )

    @property
    def counts(self) -> float | None:
        """What enters the gradebook, from 0 to 1; None while there is nothing."""
        if self.override is not None:
            return self.override
        return None if self.score is None else self.score * (1 - self.lost)


class Result(Base):
    """How far somebody has come with an item, over all that they handed in for it in an offering.

    `participant_id` is the person's first participant, so that a guest who signed up is one person.
    """

    __tablename__ = "result"

    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True)
    room: Mapped[Room] = mapped_column(one_of(Room, "room"), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    tries: Mapped[int]
    waiting: Mapped[int]  # of them not judged yet
    best: Mapped[float | None] = mapped_column(Float)
    tries_to_solve: Mapped[int | None]
    seconds_to_solve: Mapped[float | None] = mapped_column(Float)  # from the first try to the one that solved it
    last: Mapped[datetime]

    # Covers what the pages over all items add up, so that the table itself is not read.
    __table_args__ = (
        Index("ix_result_taught", "offering_id", "room", "item", "tries", "waiting", "tries_to_solve"),
        Index("ix_result_stuck", "offering_id", "last"),
        Index("ix_result_of_person", "offering_id", "participant_id", "best"),
    )


class Met(Base):
    """A misconception that somebody's work on an item has shown, and in how many of their tries."""

    __tablename__ = "met"

    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True)
    room: Mapped[Room] = mapped_column(one_of(Room, "room"), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    misconception: Mapped[str] = mapped_column(String(64), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    tries: Mapped[int]

    # In the order in which the pages group it, and covering what they add up.
    __table_args__ = (Index("ix_met_taught", "offering_id", "room", "item", "misconception", "tries"),)


class Action(StrEnum):
    """What the log of a class keeps."""

    OVERRIDE = "override"
    EXTENSION = "extension"
    REGRADE = "regrade"
    SIMILARITY = "similarity"  # somebody looked at whose programs are alike
    MEMBER = "member"  # somebody came, went, or got another role


class LogEntry(Base):
    """Who did what in an offering, to whom, and why. Never changed; only deleted with its offering."""

    __tablename__ = "log_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=now)
    action: Mapped[Action] = mapped_column(one_of(Action, "action"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id", ondelete="SET NULL"), index=True)
    detail: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_log_entry_newest", "offering_id", "id"),)
