"""Which hints somebody has opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from steepest.models.base import Base, now


class HintOpening(Base):
    """A hint of an exercise that somebody has opened, the `number`-th from 1. It costs nothing."""

    __tablename__ = "hint_opening"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    exercise: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    opened: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        Index("ix_hint_opening_counts", "offering_id", "exercise", "number"),
    )
