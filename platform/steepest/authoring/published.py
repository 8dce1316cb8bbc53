"""What students get of what was written in the browser: the published versions, read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from steepest.authoring import textform
from steepest.models import DEFAULT_OFFERING, Bank, Document, DocumentKind, DocumentTag, DocumentVersion
from steepest_graders.quiz import Question, QuestionError, Quiz, question_from_dict, quiz_from_dict
from steepest_graders.quizformats import slug as slug_of


def quizzes(session: Session, offering_id: int = DEFAULT_OFFERING) -> list[Quiz]:
    """Every quiz that is published, the oldest first."""
    rows = _sources(session, DocumentKind.QUIZ, offering_id)
    return [quiz for slug, source in rows if (quiz := _quiz(slug, source)) is not None]


def quiz(session: Session, slug: str, offering_id: int = DEFAULT_OFFERING) -> Quiz | None:
    """The published quiz of this address."""
    rows = _sources(session, DocumentKind.QUIZ, offering_id, Document.slug == slug)
    return next((_quiz(slug, source) for _, source in rows), None)


def questions(session: Session, ids: Iterable[str], offering_id: int = DEFAULT_OFFERING) -> dict[str, Question]:
    """Those of these questions that are published, by id."""
    rows = _sources(session, DocumentKind.QUESTION, offering_id, Document.slug.in_(list(ids)))
    return {found.id: found for _, source in rows if (found := _question(source)) is not None}


def tagged(session: Session, tag: str, bank: str = "", offering_id: int = DEFAULT_OFFERING) -> list[Question]:
    """The published questions with a tag, of the bank whose name makes this slug where one is given; by id."""
    where = [Document.tags.any(DocumentTag.tag == tag)]
    if bank:
        names = session.execute(select(Bank.id, Bank.name).where(Bank.offering_id == offering_id))
        where.append(Document.bank_id.in_([number for number, name in names if slug_of(name) == bank]))
    rows = _sources(session, DocumentKind.QUESTION, offering_id, *where)
    return sorted((found for _, source in rows if (found := _question(source)) is not None), key=lambda one: one.id)


def _sources(
    session: Session, kind: DocumentKind, offering_id: int, *where: ColumnElement[bool]
) -> Sequence[tuple[str, str]]:
    rows = session.execute(
        select(Document.slug, DocumentVersion.source)
        .join(
            DocumentVersion,
            (DocumentVersion.document_id == Document.id) & (DocumentVersion.number == Document.published),
        )
        .where(Document.kind == kind, Document.offering_id == offering_id, *where)
        .order_by(Document.id)
    )
    return [(slug, source) for slug, source in rows]


# What is published was read before; None only where a newer release of ours reads more strictly.
def _question(source: str) -> Question | None:
    try:
        return question_from_dict(textform.read(source).data, complete=False)
    except QuestionError:
        return None


def _quiz(slug: str, source: str) -> Quiz | None:
    try:
        return quiz_from_dict(slug, textform.read(source).data, complete=False)
    except QuestionError:
        return None
