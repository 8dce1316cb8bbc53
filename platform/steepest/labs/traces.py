"""A student's own optimiser in the race: its accepted program walks on the chosen surface, by way of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from steepest import submissions
from steepest.accounts.queries import Viewer, mine
from steepest.models import Grading, Kind, Submission, Trace, Verdict, counts
from steepest.submissions import Refused
from steepest_graders import Exercise, Text, TraceRequest, optimizer_of

NOT_SOLVED = Text(
    "Only an accepted program can join: solve the exercise first.", "只有已通过的程序才能参赛：请先完成这道练习。"
)
NO_WALK = Text(
    "This set-up can't be walked: the rate, the start, the steps or the seed is out of range.",
    "无法按这组设置运行：学习率、起点、步数或种子超出范围。",
)


def racers(exercises: Mapping[str, Exercise]) -> dict[str, Exercise]:
    """The exercises whose answer is an optimiser, by the name of its class."""
    return {name: exercise for exercise in exercises.values() if (name := optimizer_of(exercise))}


def accepted_source(session: Session, viewer: Viewer, slug: str) -> str | None:
    """The viewer's newest program that was accepted."""
    return session.scalars(
        select(Submission.source)
        .join(Grading)
        .where(
            Submission.participant_id.in_(mine(viewer)),
            Submission.exercise == slug,
            Submission.kind == Kind.SUBMIT,
            Grading.verdict == Verdict.ACCEPTED,
            counts(),
        )
        .order_by(Submission.id.desc())
        .limit(1)
    ).first()


def request_of(form: Mapping[str, str]) -> TraceRequest:
    """The walk that a form asks for. Raises Refused."""
    try:
        start = float(form["x"]), float(form["y"])
        return TraceRequest(form["surface"], float(form["lr"]), start, int(form["steps"]), int(form["seed"]))
    except (KeyError, ValueError):
        raise Refused(NO_WALK) from None


def send(session: Session, viewer: Viewer, exercise: Exercise, request: TraceRequest, *, site_seed: str) -> int:
    """Queue the walk; the submission's number. Call `queue.ring(settings)` after the commit. Raises Refused."""
    source = accepted_source(session, viewer, exercise.slug)
    if source is None:
        raise Refused(NOT_SOLVED)
    submission = submissions.submit(session, viewer, exercise, source, site_seed=site_seed, kind=Kind.TRACE)
    x, y = request.start
    walk = {"surface": request.surface, "lr": request.lr, "x": x, "y": y, "steps": request.steps, "seed": request.seed}
    session.add(Trace(submission_id=submission.id, **walk))
    return submission.id


def path_of(session: Session, submission_id: int) -> list[Any]:
    """The points (x, y) that were reached."""
    return session.get_one(Trace, submission_id).path or []
