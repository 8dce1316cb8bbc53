"""What instructors write in the browser: questions and quizzes, their versions, drafts, tags and banks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from steepest.models.base import Base, now, one_of


class DocumentKind(StrEnum):
    """What can be written in the browser."""

    QUESTION = "question"
    QUIZ = "quiz"


class Bank(Base):
    """Where questions are kept: a name, and nothing more."""

    __tablename__ = "bank"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    created: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (UniqueConstraint("offering_id", "name"), CheckConstraint("length(name) >= 1", name="name"))


class Document(Base):
    """A question or a quiz. Its text stands in its versions; `slug` is the id that the text gives itself.

    `newest` is the number of its newest version, 0 before the first; who saves says which one they began from, and
    is refused where another came in between. `published` is the version that students get, None where they get none.
    `title` and `type` repeat what the newest version says, for lists and searches.
    """

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"))
    kind: Mapped[DocumentKind] = mapped_column(one_of(DocumentKind, "kind"))
    slug: Mapped[str] = mapped_column(String(64))
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id", ondelete="SET NULL"), index=True)
    title_en: Mapped[str] = mapped_column(String(300), default="", server_default="")
    title_zh: Mapped[str] = mapped_column(String(300), default="", server_default="")
    type: Mapped[str] = mapped_column(String(20), default="", server_default="")
    newest: Mapped[int] = mapped_column(default=0, server_default="0")
    published: Mapped[int | None]
    created: Mapped[datetime] = mapped_column(default=now)
    changed: Mapped[datetime] = mapped_column(default=now)

    bank: Mapped[Bank | None] = relationship()
    tags: Mapped[list[DocumentTag]] = relationship(
        order_by="DocumentTag.tag", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        UniqueConstraint("offering_id", "kind", "slug"),
        CheckConstraint("published >= 1 AND published <= newest", name="published_is_a_version"),
        Index("ix_document_newest", "offering_id", "kind", "changed"),
    )


class DocumentVersion(Base):
    """A text that was saved. Never changed afterwards: an attempt names the one that it answered.

    `content_hash` is the hash of what the text says (`quiz.version_of`), '' where it can't be asked yet.
    """

    __tablename__ = "document_version"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64), default="", server_default="", index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    restored_from: Mapped[int | None]
    created: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (CheckConstraint("number >= 1", name="number"),)


class DocumentDraft(Base):
    """What stands in somebody's editor, saved as they type; `based_on` is the version that they began from."""

    __tablename__ = "document_draft"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    based_on: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    saved: Mapped[datetime] = mapped_column(default=now)


class DocumentTag(Base):
    """A word to find a document by; it stands in the text too."""

    __tablename__ = "document_tag"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
