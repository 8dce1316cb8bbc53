"""Whether a submission would be taken, delivered and graded now."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from steepest import schema
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch import queue
from steepest.dispatch.worker import PROVE_EVERY
from steepest.models import now

log = structlog.get_logger(__name__)

LATELY = 3 * PROVE_EVERY


def examine(settings: Settings, database: Database, *, leave_out: set[str]) -> dict[str, str]:
    """Each part with 'ok' or what is wrong with it: 'database', 'broker' (where there is one), 'grading'.

    'grading' is ok when a worker that is there has lately let a right program pass and refused a wrong one.
    Meant for everybody's eyes: no address, no name, no text of an exception.
    """
    parts: dict[str, Callable[[], str]] = {"database": lambda: _database(database)}
    if settings.broker_url:
        parts["broker"] = lambda: _broker(settings)
    parts["grading"] = lambda: _grading(database)
    return {name: _tried(name, look) for name, look in parts.items() if name not in leave_out}


def _tried(name: str, look: Callable[[], str]) -> str:
    try:
        return look()
    except Exception as error:
        log.warning("not ready", part=name, error=repr(error))
        return "does not answer"


def _broker(settings: Settings) -> str:
    from steepest.dispatch import broker  # only where there is one is Celery installed

    return "ok" if broker.answers(settings) else "does not answer"


def _database(database: Database) -> str:
    return "ok" if schema.can_serve(database) else "not migrated to this version"


def _grading(database: Database) -> str:
    with database.read() as session:
        graders = queue.graders(session)
    if not graders.alive:
        return "no worker can grade" if graders.problem else "no worker is there"
    if graders.proven is None:
        return "no worker has graded its canary yet"
    age = now() - graders.proven
    if age > LATELY:  # its heart beats, but it does not grade
        return "no worker has graded its canary lately"
    return f"ok, canary graded {age.total_seconds():.0f} s ago"
