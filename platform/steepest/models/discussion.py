"""What readers ask and answer under a lesson."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, delete, exists, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from steepest.models.base import Base, now

TAKEN_BACK = timedelta(days=1)  # how long a deleted post can be


class Post(Base):
    """A question under a lesson, or an answer to one (`question_id`).

    Nothing is gone at once: a deleted post can be taken back for a day, an edited one has its wording before in
    `previous`. A deleted question that has answers stays as an empty place, without an author, for their sake.
    """

    __tablename__ = "post"

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson: Mapped[str] = mapped_column(String(64))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(Text)
    previous: Mapped[str | None] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(default=now)
    edited: Mapped[datetime | None]
    deleted: Mapped[datetime | None]
    hidden: Mapped[datetime | None]
    """By an instructor: seen by its author and those who teach alone."""

    __table_args__ = (
        Index("ix_post_lesson", "lesson", "id"),
        Index("ix_post_question_id", "question_id"),
        Index("ix_post_account_id", "account_id"),
    )


def forget_posts(session: Session, account_id: int | None = None) -> None:
    """For good: what was deleted a day ago; or, of an account that goes, everything."""
    answer = aliased(Post)
    going = Post.account_id == account_id if account_id is not None else Post.deleted < now() - TAKEN_BACK
    has_answers = exists().where(answer.question_id == Post.id)
    empty = {"account_id": None, "source": "", "previous": None, "deleted": now()}
    session.execute(update(Post).where(going, has_answers).values(empty))
    session.execute(delete(Post).where(going, ~has_answers))
