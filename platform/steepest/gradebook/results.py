"""How far everybody has come, and what they misunderstood: written whenever something is handed in or judged.

`recount` looks at all that the person has handed in for the item, so calling it once too often does no harm, and
a regrade, a moved guest or a program that was deleted needs no rule of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Integer, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session, aliased

from steepest.course import Course
from steepest.gradebook import grades, work
from steepest.gradebook.work import Try
from steepest.models import (
    DEFAULT_OFFERING,
    AttemptKind,
    Met,
    Participant,
    QuestionResponse,
    QuizAttempt,
    Result,
    Room,
    Submission,
)


def recount(session: Session, participant_id: int, room: Room, item: str, course: Course | None = None) -> None:
    """Write the results of whoever owns the participant for one item, and the grades that follow from them.

    `course` is needed for lessons, see `work.tries`.
    """
    account_id, people = _lock(session, participant_id)
    found = work.tries(session, dict.fromkeys(people, 0), room, item, course).get(0, [])
    _write(session, people, room, item, found)
    if account_id is not None:
        grades.settle(session, account_id, room, item, found)


def recount_all(session: Session, participant_id: int, course: Course | None = None) -> None:
    """The same for every item that the participant's owner has touched: after a guest's work moved into an account."""
    _, people = _lock(session, participant_id)
    for table in (Result, Met):
        session.execute(delete(table).where(table.participant_id.in_(people)))
    touched = {
        Room.EXERCISES: select(Submission.exercise).where(Submission.participant_id.in_(people)),
        Room.LESSONS: select(QuestionResponse.lesson).where(QuestionResponse.participant_id.in_(people)),
        Room.QUIZZES: select(QuizAttempt.quiz).where(
            QuizAttempt.participant_id.in_(people), QuizAttempt.kind == AttemptKind.QUIZ
        ),
    }
    for room, items in touched.items():
        for item in session.scalars(items.distinct()).all():
            recount(session, participant_id, room, item, course)


_ONE, _OTHER = aliased(Participant), aliased(Participant)
_FIRST_OF_ACCOUNT = (
    select(func.min(_OTHER.id))
    .join(_ONE, _ONE.account_id == _OTHER.account_id)
    .where(_ONE.id == bindparam("participant"))
    .scalar_subquery()
)
# The first participant of whoever owns a participant, locked; SQLite has one writer at a time and ignores that.
# (Sought by its number alone: by the account, in order, PostgreSQL would walk all until it has counted the rows.)
_FIRST = (
    select(Participant.id, Participant.account_id)
    .where(Participant.id == func.coalesce(_FIRST_OF_ACCOUNT, bindparam("participant", type_=Integer)))
    .with_for_update(key_share=True)
)
_PEOPLE = select(Participant.id).where(Participant.account_id == bindparam("account")).order_by(Participant.id)


def _lock(session: Session, participant_id: int) -> tuple[int | None, list[int]]:
    """Whose the participant is, and all participants of that person, the first one first.

    One transaction at a time counts for a person; the other one then sees what this one wrote. The weaker lock lets
    rows that refer to the participant be inserted meanwhile.
    """
    while True:
        first = session.execute(_FIRST, {"participant": participant_id}).one_or_none()
        if first is None or first.account_id is None:  # deleted while we waited, or a guest
            return None, [participant_id]
        people = session.scalars(_PEOPLE, {"account": first.account_id}).all()
        if people[0] == first.id:
            return first.account_id, list(people)
        # The guest moved into an account while we waited: its first participant is another one.


_FORGET = [
    delete(table)
    .where(
        table.participant_id.in_(bindparam("people", expanding=True)),
        table.room == bindparam("in_room"),
        table.item == bindparam("of_item"),
    )
    .execution_options(synchronize_session=False)
    for table in (Result, Met)
]


def _write(session: Session, people: Sequence[int], room: Room, item: str, found: Iterable[Try]) -> None:
    for statement in _FORGET:
        session.execute(statement, {"people": people, "in_room": room, "of_item": item})
    by_offering: dict[int, list[Try]] = {}
    for one in found:
        by_offering.setdefault(one.offering_id or DEFAULT_OFFERING, []).append(one)
    for offering_id, tried in by_offering.items():
        key = {"offering_id": offering_id, "room": room, "item": item, "participant_id": people[0]}
        session.execute(insert(Result), key | _result(tried))
        shown = Counter(slug for one in tried for slug in set(one.misconceptions))
        if shown:
            session.execute(insert(Met), [key | {"misconception": slug, "tries": n} for slug, n in shown.items()])


def _result(tried: Sequence[Try]) -> dict[str, object]:
    solved = next((number for number, one in enumerate(tried, start=1) if one.solved), None)
    took = max(0.0, (tried[solved - 1].at - tried[0].at).total_seconds()) if solved else None  # a clock may jump back
    return {
        "tries": len(tried),
        "waiting": sum(one.is_waiting for one in tried),
        "best": max((one.score for one in tried if one.score is not None), default=None),
        "tries_to_solve": solved,
        "seconds_to_solve": took,
        "last": tried[-1].at,
    }
