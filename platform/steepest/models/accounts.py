"""Who works here, how they come in, and what they may do where.

Ownership stands in one place: work belongs to a Participant, and a participant belongs to an account or is
a guest. A guest's work moves into an account by changing that one row, so an account may own several
participants and what it sees is always read over all of them (`accounts.queries.mine`).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from steepest.models.base import Base, now, one_of


class Purpose(StrEnum):
    """What a one-time link lets its holder do."""

    OPERATOR = "operator"
    RESET = "reset"


class RoleName(StrEnum):
    """What an account may do in one offering."""

    INSTRUCTOR = "instructor"
    ASSISTANT = "assistant"
    STUDENT = "student"


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


DEFAULT_OFFERING = 1


class Offering(Base):
    """A term of a course: what roles and submissions belong to. DEFAULT_OFFERING is always there."""

    __tablename__ = "offering"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    course: Mapped[str] = mapped_column(String(64))
    title_en: Mapped[str] = mapped_column(String(200))
    title_zh: Mapped[str] = mapped_column(String(200))
    timezone: Mapped[str] = mapped_column(String(64), default="UTC", server_default="UTC")  # in which dates are said
    join_code: Mapped[str | None] = mapped_column(String(16), unique=True)  # None: nobody joins by themselves
    created: Mapped[datetime] = mapped_column(default=now)


class Role(Base):
    """What an account may do in an offering. (The operator may do everything everywhere.)"""

    __tablename__ = "role"

    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    name: Mapped[RoleName] = mapped_column(one_of(RoleName, "name"))
    joined: Mapped[datetime] = mapped_column(default=now)  # work is done in the offering that was joined last
