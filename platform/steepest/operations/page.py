"""What the operator's page shows: what works, what waits, who grades, and what went wrong on our side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from steepest.dispatch import queue
from steepest.dispatch.queue import Load
from steepest.models import Grader, Grading, Priority, State, Submission, now

MOST_FAILED = 20
MOST_COUNTED = 250_000  # of the newest gradings: more than four workers do in an hour (CAPACITY.md)
LATELY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the site at `moment`. `lately` counts the last hour's verdicts."""

    moment: datetime
    load: Load
    graders: list[Grader]
    lately: int
    failed: list[Grading]

    def is_alive(self, grader: Grader) -> bool:
        return self.moment - grader.seen < queue.ALIVE


def overview(session: Session) -> Overview:
    """A few looks, none of which takes longer with all that was ever graded."""
    moment = now()
    newest = select(func.max(Grading.id)).scalar_subquery()
    lately = (Grading.id > newest - MOST_COUNTED, Grading.state == State.DONE, Grading.finished > moment - LATELY)
    return Overview(
        moment,
        queue.load(session),
        list(session.scalars(select(Grader).order_by(Grader.name))),
        session.scalar(select(func.count()).where(*lately)) or 0,
        list(
            session.scalars(
                select(Grading)
                .where(_failed(), ~_was_graded_again())
                .order_by(Grading.id.desc())
                .limit(MOST_FAILED)
                .options(joinedload(Grading.submission))
            )
        ),
    )


def _failed() -> ColumnElement[bool]:
    """Given up, and not on trial: what a regrade makes of it counts for nothing until an instructor has applied it."""
    return and_(Grading.state == State.FAILED, ~Grading.trial)


def _was_graded_again() -> ColumnElement[bool]:
    later = aliased(Grading)
    return exists().where(later.submission_id == Grading.submission_id, later.id > Grading.id)


def grade_again(session: Session, grading_id: int) -> bool:
    """Queue the submission of a failed grading once more; False where it is none, or is being graded already."""
    submission = session.scalar(select(Submission).join(Grading).where(Grading.id == grading_id, _failed()))
    if submission is None or any(not grading.is_finished for grading in submission.gradings):
        return False
    queue.enqueue(session, submission, Priority.REGRADE)
    return True
