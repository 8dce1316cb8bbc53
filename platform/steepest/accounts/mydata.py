"""Everything that is stored about somebody: to take along, and to delete."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Select, delete, inspect, select, update
from sqlalchemy.orm import Session

from steepest.accounts.queries import Viewer, mine
from steepest.models import (
    Account,
    Action,
    Assignment,
    Base,
    Draft,
    Extension,
    Grade,
    Grading,
    HintOpening,
    Kind,
    LogEntry,
    Participant,
    Post,
    QuestionResponse,
    QuizAttempt,
    Response,
    Role,
    Room,
    Submission,
    Trace,
    Visit,
    forget_posts,
)

# How the site works, nothing about the person.
OURS = {"owner", "lease_until", "tries", "priority", "turn", "seed", "request_id"}
# A quiz says itself when results show: on the attempt's page.
RESULTS: dict[type[Base], set[str]] = {QuizAttempt: {"score", "passed"}, Response: {"score", "misconceptions"}}


def export(session: Session, viewer: Viewer) -> dict[str, Any]:
    """All rows that are the viewer's, as plain data."""
    participants = mine(viewer)
    submissions = select(Submission.id).where(Submission.participant_id.in_(participants))
    judged = submissions.where(Submission.kind != Kind.ANSWER)
    attempts = select(QuizAttempt.id).where(QuizAttempt.participant_id.in_(participants))
    account = session.get(Account, viewer.account_id) if viewer.account_id else None
    kept: dict[str, Select[Any]] = {
        "roles": select(Role).where(Role.account_id == viewer.account_id),
        "visits": select(Visit).where(Visit.participant_id.in_(participants)),
        "answers": select(QuestionResponse).where(QuestionResponse.participant_id.in_(participants)),
        "attempts": select(QuizAttempt).where(QuizAttempt.id.in_(attempts)),
        "responses": select(Response).where(Response.attempt_id.in_(attempts)),
        "hints": select(HintOpening).where(HintOpening.participant_id.in_(participants)),
        "drafts": select(Draft).where(Draft.participant_id.in_(participants)),
        "posts": select(Post).where(Post.account_id == viewer.account_id),
        "submissions": select(Submission).where(Submission.id.in_(submissions)),
        "traces": select(Trace).where(Trace.submission_id.in_(submissions)),
        "gradings": select(Grading).where(Grading.submission_id.in_(judged), ~Grading.trial),
        "grades": select(Grade)
        .join(Assignment)
        .where(Grade.account_id == viewer.account_id, Assignment.room != Room.QUIZZES),
        "extensions": select(Extension).where(Extension.account_id == viewer.account_id),
        "log": select(LogEntry)
        .outerjoin(Assignment)
        .where(
            LogEntry.account_id == viewer.account_id,
            (LogEntry.action == Action.MEMBER) | (Assignment.room != Room.QUIZZES),
        )
        .order_by(LogEntry.id),
    }
    return {
        "account": {"name": account.name, "created": account.created.isoformat()} if account else None,
        **{name: [_plain(row) for row in session.scalars(statement)] for name, statement in kept.items()},
    }


def erase(session: Session, viewer: Viewer) -> None:
    """Delete the viewer and all that hangs on them (the tables' cascades do it), sessions included.

    That something was changed stays in a class's log, without whose grade it was and the reason that was given.
    """
    if viewer.account_id is not None:
        forget_posts(session, viewer.account_id)
        session.execute(update(LogEntry).where(LogEntry.account_id == viewer.account_id).values(reason=""))
        session.execute(delete(Account).where(Account.id == viewer.account_id))
    else:
        session.execute(delete(Participant).where(Participant.id.in_(mine(viewer))))


def _plain(row: Base) -> dict[str, Any]:
    names = (column.key for column in inspect(row).mapper.column_attrs)
    left_out = OURS | RESULTS.get(type(row), set())
    return {name: _json(getattr(row, name)) for name in names if name not in left_out}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
