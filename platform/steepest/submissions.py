"""Programs that were handed in, what became of them, and the drafts of those that were not yet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, literal_column, select
from sqlalchemy.orm import Session, defer, joinedload

from steepest.accounts.queries import Viewer, mine
from steepest.db import put
from steepest.dispatch import queue
from steepest.gradebook import results
from steepest.models import PASSING, Draft, Grading, Kind, Offering, Room, State, Submission, now
from steepest_graders import Exercise, SourceError, Text, read_source

MOST_WAITING = 20  # unfinished gradings of one viewer: nobody fills the queue for everybody else
RUNS_LIVE = timedelta(days=1)
TOO_MANY = Text(
    "Too many of your programs are still waiting: let them be judged first.",
    "你还有太多程序在等待评判，请先等它们完成。",
)


class Refused(Exception):
    """The program can't be taken; `message` says why, in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of somebody's history: a submission and the grading that counts (the newest finished, else the newest)."""

    submission: Submission
    grading: Grading

    @property
    def is_finished(self) -> bool:
        return self.grading.is_finished


def clean_source(source: bytes | str) -> str:
    """The program as it is stored: at most 64 KiB of UTF-8 without NUL, lines end in LF. Raises Refused."""
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    try:
        return read_source(data.replace(b"\r\n", b"\n"))  # a form sends CRLF: that must not cost a student bytes
    except SourceError as error:
        raise Refused(error.message) from None


def submit(
    session: Session,
    viewer: Viewer,
    exercise: Exercise,
    source: bytes | str,
    *,
    site_seed: str,
    kind: Kind = Kind.SUBMIT,
    offering_id: int | None = None,
) -> Submission:
    """Store a program with a grading in the queue; call `queue.ring(settings)` after the commit. Raises Refused.

    It belongs to the offering that the viewer joined last, where none is named.
    """
    text = clean_source(source)
    if _waiting(session, viewer) >= MOST_WAITING:
        raise Refused(TOO_MANY)
    offering_id = offering_id or viewer.offering_id
    submission = Submission(
        participant_id=viewer.participant_id,
        offering_id=offering_id,
        course=select(Offering.course).where(Offering.id == offering_id).scalar_subquery(),
        exercise=exercise.slug,
        content_hash=exercise.content_hash,
        seed=probe_seed(site_seed, exercise.slug),
        source=text,
        kind=kind,
    )
    session.add(submission)
    session.flush()
    queue.enqueue(session, submission)
    if kind is Kind.SUBMIT:
        results.recount(session, viewer.participant_id, Room.EXERCISES, exercise.slug)
    return submission


def probe_seed(site_seed: str, slug: str) -> int:
    """What seeds the hidden probes of an exercise here: the same for all, so that equal programs get equal words."""
    return int.from_bytes(hashlib.sha256(f"{site_seed}:{slug}".encode()).digest()[:4]) >> 1


def find(session: Session, viewer: Viewer, submission_id: int) -> Entry | None:
    """The viewer's own submission, with its gradings loaded; None for anybody else's.

    A line of a quiz is none: its verdict shows in the quiz, when that is due.
    """
    own = (Submission.participant_id.in_(mine(viewer)), Submission.kind != Kind.ANSWER)
    found = session.scalars(
        select(Submission).where(Submission.id == submission_id, *own).options(joinedload(Submission.gradings))
    )
    submission = found.unique().one_or_none()
    return Entry(submission, standing(submission)) if submission else None


def history(session: Session, viewer: Viewer, slug: str, *, limit: int = 50) -> list[Entry]:
    """What the viewer handed in for the exercise, newest first; runs of the examples don't count.

    Programs and reports are loaded when they are asked for: fifty of each would be most of a page's price.
    """
    found = session.scalars(
        select(Submission)
        .where(Submission.participant_id.in_(mine(viewer)), Submission.exercise == slug, Submission.kind == Kind.SUBMIT)
        .order_by(Submission.id.desc())
        .limit(limit)
        .options(defer(Submission.source), joinedload(Submission.gradings).defer(Grading.report))
    )
    return [Entry(submission, standing(submission)) for submission in found.unique()]


def standing(submission: Submission) -> Grading:
    """The grading that counts (see `models.counts`), else the newest one that is not on trial."""
    valid = [grading for grading in submission.gradings if not grading.trial]
    finished = [grading for grading in valid if grading.state is State.DONE]
    return (finished or valid)[-1]


def load_draft(session: Session, viewer: Viewer, slug: str) -> Draft | None:
    """What stood last in the viewer's editor for the exercise."""
    return session.scalars(
        select(Draft)
        .where(Draft.participant_id.in_(mine(viewer)), Draft.exercise == slug)
        .order_by(Draft.saved.desc())
        .limit(1)
    ).first()


def save_draft(session: Session, viewer: Viewer, slug: str, source: bytes | str) -> datetime:
    """Keep what stands in the editor, even an empty text; when it was saved. Raises Refused."""
    saved = now()
    draft = {"participant_id": viewer.participant_id, "exercise": slug, "source": clean_source(source), "saved": saved}
    put(session, Draft, draft)
    return saved


def purge_runs(session: Session) -> int:
    """Delete runs of the examples, and of optimisers in the labs, that are older than a day. How many went.

    A line that was filled into a question stays: its attempt shows what it did, and may still wait for its verdict.
    """
    old = delete(Submission).where(literal_column(PASSING), Submission.created < now() - RUNS_LIVE)
    return len(session.scalars(old.returning(Submission.id)).all())


def _waiting(session: Session, viewer: Viewer) -> int:
    """Without those that an instructor has judged again: they are not the viewer's doing."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Grading)
            .join(Submission)
            .where(
                Grading.state.in_((State.QUEUED, State.RUNNING)),
                ~Grading.trial,
                Submission.participant_id.in_(mine(viewer)),
            )
        )
        or 0
    )
