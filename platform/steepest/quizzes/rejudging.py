"""Judge finished attempts again after a question's key was mended: first as a preview, then for good.

What was given is held against the question as it stands now, with the numbers and the order that it had then. An
answer that the new wording doesn't offer, or that only a grader can judge, stays as it was; and so does one to a
question that shows other numbers now, as who answered has never seen those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from steepest.course import Course
from steepest.models import Account, Action, AttemptKind, LogEntry, Participant, QuizAttempt, Response
from steepest.quizzes import attempts
from steepest.quizzes.library import Known, KnownQuiz, Library
from steepest_graders.quiz import Judgement, NeedsGrading, Question, ResponseError
from steepest_graders.quiz.linting import is_used


@dataclass(frozen=True, slots=True)
class AttemptMove:
    """An attempt whose score would change, and the questions that it owes that to."""

    attempt_id: int
    name: str | None  # None: a guest
    before: float
    after: float
    questions: tuple[str, ...]

    @property
    def lowers(self) -> bool:
        return self.after < self.before


@dataclass(frozen=True, slots=True)
class _Change:
    response: Response
    known: Known
    judgement: Judgement


def preview(session: Session, library: Library, offering_id: int, slug: str) -> list[AttemptMove]:
    """Who would move, those that lose first."""
    moves = [move for attempt, name in _finished(session, offering_id, slug) if (move := _move(library, attempt, name))]
    return sorted(moves, key=lambda move: (move.after - move.before, move.attempt_id))


def apply(
    session: Session,
    library: Library,
    offering_id: int,
    slug: str,
    course: Course,
    *,
    actor_id: int | None,
    lower: bool,
) -> int:
    """Write the new scores, those that become lower only if `lower` says so; how many attempts moved."""
    moved = 0
    for attempt, name in list(_finished(session, offering_id, slug)):
        move = _move(library, attempt, name)
        if move is None or (move.lowers and not lower):
            continue
        for change in list(_changes(library, attempt)):
            question = change.known.question
            change.response.version = attempts.keep(session, question.id, question.source, change.known.trusted)
            change.response.score = change.judgement.score
            change.response.misconceptions = list(change.judgement.misconceptions)
            session.flush()
            session.expire(change.response, ["wording"])
        attempts.add_up(session, attempt, course)
        moved += 1
    detail = {"quiz": slug, "moved": moved}
    session.add(LogEntry(offering_id=offering_id, action=Action.REGRADE, actor_id=actor_id, detail=detail))
    return moved


def _finished(session: Session, offering_id: int, slug: str) -> Iterator[tuple[QuizAttempt, str | None]]:
    rows = session.execute(
        select(QuizAttempt, Account.name)
        .join(Participant, Participant.id == QuizAttempt.participant_id)
        .outerjoin(Account, Account.id == Participant.account_id)
        .where(
            QuizAttempt.quiz == slug,
            QuizAttempt.offering_id == offering_id,
            QuizAttempt.kind == AttemptKind.QUIZ,
            QuizAttempt.finished.is_not(None),
        )
        .order_by(QuizAttempt.id)
        .options(selectinload(QuizAttempt.responses), joinedload(QuizAttempt.wording))
    )
    yield from ((attempt, name) for attempt, name in rows)


def _move(library: Library, attempt: QuizAttempt, name: str | None) -> AttemptMove | None:
    new = {change.response.position: change.judgement.score for change in _changes(library, attempt)}
    points = sum(response.points for response in attempt.responses)
    earned = sum(response.points * new.get(response.position, response.score or 0.0) for response in attempt.responses)
    before, after = attempt.score or 0.0, min(1.0, round(earned / points, 6)) if points else 0.0
    if before == after:
        return None
    changed = tuple(one.question for one in attempt.responses if new.get(one.position, one.score) != one.score)
    return AttemptMove(attempt.id, name, before, after, changed)


def _changes(library: Library, attempt: QuizAttempt) -> Iterator[_Change]:
    quiz = attempts.quiz_of(attempt, library)
    for response in attempt.responses:
        known = _now(library, quiz, response)
        if known is None or not response.given or response.checked is None:
            continue
        try:
            now = known.question.variant(response.seed, shuffle=True)
            if _numbers(now) != _numbers(attempts.asked(response)):
                continue
            judgement = now.judge(response.given)
        except (ResponseError, NeedsGrading):
            continue
        yield _Change(response, known, judgement)


def _numbers(question: Question) -> Mapping[str, Any]:
    """The values that were drawn, and those derived ones that stand in what is asked: not those of the key."""
    seen = {key: question.source.get(key) for key in ("prompt", "variables", "targets")}
    seen |= {key: [item.get("text") for item in question.source.get(key) or []] for key in ("choices", "items")}
    drawn = question.parameters.drawn
    return {name: value for name, value in question.values.items() if name in drawn or is_used(seen, name)}


def _now(library: Library, quiz: KnownQuiz | None, response: Response) -> Known | None:
    """The question as it stands now, where it is another one than the one that was asked."""
    known = library.question(response.question, quiz)
    return known if known and known.question.version != response.version else None
