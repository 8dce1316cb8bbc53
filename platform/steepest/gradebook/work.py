"""What somebody has handed in for an item: the tries that results and grades are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import and_, bindparam, case, exists, false, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from steepest.course import Course
from steepest.models import (
    AttemptKind,
    Diagnosis,
    Grading,
    Kind,
    QuestionResponse,
    QuizAttempt,
    Room,
    State,
    Submission,
    Verdict,
    counts,
)
from steepest_graders.quiz import Counts, Question, ResponseError


@dataclass(frozen=True, slots=True)
class Try:
    """One thing handed in. `score` is from 0 to 1, None without a verdict: it waits, or that was given up."""

    at: datetime
    score: float | None
    solved: bool
    misconceptions: tuple[str, ...] = ()
    offering_id: int | None = None  # where it was handed in, if that was written down
    submission_id: int | None = None
    counts: Counts = Counts.BEST  # which of several tries is worth something
    is_waiting: bool = False


Tries = dict[int, list[Try]]  # by owner
Owned = tuple[int, Try]  # a participant and what they handed in


def tries(session: Session, owners: Mapping[int, int], room: Room, item: str, course: Course | None) -> Tries:
    """What was handed in for the item, the oldest first, by owner; `owners` maps participants to their owner.

    One statement, however many there are. Only lessons need the `course`: it knows their questions.
    """
    found: Tries = {}
    for participant_id, one in _READERS[room](session, owners, item, course) if room in _READERS else ():
        found.setdefault(owners[participant_id], []).append(one)
    return found


_other = aliased(Grading)
_waits = exists().where(_other.submission_id == Submission.id, _other.state.in_((State.QUEUED, State.RUNNING)))
# Written once: to build it anew costs more than to run it, and every submission and every verdict asks it.
_PROGRAMS = (
    select(
        Submission.id,
        Submission.participant_id,
        Submission.created,
        Submission.offering_id,
        Grading.score,
        case((Grading.id.is_(None), _waits), else_=false()).label("waits"),
        Grading.verdict,
        Diagnosis.misconception,
    )
    .select_from(Submission)
    .outerjoin(Grading, and_(Grading.submission_id == Submission.id, counts()))
    .outerjoin(Diagnosis, Diagnosis.grading_id == Grading.id)
    .where(
        Submission.participant_id.in_(bindparam("people", expanding=True)),
        Submission.exercise == bindparam("slug"),
        Submission.kind == Kind.SUBMIT,
    )
    .order_by(Submission.id, Diagnosis.misconception)
)


def _programs(session: Session, owners: Mapping[int, int], slug: str, course: Course | None) -> Iterator[Owned]:
    rows = session.execute(_PROGRAMS, {"people": list(owners), "slug": slug})
    for _, group in groupby(rows, key=lambda row: row.id):
        diagnosed = list(group)
        row = diagnosed[0]
        shown = tuple(one.misconception for one in diagnosed if one.misconception)
        solved = row.verdict is Verdict.ACCEPTED
        one = Try(row.created, row.score, solved, shown, row.offering_id, row.id, is_waiting=bool(row.waits))
        yield row.participant_id, one


def _answers(session: Session, owners: Mapping[int, int], slug: str, course: Course | None) -> Iterator[Owned]:
    """A try is an answer to a quick check; it is worth the share of the lesson's checks that stand right after it."""
    lesson = course.lessons.get(slug) if course else None
    if lesson is None or not lesson.questions:
        return
    questions = {question.id: question for question in lesson.questions}
    right: dict[int, set[str]] = {}
    rows = session.scalars(
        select(QuestionResponse)
        .where(QuestionResponse.participant_id.in_(owners), QuestionResponse.lesson == slug)
        .order_by(QuestionResponse.id)
    )
    for row in rows:
        if (question := questions.get(row.question)) is None:
            continue  # the question is no longer in the lesson
        stand = right.setdefault(owners[row.participant_id], set())
        (stand.add if row.correct else stand.discard)(row.question)
        share = len(stand) / len(questions)
        yield row.participant_id, Try(row.created, share, share == 1.0, _shown(question, row.chosen))


def _attempts(session: Session, owners: Mapping[int, int], slug: str, course: Course | None) -> Iterator[Owned]:
    """A try is an attempt that was handed in; while a grader still has a line of it, it counts without that line."""
    rows = session.scalars(
        select(QuizAttempt)
        .where(
            QuizAttempt.participant_id.in_(owners),
            QuizAttempt.quiz == slug,
            QuizAttempt.kind == AttemptKind.QUIZ,
            QuizAttempt.finished.is_not(None),
        )
        .order_by(QuizAttempt.id)
        .options(selectinload(QuizAttempt.responses), joinedload(QuizAttempt.wording))
    )
    for row in rows:
        shown = dict.fromkeys(slug for response in row.responses for slug in response.misconceptions)
        settings = row.wording.data.get("settings") if row.wording else None
        counts = Counts((settings or {}).get("counts", Counts.BEST))
        at = row.finished or row.started
        yield (
            row.participant_id,
            Try(at, row.score, row.passed, tuple(shown), row.offering_id, counts=counts, is_waiting=row.score is None),
        )


def _shown(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    try:
        return question.judge(chosen).misconceptions
    except ResponseError:  # an answer to an earlier wording of the question
        return ()


_READERS: dict[Room, Callable[[Session, Mapping[int, int], str, Course | None], Iterator[Owned]]] = {
    Room.EXERCISES: _programs,
    Room.LESSONS: _answers,
    Room.QUIZZES: _attempts,
}
