"""Judge again after a grader was fixed: first on trial, then, once somebody has seen who moves, for good.

A grading on trial counts for nothing. Those of an offering that are there are its regrade: it is previewed,
applied or discarded as a whole, and while one is there no other one begins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session, aliased

from steepest.gradebook import results
from steepest.models import (
    Account,
    Action,
    Diagnosis,
    Grading,
    Kind,
    LogEntry,
    Offering,
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


class NotReady(Exception):
    """Some are still being judged."""


class Changed(Exception):
    """What would be applied is not what was looked at."""


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
        is_unsolved = self.before is Verdict.ACCEPTED and self.after is not Verdict.ACCEPTED
        return is_unsolved or self.score_after < self.score_before


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

    @property
    def seal(self) -> str:
        """Another one as soon as something in it is another: whoever applies says by it what they looked at."""
        return seal(self)


def seal(shown: object) -> str:
    """Stands for a preview that was shown, made of values that say all of themselves by `repr`."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def begin(session: Session, offering_id: int, *, item: str | None = None, submission_id: int | None = None) -> int:
    """Queue a trial for one submission, for all of an item, or for all; how many. 0 while another one is there."""
    _lock(session, offering_id)
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


def apply(session: Session, offering_id: int, actor_id: int | None, *, lower: bool, seen: str) -> int:
    """Let the trials count, those that lower a score only if `lower` says so; how many submissions moved.

    `seen` is the seal of the preview that was looked at. Raises Changed where it has changed since, NotReady while
    some are not judged yet.
    """
    _lock(session, offering_id)
    found = preview(session, offering_id)
    if not found.is_there:
        raise Changed
    if not found.is_ready:
        raise NotReady
    if found.seal != seen:
        raise Changed
    spared = {move.submission_id for move in found.moves if move.lowers and not lower}
    moved = {move.submission_id for move in found.moves} - spared
    exercises = set(session.scalars(select(Submission.exercise).join(Grading).where(_trials(offering_id)).distinct()))
    touched = _owned(session, offering_id, moved | _diagnosed_anew(session, offering_id) - spared)
    session.execute(delete(Grading).where(_trials(offering_id), Grading.submission_id.in_(spared)))
    session.execute(delete(Grading).where(_trials(offering_id), Grading.state == State.FAILED))
    session.execute(
        update(Grading).where(_trials(offering_id)).values(trial=False).execution_options(synchronize_session=False)
    )
    for participant_id, exercise in touched:
        results.recount(session, participant_id, Room.EXERCISES, exercise)
    detail: dict[str, object] = {"submissions": found.all, "moved": len(moved), "kept the higher": len(spared)}
    if len(exercises) == 1:
        detail |= {"exercise": exercises.pop()}
    session.add(LogEntry(offering_id=offering_id, action=Action.REGRADE, actor_id=actor_id, detail=detail))
    return len(moved)


def discard(session: Session, offering_id: int) -> None:
    """Forget the trials; nothing has changed."""
    _lock(session, offering_id)
    session.execute(delete(Grading).where(_trials(offering_id)))


def _lock(session: Session, offering_id: int) -> None:
    """One regrade of an offering begins, is applied or discarded at a time; students hand in meanwhile."""
    session.execute(select(Offering.id).where(Offering.id == offering_id).with_for_update(key_share=True))


def _trials(offering_id: int) -> ColumnElement[bool]:
    judged = aliased(Submission)
    theirs = select(judged.id).where(judged.id == Grading.submission_id, judged.offering_id == offering_id)
    return and_(Grading.trial, theirs.correlate(Grading).exists())  # few are on trial: from these to what they judge


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
            (trial.score != func.coalesce(Grading.score, 0.0)) | trial.verdict.is_distinct_from(Grading.verdict),
        )
        .order_by(trial.score - func.coalesce(Grading.score, 0.0), Submission.id)
    )
    return tuple(Move(*row) for row in rows)


def _diagnosed_anew(session: Session, offering_id: int) -> set[int]:
    """The submissions whose trial found other misconceptions: these move the class's figures, if no grade."""
    tried = select(Grading.submission_id).where(_trials(offering_id), Grading.state == State.DONE)
    on_trial = _shown(session, _trials(offering_id))
    before = _shown(session, counts() & Submission.id.in_(tried))
    return {number for number in on_trial.keys() | before.keys() if on_trial.get(number) != before.get(number)}


def _shown(session: Session, gradings: ColumnElement[bool]) -> dict[int, set[str]]:
    """The misconceptions that gradings found, by submission."""
    rows = session.execute(
        select(Submission.id, Diagnosis.misconception)
        .select_from(Grading)
        .join(Submission, Submission.id == Grading.submission_id)
        .join(Diagnosis, Diagnosis.grading_id == Grading.id)
        .where(gradings)
    )
    found: dict[int, set[str]] = {}
    for number, slug in rows:
        found.setdefault(number, set()).add(slug)
    return found


def _owned(session: Session, offering_id: int, chosen: Collection[int]) -> list[tuple[int, str]]:
    """Participant and exercise of those on trial that were chosen, each pair once."""
    rows = session.execute(
        select(Submission.id, Submission.participant_id, Submission.exercise).join(Grading).where(_trials(offering_id))
    )
    return sorted({(participant_id, exercise) for number, participant_id, exercise in rows if number in chosen})
