"""What can be asked: the course's quizzes and questions, then those that are published from the browser.

What ships with the course is trusted and comes first; of two with one name the course's is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from steepest.course import Course, textform
from steepest.models import DEFAULT_OFFERING, Bank, Document, DocumentKind, DocumentTag, DocumentVersion
from steepest_graders import Text
from steepest_graders.quiz import Draw, Question, QuestionError, Quiz, question_from_dict, quiz_from_dict


@dataclass(frozen=True, slots=True)
class Known:
    """A question that can be asked, and whether its text came with the course."""

    question: Question
    trusted: bool


@dataclass(frozen=True, slots=True)
class KnownQuiz:
    """A quiz that can be taken, and whether its text came with the course."""

    quiz: Quiz
    trusted: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A quiz that was published from the browser, as a list shows it."""

    slug: str
    title: Text


@dataclass(frozen=True, slots=True)
class Library:
    """Of one offering, read in one transaction, each quiz and question once."""

    session: Session
    course: Course
    offering_id: int = DEFAULT_OFFERING
    _quizzes: dict[str, KnownQuiz | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    _questions: dict[str, Known | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def quiz(self, slug: str) -> KnownQuiz | None:
        """The quiz at /{lang}/quizzes/{slug}."""
        if slug in self.course.quizzes:
            return KnownQuiz(self.course.quizzes[slug], True)
        if slug not in self._quizzes:
            source = self.session.scalar(self._published(DocumentKind.QUIZ).where(Document.slug == slug))
            self._quizzes[slug] = _known_quiz(slug, source) if source is not None else None
        return self._quizzes[slug]

    def published_quizzes(self) -> list[Listed]:
        """Those that don't stand in the course, by title."""
        rows = self.session.execute(
            select(Document.slug, Document.title_en, Document.title_zh)
            .where(
                Document.offering_id == self.offering_id,
                Document.kind == DocumentKind.QUIZ,
                Document.published.is_not(None),
                Document.slug.not_in(self.course.quizzes),
            )
            .order_by(Document.title_en, Document.slug)
        )
        return [Listed(slug, Text(english or slug, chinese or english or slug)) for slug, english, chinese in rows]

    def question(self, name: str, quiz: KnownQuiz | None = None) -> Known | None:
        """A question by its id; the quiz's own first. None where it was withdrawn."""
        return self.questions([name], quiz).get(name)

    def questions(self, names: Iterable[str], quiz: KnownQuiz | None = None) -> dict[str, Known]:
        """Several of them by their ids, without those that were withdrawn: in one statement, or none."""
        found: dict[str, Known] = {}
        published = []
        for name in names:
            if quiz and name in quiz.quiz.own:
                found[name] = Known(quiz.quiz.own[name], quiz.trusted)
            elif name in self.course.questions:
                found[name] = Known(self.course.questions[name], True)
            else:
                published.append(name)
        if new := set(published) - self._questions.keys():
            asked = self._published(DocumentKind.QUESTION).where(Document.slug.in_(new))
            rows = self.session.execute(asked.add_columns(Document.slug))
            self._questions.update(dict.fromkeys(new) | {slug: _known(source) for source, slug in rows})
        return found | {name: known for name in published if (known := self._questions[name])}

    def drawn(self, draw: Draw, quiz: KnownQuiz) -> list[Known]:
        """All questions that a draw may take."""
        found = [] if draw.bank else [Known(q, quiz.trusted) for q in quiz.quiz.own.values() if draw.tag in q.tags]
        if not draw.bank:
            found += [Known(one, True) for one in self.course.questions.values() if draw.tag in one.tags]
        tagged = self._published(DocumentKind.QUESTION).where(Document.tags.any(DocumentTag.tag == draw.tag))
        if draw.bank:
            tagged = tagged.where(Document.bank.has(Bank.name == draw.bank))
        found += [known for source in self.session.scalars(tagged) if (known := _known(source))]
        return list({known.question.id: known for known in reversed(found)}.values())[::-1]

    def questions_of(self, quiz: KnownQuiz) -> Iterator[Known]:
        """What stands in the quiz by name, in order; what was withdrawn is left out."""
        found = self.questions(quiz.quiz.listed, quiz)
        yield from (found[name] for name in quiz.quiz.listed if name in found)

    def _published(self, kind: DocumentKind) -> Select[str]:
        """The text that students get, of each document of this kind that has one."""
        return (
            select(DocumentVersion.source)
            .join(
                Document,
                and_(Document.id == DocumentVersion.document_id, Document.published == DocumentVersion.number),
            )
            .where(Document.offering_id == self.offering_id, Document.kind == kind)
            .order_by(Document.slug)
        )


# What is published is read again at every visit, and never changes.
@lru_cache(maxsize=256)
def _known_quiz(slug: str, source: str) -> KnownQuiz | None:
    try:
        return KnownQuiz(quiz_from_dict(slug, textform.read(source).data, complete=False), False)
    except QuestionError:  # published when it could be asked, by an older release
        return None


@lru_cache(maxsize=2048)
def _known(source: str) -> Known | None:
    try:
        return Known(question_from_dict(textform.read(source).data, complete=False), False)
    except QuestionError:
        return None
