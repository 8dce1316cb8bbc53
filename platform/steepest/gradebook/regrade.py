"""Judge again after a grader was fixed: first on trial, then, once somebody has seen who moves, for good.

A grading on trial counts for nothing. Those of an offering that are there are its regrade: it is previewed,
applied or discarded as a whole, and while one is there no other one begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session, aliased

from steepest.gradebook import results
from steepest.models import (
    Account,
    Action,
    Grading,
    Kind,
    LogEntry,
    Participant,
    Priority,
    Room,
    State,
    Submission,
    Verdict,
    counts,
    now,
)

UNFINISHED = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Move:
    """A submission that the new judging sees differently."""

    submission_id: int
    name: str | None  # None: a guest
    item: str
    before: Verdict | None
    after: Verdict | None
    score_before: float
    score_after: float
    version_before: str
    version_after: str

    @property
    def lowers(self) -> bool:
        return self.score_after < self.score_before


@dataclass(frozen=True, slots=True)
class Preview:
    """How far the regrade is, and what it would change."""

    all: int
    finished: int
    failed: int
    moves: tuple[Move, ...]

    @property
    def is_there(self) -> bool:
        return self.all > 0

    @property
    def is_ready(self) -> bool:
        return self.all > 0 and self.finished == self.all


def begin(session: Session, offering_id: int, *, item: str | None = None, submission_id: int | None = None) -> int:
    """Queue a trial for one submission, for all of an item, or for all; how many. 0 while another one is there."""
    if session.scalar(select(Grading.id).where(_trials(offering_id)).limit(1)):
        return 0
    chosen = select(
        Submission.id,
        literal(State.QUEUED.value),
        literal(True),
        literal(int(Priority.REGRADE)),
        literal(0),
        literal(0),
        literal(now(), type_=Grading.created.type),
    ).where(Submission.offering_id == offering_id, Submission.kind == Kind.SUBMIT)
    if item is not None:
        chosen = chosen.where(Submission.exercise == item)
    if submission_id is not None:
        chosen = chosen.where(Submission.id == submission_id)
    names = ["submission_id", "state", "trial", "priority", "turn", "tries", "created"]
    session.execute(insert(Grading).from_select(names, chosen.order_by(Submission.id)))
    return session.scalar(select(func.count()).select_from(Grading).where(_trials(offering_id))) or 0


def preview(session: Session, offering_id: int) -> Preview:
    """What applying would do."""
    counted = session.execute(select(Grading.state, func.count()).where(_trials(offering_id)).group_by(Grading.state))
    states = {state: number for state, number in counted}
    return Preview(
        all=sum(states.values()),
        finished=sum(number for state, number in states.items() if state not in UNFINISHED),
        failed=states.get(State.FAILED, 0),
        moves=_moves(session, offering_id),
    )


def apply(session: Session, offering_id: int, actor_id: int | None, *, lower: bool) -> int:
    """Let the trials count, those that lower a score only if `lower` says so; how many submissions moved.

    Raises ValueError while some are not judged yet.
    """
    found = preview(session, offering_id)
    if not found.is_ready:
        raise ValueError("the regrade is not finished")
    spared = [move.submission_id for move in found.moves if move.lowers and not lower]
    touched = session.execute(
        select(Submission.participant_id, Submission.exercise)
        .join(Grading)
        .where(_trials(offering_id), Grading.state == State.DONE)
        .distinct()
    ).all()
    session.execute(delete(Grading).where(_trials(offering_id), Grading.submission_id.in_(spared)))
    session.execute(delete(Grading).where(_trials(offering_id), Grading.state == State.FAILED))
    session.execute(
        update(Grading).where(_trials(offering_id)).values(trial=False).execution_options(synchronize_session=False)
    )
    for participant_id, exercise in touched:
        results.recount(session, participant_id, Room.EXERCISES, exercise)
    moved = len(found.moves) - len(spared)
    detail = {"submissions": found.all, "moved": moved, "kept the higher": len(spared)}
    session.add(LogEntry(offering_id=offering_id, action=Action.REGRADE, actor_id=actor_id, detail=detail))
    return moved


def discard(session: Session, offering_id: int) -> None:
    """Forget the trials; nothing has changed."""
    session.execute(delete(Grading).where(_trials(offering_id)))


def _trials(offering_id: int) -> ColumnElement[bool]:
    theirs = select(Submission.id).where(Submission.offering_id == offering_id)
    return and_(Grading.trial, Grading.submission_id.in_(theirs))


def _moves(session: Session, offering_id: int) -> tuple[Move, ...]:
    """What is lowered comes first."""
    trial = aliased(Grading)
    rows = session.execute(
        select(
            Submission.id,
            Account.name,
            Submission.exercise,
            Grading.verdict,
            trial.verdict,
            func.coalesce(Grading.score, 0.0),
            func.coalesce(trial.score, 0.0),
            func.coalesce(Grading.grader_version, ""),
            func.coalesce(trial.grader_version, ""),
        )
        .select_from(trial)
        .join(Submission, Submission.id == trial.submission_id)
        .join(Participant, Participant.id == Submission.participant_id)
        .outerjoin(Account, Account.id == Participant.account_id)
        .outerjoin(Grading, and_(Grading.submission_id == Submission.id, counts()))
        .where(
            Submission.offering_id == offering_id,
            trial.trial,
            trial.state == State.DONE,
            (trial.score != func.coalesce(Grading.score, 0.0)) | (trial.verdict != Grading.verdict),
        )
        .order_by(trial.score - func.coalesce(Grading.score, 0.0), Submission.id)
    )
    return tuple(Move(*row) for row in rows)
