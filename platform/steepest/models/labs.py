"""What the labs ask of a student's program, beside the submission that carries it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from steepest.models.base import Base


class Trace(Base):
    """Where a submission of kind `trace` walks, and the path that it took, once it did. Purged with it."""

    __tablename__ = "trace"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True)
    surface: Mapped[str] = mapped_column(String(32))
    lr: Mapped[float] = mapped_column(Float)
    x: Mapped[float] = mapped_column(Float)
    y: Mapped[float] = mapped_column(Float)
    steps: Mapped[int] = mapped_column(Integer)
    seed: Mapped[int] = mapped_column(Integer)
    path: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        CheckConstraint("lr > 0", name="lr"),
        CheckConstraint("steps >= 1", name="steps"),
        CheckConstraint("seed >= 0", name="seed"),
    )
