"""Hints are opened one after another; which ones were is kept, shown again, and costs nothing."""

from __future__ import annotations

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from steepest.accounts.queries import Viewer, mine
from steepest.db import put
from steepest.models import HintOpening, now
from steepest_graders import Exercise


def opened(session: Session, viewer: Viewer, exercise: Exercise) -> int:
    """How many hints of the exercise the viewer has opened, from the first on."""
    newest = session.scalar(
        select(func.max(HintOpening.number)).where(
            HintOpening.participant_id.in_(mine(viewer)), HintOpening.exercise == exercise.slug
        )
    )
    return min(newest or 0, len(exercise.hints))


def open_next(session: Session, viewer: Viewer, exercise: Exercise, number: int) -> int:
    """Open the hint of that number, where it is the next one; the answer is how many are open then."""
    already = opened(session, viewer, exercise)
    if number == already + 1 <= len(exercise.hints):
        row = {
            "participant_id": viewer.participant_id,
            "exercise": exercise.slug,
            "number": number,
            "offering_id": viewer.offering_id,
            "opened": now(),
        }
        put(session, HintOpening, row, keep=["opened"])
        return number
    return already


def counts(session: Session, offering_id: int) -> dict[tuple[str, int], int]:
    """How many in an offering have opened each hint, by exercise and number."""
    rows = session.execute(
        select(HintOpening.exercise, HintOpening.number, func.count(distinct(HintOpening.participant_id)))
        .where(HintOpening.offering_id == offering_id)
        .group_by(HintOpening.exercise, HintOpening.number)
    )
    return {(exercise, number): people for exercise, number, people in rows}
