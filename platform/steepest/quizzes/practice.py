"""Practice: questions that went wrong come back, sooner at first and later as they keep going right.

A question enters when an answer to it was not right, in a quiz, a quick check or in practice, and is due at once.
Each right answer when it is due moves it on: it comes back after 1, 3, 7 and 16 days, and is then learned. A wrong
one starts it over. Nothing of this is stored: it follows from the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from steepest.accounts.queries import Viewer, mine
from steepest.models import AttemptKind, QuestionResponse, QuizAttempt, Response, now
from steepest.quizzes import attempts, showing
from steepest.quizzes.library import Known, KnownQuiz, Library

PAUSES = tuple(timedelta(days=days) for days in (1, 3, 7, 16))
SESSION = 10  # questions of one practice
Answer = tuple[str, datetime, bool]  # question, when, right


@dataclass(frozen=True, slots=True)
class Card:
    """A question in practice: `stage` right answers in a row, and when it is due. `due` is None when it is learned."""

    question: str
    stage: int
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Deck:
    """All of somebody's cards whose questions are still asked; `known` holds these by their ids."""

    due: tuple[Card, ...] = ()
    later: tuple[Card, ...] = ()
    learned: tuple[Card, ...] = ()
    known: Mapping[str, Known] = field(default_factory=dict)

    @property
    def next(self) -> datetime | None:
        """When the next one that is not due yet will be."""
        return self.later[0].due if self.later else None


def deck(library: Library, viewer: Viewer, moment: datetime | None = None) -> Deck:
    """The viewer's cards as they stand, each kind in the order in which they are due."""
    moment = moment or now()
    taken = _taken(library, viewer)
    answered = cards(_answers(library, viewer, taken))
    known = {name: one for name in answered if (one := _still_asked(library, name, taken.values()))}
    found = sorted((answered[name] for name in known), key=lambda card: card.due or moment)
    return Deck(
        due=tuple(card for card in found if card.due and card.due <= moment),
        later=tuple(card for card in found if card.due and card.due > moment),
        learned=tuple(card for card in found if card.due is None),
        known=known,
    )


def cards(answers: Iterable[Answer]) -> Mapping[str, Card]:
    """Cards by question, from answers in the order of time."""
    found: dict[str, Card] = {}
    for question, at, right in answers:
        card = found.get(question)
        if not right:
            found[question] = Card(question, 0, at)
        elif card and card.due and at >= card.due:
            stage = card.stage + 1
            found[question] = Card(question, stage, at + PAUSES[stage - 1] if stage <= len(PAUSES) else None)
    return found


def draw(deck: Deck) -> list[Known]:
    """The questions of a practice: the first that are due."""
    return [deck.known[card.question] for card in deck.due[:SESSION]]


def _taken(library: Library, viewer: Viewer) -> dict[str, KnownQuiz | None]:
    """The quizzes that the viewer has taken, as they stand now; None for one that is gone."""
    taken = select(QuizAttempt.quiz).where(
        QuizAttempt.participant_id.in_(mine(viewer)), QuizAttempt.kind == AttemptKind.QUIZ
    )
    return {slug: library.quiz(slug) for slug in library.session.scalars(taken.distinct())}


def _still_asked(library: Library, name: str, quizzes: Iterable[KnownQuiz | None]) -> Known | None:
    """The question, also where it stands nowhere but in a quiz."""
    home = next((quiz for quiz in quizzes if quiz and name in quiz.quiz.own), None)
    return library.question(name, home)


def _answers(library: Library, viewer: Viewer, taken: Mapping[str, KnownQuiz | None]) -> list[Answer]:
    """In the order of time. A quiz's answers are left out while its right ones don't show: practice shows them."""
    session = library.session
    judged = session.execute(
        select(QuizAttempt, Response.question, Response.checked, Response.score)
        .join(Response)
        .where(
            QuizAttempt.participant_id.in_(mine(viewer)),
            QuizAttempt.finished.is_not(None),
            Response.score.is_not(None),
        )
    ).all()
    checks = session.execute(
        select(QuestionResponse.question, QuestionResponse.created, QuestionResponse.correct).where(
            QuestionResponse.participant_id.in_(mine(viewer))
        )
    )
    tried = {row[0] for row in judged}
    open_ones = {one.id: _may_be_practised(one, taken.get(one.quiz) or attempts.quiz_of(one, library)) for one in tried}
    found: list[Answer] = [
        (question, at, score == 1) for one, question, at, score in judged if at and open_ones[one.id]
    ]
    found += [(question, at, correct) for question, at, correct in checks]
    return sorted(found, key=lambda answer: answer[1])


def _may_be_practised(attempt: QuizAttempt, quiz: KnownQuiz | None) -> bool:
    settings = showing.settings_of(quiz)
    return all(showing.is_due(when, attempt, settings) for when in (settings.feedback, settings.answers))
