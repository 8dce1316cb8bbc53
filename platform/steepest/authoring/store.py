"""Documents in the database: drafts, versions, publishing, searching. A document is a question or a quiz.

Functions run inside the caller's transaction. What a text says (its type, its tags, its title) is passed in as
`Said`: this module stores, it doesn't read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Row, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from steepest.db import put
from steepest.models import (
    DEFAULT_OFFERING,
    Account,
    Bank,
    Document,
    DocumentDraft,
    DocumentKind,
    DocumentTag,
    DocumentVersion,
    now,
)
from steepest_graders.text import Text

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What a list wants to know of a text. `content_hash` is '' where the text can't be asked yet."""

    title: Text = field(default_factory=Text)
    type: str = ""
    tags: tuple[str, ...] = ()
    content_hash: str = ""


class Taken(Exception):
    """The id belongs to another document."""


class Conflict(Exception):
    """Somebody else saved since: `theirs` is the newest version. Nothing was stored, nothing is lost."""

    def __init__(self, theirs: DocumentVersion) -> None:
        super().__init__(f"version {theirs.number} came in between")
        self.theirs = theirs


# --- finding ---


def find(session: Session, kind: DocumentKind, slug: str, offering_id: int = DEFAULT_OFFERING) -> Document | None:
    """The document with this id."""
    return session.scalar(
        select(Document)
        .where(Document.offering_id == offering_id, Document.kind == kind, Document.slug == slug)
        .options(joinedload(Document.bank), selectinload(Document.tags))
    )


def search(
    session: Session,
    kind: DocumentKind,
    *,
    words: str = "",
    tag: str = "",
    bank_id: int | None = None,
    type: str = "",
    most: int = MOST_SHOWN,
    offering_id: int = DEFAULT_OFFERING,
) -> Sequence[Document]:
    """Those that fit, the last changed first. All of `words` must stand in the id, a title, a tag or the text."""
    query = select(Document).where(Document.offering_id == offering_id, Document.kind == kind)
    for word in words.split():
        query = query.where(_holds(word))
    if tag:
        query = query.where(Document.tags.any(DocumentTag.tag == tag))
    if bank_id is not None:
        query = query.where(Document.bank_id == bank_id)
    if type:
        query = query.where(Document.type == type)
    query = query.options(joinedload(Document.bank), selectinload(Document.tags))
    return session.scalars(query.order_by(Document.changed.desc(), Document.id.desc()).limit(most)).all()


Listed = Row[str, str, str, str, str]


def published_questions(session: Session, offering_id: int = DEFAULT_OFFERING) -> Sequence[Listed]:
    """Id, titles, type and bank of all that a quiz can ask, the last changed first."""
    listed = (Document.slug, Document.title_en, Document.title_zh, Document.type, Bank.name)
    return session.execute(
        select(*listed)
        .outerjoin(Bank, Bank.id == Document.bank_id)
        .where(
            Document.offering_id == offering_id,
            Document.kind == DocumentKind.QUESTION,
            Document.published.is_not(None),
        )
        .order_by(Document.changed.desc(), Document.id.desc())
    ).all()


def _holds(word: str) -> ColumnElement[bool]:
    newest = select(DocumentVersion.document_id).where(
        DocumentVersion.document_id == Document.id,
        DocumentVersion.number == Document.newest,
        DocumentVersion.source.icontains(word, autoescape=True),
    )
    return or_(
        Document.slug.icontains(word, autoescape=True),
        Document.title_en.icontains(word, autoescape=True),
        Document.title_zh.icontains(word, autoescape=True),
        newest.exists(),
    )


def slugs(session: Session, kind: DocumentKind, offering_id: int = DEFAULT_OFFERING) -> set[str]:
    """Every id that is taken."""
    return set(session.scalars(select(Document.slug).where(Document.offering_id == offering_id, Document.kind == kind)))


def tags(session: Session, kind: DocumentKind, offering_id: int = DEFAULT_OFFERING) -> dict[str, int]:
    """Every tag in use, and how often."""
    rows = session.execute(
        select(DocumentTag.tag, func.count())
        .join(Document, Document.id == DocumentTag.document_id)
        .where(Document.kind == kind, Document.offering_id == offering_id)
        .group_by(DocumentTag.tag)
        .order_by(DocumentTag.tag)
    )
    return {tag: count for tag, count in rows}


# --- banks ---


def banks(session: Session, offering_id: int = DEFAULT_OFFERING) -> list[tuple[Bank, int]]:
    """Every bank, by name, and how many questions it holds."""
    rows = session.execute(
        select(Bank, func.count(Document.id))
        .outerjoin(Document, Document.bank_id == Bank.id)
        .where(Bank.offering_id == offering_id)
        .group_by(Bank.id)
        .order_by(Bank.name)
    )
    return [(bank, count) for bank, count in rows]


def bank(session: Session, name: str, offering_id: int = DEFAULT_OFFERING) -> Bank | None:
    """The bank of that name, made where there is none; None for no name."""
    name = " ".join(name.replace("\0", " ").split())[:80]
    if not name:
        return None
    same = select(Bank).where(Bank.offering_id == offering_id, Bank.name == name)
    found = session.scalar(same)
    if found is None:
        try:
            with session.begin_nested():
                session.add(Bank(offering_id=offering_id, name=name))
        except IntegrityError:
            pass  # made by somebody else at the same moment
        found = session.scalars(same).one()
    return found


# --- writing ---


def create(
    session: Session, kind: DocumentKind, slug: str, *, bank: Bank | None = None, offering_id: int = DEFAULT_OFFERING
) -> Document:
    """A document without a version. Raises Taken."""
    document = Document(offering_id=offering_id, kind=kind, slug=slug, bank_id=bank.id if bank else None)
    try:
        with session.begin_nested():
            session.add(document)
    except IntegrityError:
        raise Taken(slug) from None
    return document


def save_draft(session: Session, document: Document, account_id: int, source: str, based_on: int) -> None:
    """Keep what stands in somebody's editor."""
    values = {"document_id": document.id, "account_id": account_id}
    put(session, DocumentDraft, values | {"source": source, "based_on": based_on, "saved": now()})


def draft(session: Session, document: Document, account_id: int) -> DocumentDraft | None:
    """What stands in somebody's editor, where it isn't what the newest version says."""
    return session.get(DocumentDraft, (document.id, account_id))


def drafters(session: Session, document: Document, account_id: int) -> list[str]:
    """The names of others who have unsaved changes."""
    rows = session.scalars(
        select(Account.name)
        .join(DocumentDraft, DocumentDraft.account_id == Account.id)
        .where(DocumentDraft.document_id == document.id, Account.id != account_id)
        .order_by(Account.name)
    )
    return list(rows)


def discard_draft(session: Session, document: Document, account_id: int) -> None:
    """Go back to the newest version."""
    session.execute(
        delete(DocumentDraft).where(DocumentDraft.document_id == document.id, DocumentDraft.account_id == account_id)
    )


def save(
    session: Session,
    document: Document,
    account_id: int | None,
    source: str,
    said: Said,
    *,
    based_on: int,
    restored_from: int | None = None,
) -> DocumentVersion:
    """The next version, unless somebody else saved one since `based_on`: then Conflict. One's draft is done with."""
    number = based_on + 1
    took = session.execute(
        update(Document)
        .where(Document.id == document.id, Document.newest == based_on)
        .values(
            newest=number,
            changed=now(),
            title_en=said.title.en[:300],
            title_zh=said.title.zh[:300],
            type=said.type[:20],
        )
    )
    if took.rowcount == 0:  # type: ignore[attr-defined]  # of an UPDATE it is there
        session.refresh(document)
        raise Conflict(version(session, document, document.newest))
    session.refresh(document)
    document.tags = [DocumentTag(tag=tag) for tag in dict.fromkeys(said.tags)]
    saved = DocumentVersion(
        document_id=document.id,
        number=number,
        source=source,
        content_hash=said.content_hash,
        account_id=account_id,
        restored_from=restored_from,
    )
    session.add(saved)
    if account_id is not None:
        discard_draft(session, document, account_id)
    session.flush()
    return saved


def version(session: Session, document: Document, number: int) -> DocumentVersion:
    """One version. Raises NoResultFound."""
    return session.get_one(DocumentVersion, (document.id, number))


def versions(session: Session, document: Document) -> list[tuple[DocumentVersion, str]]:
    """Every version, the newest first, with its author's name ('' where the account is gone)."""
    rows = session.execute(
        select(DocumentVersion, func.coalesce(Account.name, ""))
        .outerjoin(Account, Account.id == DocumentVersion.account_id)
        .where(DocumentVersion.document_id == document.id)
        .order_by(DocumentVersion.number.desc())
    )
    return [(row, name) for row, name in rows]


def publish(session: Session, document: Document, number: int) -> None:
    """Give this version to students from now on; attempts that have begun keep theirs."""
    document.published = number
    document.changed = now()


def withdraw(session: Session, document: Document) -> None:
    """Give it to no student from now on."""
    document.published = None
    document.changed = now()


def move(session: Session, document: Document, bank: Bank | None) -> None:
    """Into another bank, or out of all."""
    document.bank_id = bank.id if bank else None
