"""How far a viewer has come: answers to quick checks, exercises solved, and where they left off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from steepest.accounts.queries import Viewer, mine
from steepest.db import put
from steepest.models import Grading, Kind, QuestionResponse, Room, Submission, Verdict, Visit, counts, now

VISIT_EVERY = timedelta(minutes=1)  # coming back sooner to the same page is no news


@dataclass(frozen=True, slots=True)
class Standing:
    """How one exercise stands for the viewer."""

    tried: bool
    solved: bool
    best: float  # score, 0 to 1


def answer(
    session: Session,
    viewer: Viewer,
    *,
    lesson: str,
    question: str,
    version: str,
    chosen: Iterable[str],
    correct: bool,
) -> QuestionResponse:
    """Keep an answer to a quick check. An earlier one stays stored; the newest one shows."""
    response = QuestionResponse(
        participant_id=viewer.participant_id,
        lesson=lesson,
        question=question,
        version=version,
        chosen=list(chosen),
        correct=correct,
    )
    session.add(response)
    session.flush()
    return response


def answers(session: Session, viewer: Viewer, lesson: str | None = None) -> dict[str, QuestionResponse]:
    """The viewer's newest answer to each question (of the lesson), by the question's id."""
    query = select(QuestionResponse).where(QuestionResponse.participant_id.in_(mine(viewer)))
    if lesson is not None:
        query = query.where(QuestionResponse.lesson == lesson)
    return {response.question: response for response in session.scalars(query.order_by(QuestionResponse.id))}


def standings(session: Session, viewer: Viewer) -> dict[str, Standing]:
    """How the exercises that the viewer was judged on stand, by slug; of each submission the verdict that counts."""
    rows = session.execute(
        select(
            Submission.exercise,
            func.max(Grading.score),
            func.sum(case((Grading.verdict == Verdict.ACCEPTED, 1), else_=0)),
        )
        .join(Grading)
        .where(
            Submission.participant_id.in_(mine(viewer)),
            Submission.kind == Kind.SUBMIT,
            counts(),
        )
        .group_by(Submission.exercise)
    )
    return {slug: Standing(True, bool(accepted), best or 0.0) for slug, best, accepted in rows}


def has_solved(session: Session, viewer: Viewer, slug: str) -> bool:
    """Whether a submission of the viewer was accepted: then the published solution may be seen."""
    accepted = (
        select(Submission.id)
        .join(Grading)
        .where(
            Submission.participant_id.in_(mine(viewer)),
            Submission.exercise == slug,
            Submission.kind == Kind.SUBMIT,
            Grading.verdict == Verdict.ACCEPTED,
            counts(),
        )
        .limit(1)
    )
    return session.scalar(accepted) is not None


def visit(session: Session, viewer: Viewer, room: Room, slug: str) -> None:
    """Note that the viewer is at this page: 'continue where I left off' leads back to it."""
    moment = now()
    here = {"participant_id": viewer.participant_id, "room": room, "place": slug, "first": moment, "last": moment}
    put(session, Visit, here, keep=["first"])


def needs_visit(session: Session, viewer: Viewer, room: Room, slug: str) -> bool:
    """Whether `visit` would say something new; asking is a read, so that a reload needn't write."""
    newest = session.scalars(
        select(Visit).where(Visit.participant_id == viewer.participant_id).order_by(Visit.last.desc()).limit(1)
    ).first()
    return newest is None or (newest.room, newest.place) != (room, slug) or newest.last < now() - VISIT_EVERY
