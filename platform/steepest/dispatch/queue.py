"""The queue: the gradings that nobody has finished.

A worker claims a grading by writing its name and a lease into the row, all in one statement; a lease that
runs out may be taken by the next. Whatever a worker writes later is fenced by its name and the number of
the try, so a worker that was presumed dead can't overwrite what another one found. After three tries a
grading is given up, visibly, as an internal error.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import structlog
from sqlalchemy import ColumnElement, CursorResult, ScalarSelect, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from steepest.config import Settings
from steepest.db import Database, put
from steepest.dispatch import listening
from steepest.dispatch.doorbell import Doorbell
from steepest.gradebook import results
from steepest.models import Diagnosis, Grader, Grading, Kind, Priority, Room, State, Submission, Trace, now
from steepest.telemetry import logs, numbers
from steepest_graders import GRADER_VERSION, GradeReport, HostReport, Text, TraceRequest, Verdict

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
CLOCKS_DIFFER = timedelta(seconds=60)  # at most, between hosts that share a database
TRIES = 3
ALIVE = timedelta(seconds=20)  # a grader that has not been seen for so long is not there
FORGOTTEN = timedelta(minutes=10)
GIVEN_UP = Text(
    "The grader could not finish, three times over. This is our fault, not yours; please submit again.",
    "评判程序连续三次未能完成。这是我们的问题，不是你的；请重新提交。",
)
WORK, VERDICTS = "work", "verdict"


@dataclass(frozen=True, slots=True)
class Claim:
    """A grading that is ours for the time of the lease: this is the `tries`-th try, by `owner`."""

    grading_id: int
    owner: str
    tries: int
    exercise: str
    source: str
    seed: int
    kind: Kind
    created: datetime
    participant_id: int
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Graders:
    """Whether anybody grades here. `problem` says why a worker that is there can't.

    `count` is how many can; `proven` is when the last of them graded a canary: a right program and a wrong one.
    """

    alive: bool
    problem: str = ""
    sandbox: str = ""
    count: int = 0
    proven: datetime | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """How much waits: gradings queued and running, and the age in seconds of the oldest that is queued."""

    queued: int
    running: int
    age: float


def doorbell(settings: Settings, kind: str) -> Doorbell:
    """The bell for WORK or for VERDICTS, in the data folder."""
    return Doorbell(settings.data_dir.absolute() / "doorbell", kind)


def ring(settings: Settings, submission_id: int | None = None) -> None:
    """Wake a worker: call it after the commit that queued something (None: several things)."""
    doorbell(settings, WORK).ring()
    if settings.broker_url:
        from steepest.dispatch import broker  # only where there is one is Celery installed

        broker.send(settings, submission_id)


def enqueue(session: Session, submission: Submission, priority: Priority | None = None) -> Grading:
    """A new grading of the submission; a regrade is just one more.

    Each participant's gradings wait one behind the other, in turns, and a turn is done when everybody who waits
    has had it: whoever hands in twenty programs delays the others by one, not by twenty. Somebody who comes
    later joins the turn that is being graded. Only one run at a time goes before the submissions, else a few
    runs that last could hold up everybody.
    """
    who = submission.participant_id
    if priority is None:
        is_urgent = submission.kind is not Kind.SUBMIT and _turns(session, who, Priority.RUN)[1] is None
        priority = Priority.RUN if is_urgent else Priority.SUBMIT
    being_graded, own = _turns(session, who, priority)
    turn = being_graded if own is None else max(being_graded, own + 1)
    grading = Grading(submission_id=submission.id, priority=priority, turn=turn, request_id=logs.request_id())
    session.add(grading)
    session.flush()
    structlog.contextvars.bind_contextvars(submission=submission.id, grading=grading.id)  # for the request's line
    listening.notify(session, WORK)
    return grading


def _left_lying() -> ColumnElement[bool]:
    """Claimed, but the lease ran out; or it ends later than any lease can, as the clock has been set back since."""
    ran_out, too_late = Grading.lease_until <= bindparam("moment"), Grading.lease_until > bindparam("latest")
    return and_(Grading.state == State.RUNNING, or_(ran_out, too_late))


@cache
def _first(*, lock: bool = False) -> ColumnElement[int | None]:
    """What is to be claimed next: two looks into the index of the queue, however many wait."""
    left_lying = select(Grading.id).where(_left_lying())
    waiting = select(Grading.id).where(Grading.state == State.QUEUED)
    looks = [look.order_by(Grading.priority, Grading.turn, Grading.id).limit(1) for look in (left_lying, waiting)]
    if lock:  # on PostgreSQL; SQLite has one writer at a time and ignores it
        looks = [look.with_for_update(skip_locked=True) for look in looks]
    return func.coalesce(*(look.scalar_subquery() for look in looks))


def _at(moment: datetime) -> dict[str, object]:
    """What the two above leave open."""
    return {"moment": moment, "latest": moment + CLOCKS_DIFFER + LEASE}


# Written once: to build them anew costs more than to run them, and every submission asks them.
_SAME_PRIORITY = Grading.priority == bindparam("priority")
_TURNS = select(
    *(
        select(func.min(Grading.turn)).where(Grading.state == state, _SAME_PRIORITY).scalar_subquery()
        for state in (State.RUNNING, State.QUEUED)
    ),
    select(func.max(Grading.turn))
    .join(Submission)
    .where(
        Submission.participant_id == bindparam("participant"),
        Grading.state.in_((State.QUEUED, State.RUNNING)),
        _SAME_PRIORITY,
    )
    .scalar_subquery(),
)
_SAME_TURN = and_(_SAME_PRIORITY, Grading.turn == bindparam("turn"))
_BEFORE = select(
    select(func.count())
    .where(
        Grading.state == State.QUEUED,
        or_(
            Grading.priority < bindparam("priority"),
            and_(_SAME_PRIORITY, Grading.turn < bindparam("turn")),
            and_(_SAME_TURN, Grading.id <= bindparam("id")),
        ),
    )
    .scalar_subquery()
    + select(func.count()).where(_left_lying()).scalar_subquery()
)


def _turns(session: Session, participant_id: int, priority: Priority) -> tuple[int, int | None]:
    """Of a priority: the turn that is being graded (the lowest that is not done), and the last that somebody has."""
    *lowest, own = session.execute(_TURNS, {"priority": priority, "participant": participant_id}).one()
    return min((turn for turn in lowest if turn is not None), default=0), own


def claim(database: Database, owner: str, *, lease: timedelta = LEASE) -> Claim | None:
    """Take what was claimed and left lying, else the first by priority, turn and age; None when there is nothing."""
    with database.read() as session:  # looking costs nobody else anything; only then ask for the write lock
        if session.scalar(select(_first()), _at(now())) is None:
            return None
    with database.write() as session:
        while taken := _take(session, owner, lease):
            if taken.tries <= TRIES:
                return taken
            # Whatever killed its worker three times over is not tried a fourth time.
            _fail(session, taken, _given_up(taken.exercise))
    return None


def _take(session: Session, owner: str, lease: timedelta) -> Claim | None:
    moment = now()
    taken = {"state": State.RUNNING, "owner": owner, "lease_until": moment + lease, "started": moment}
    row = session.execute(
        update(Grading)
        .where(Grading.id == _first(lock=True))
        .values(**taken, tries=Grading.tries + 1)
        .returning(Grading.id, Grading.tries, Grading.submission_id, Grading.created, Grading.request_id)
        .execution_options(synchronize_session=False),
        _at(moment),
    ).one_or_none()
    if row is None:
        return None
    of = session.get_one(Submission, row.submission_id)
    return Claim(
        grading_id=row.id,
        owner=owner,
        tries=row.tries,
        exercise=of.exercise,
        source=of.source,
        seed=of.seed,
        kind=of.kind,
        created=row.created,
        participant_id=of.participant_id,
        request_id=row.request_id,
    )


def renew(database: Database, claim: Claim, *, lease: timedelta = LEASE) -> bool:
    """Hold on to the claim. False when it is no longer ours."""
    with database.write() as session:
        return _changed(session, claim, lease_until=now() + lease)


def walk_of(database: Database, claim: Claim) -> TraceRequest:
    """Where the claimed submission, of kind `trace`, is to walk."""
    with database.read() as session:
        trace = session.execute(select(Trace).where(Trace.submission_id == _submission_id(claim))).scalar_one()
    return TraceRequest(trace.surface, trace.lr, (trace.x, trace.y), trace.steps, trace.seed)


def _submission_id(claim: Claim) -> ScalarSelect[int]:
    return select(Grading.submission_id).where(Grading.id == claim.grading_id).scalar_subquery()


def finish(
    database: Database,
    claim: Claim,
    report: GradeReport,
    path: Sequence[tuple[float, float]] | None = None,
    *,
    also: Callable[[Session], None] | None = None,
) -> bool:
    """Store the report, what it found and the path of a trace, in one transaction, and `also` what else follows.

    False when the claim was no longer ours.
    """
    with database.write() as session:
        stored = _changed(session, claim, **_result(State.DONE, report))
        if stored:
            slugs = dict.fromkeys(finding.slug for finding in report.findings)
            session.add_all(Diagnosis(grading_id=claim.grading_id, misconception=slug) for slug in slugs)
            session.flush()
            if path is not None:
                walked = update(Trace).where(Trace.submission_id == _submission_id(claim))
                session.execute(walked.values(path=[list(point) for point in path]))
            if also is not None:
                also(session)
            _recount(session, claim)
        return stored


def _recount(session: Session, claim: Claim) -> None:
    if claim.kind is Kind.SUBMIT:
        results.recount(session, claim.participant_id, Room.EXERCISES, claim.exercise)


def give_back(database: Database, claim: Claim, report: GradeReport | None = None) -> bool:
    """This try came to nothing: let somebody try again, or give up after the third. False when it was not ours."""
    if claim.tries >= TRIES:
        return give_up(database, claim, report)
    with database.write() as session:
        return _changed(session, claim, state=State.QUEUED, owner=None, lease_until=None)


def give_up(database: Database, claim: Claim, report: GradeReport | None = None) -> bool:
    """Fail, visibly: no further try would help. False when the claim was no longer ours."""
    with database.write() as session:
        return _fail(session, claim, report or _given_up(claim.exercise))


def _fail(session: Session, claim: Claim, report: GradeReport) -> bool:
    """Whoever runs the site hears of it: by a line in the log, and by a number that an alert may watch."""
    failed = _changed(session, claim, **_result(State.FAILED, report))
    if failed:
        log.error("gave up", grading=claim.grading_id, request_id=claim.request_id, tries=claim.tries)
        numbers.VERDICTS.labels(report.verdict.value).inc()
        _recount(session, claim)  # it waits no longer
    return failed


def release_dead(database: Database, host: str | None = None) -> int:
    """Free at once what workers of this host held that are no longer alive; how many gradings."""
    host = host or socket.gethostname()
    with database.read() as session:
        owners = session.scalars(select(Grading.owner).where(Grading.state == State.RUNNING)).all()
    dead = [owner for owner in owners if owner and owner.startswith(f"{host}:") and not _is_alive(owner)]
    if not dead:
        return 0
    with database.write() as session:
        result = session.execute(
            update(Grading)
            .where(Grading.state == State.RUNNING, Grading.owner.in_(dead))
            .values(lease_until=now())
            .execution_options(synchronize_session=False)
        )
        session.execute(delete(Grader).where(Grader.name.in_(dead)))
        return _count(result)


def worker_name() -> str:
    """This process, as it stands in the queue: host and process number."""
    return f"{socket.gethostname()}:{os.getpid()}"


def position(session: Session, grading: Grading) -> int | None:
    """How many gradings are looked at before this one, itself counted: 1 is next. None when it isn't waiting."""
    if grading.state is not State.QUEUED:
        return None
    here = {"priority": grading.priority, "turn": grading.turn, "id": grading.id}
    return max(1, session.scalar(_BEFORE, here | _at(now())) or 1)


def heartbeat(
    database: Database, name: str, *, sandbox: str = "", problem: str = "", proven: datetime | None = None
) -> None:
    """A worker is there; with a problem it can't grade, and `problem` says why."""
    with database.write() as session:
        values = {"name": name, "seen": now(), "sandbox": sandbox, "problem": problem, "proven": proven}
        put(session, Grader, values)  # from the worker's loop and from its heart, perhaps at the same moment
        session.execute(delete(Grader).where(~Grader.seen.between(now() - FORGOTTEN, now() + FORGOTTEN)))


def describe(database: Database, name: str, host: HostReport) -> bool:
    """Say what the machine of a worker enforces. False as long as the worker has not said that it is there."""
    with database.write() as session:
        changed = update(Grader).where(Grader.name == name).values(host=host.to_dict())
        return _count(session.execute(changed)) == 1


def sign_off(database: Database, name: str) -> None:
    """A worker leaves."""
    with database.write() as session:
        session.execute(delete(Grader).where(Grader.name == name))


def graders(session: Session) -> Graders:
    """Is anybody grading? Of several, one that can grade speaks for all."""
    moment = now()
    seen = Grader.seen.between(moment - ALIVE, moment + CLOCKS_DIFFER)  # later: before the clock was set back
    rows = session.scalars(select(Grader).where(seen).order_by(Grader.problem)).all()
    if not rows:
        return Graders(alive=False)
    able = [row for row in rows if not row.problem]
    proven = max((row.proven for row in able if row.proven), default=None)
    return Graders(not rows[0].problem, rows[0].problem, rows[0].sandbox, len(able), proven)


def load(session: Session) -> Load:
    """What is not finished: two looks into the index of the queue."""
    states = (Grading.state, func.count(), func.min(Grading.created))
    unfinished = Grading.state.in_((State.QUEUED, State.RUNNING))
    found = {row[0]: row[1:] for row in session.execute(select(*states).where(unfinished).group_by(Grading.state))}
    queued, oldest = found.get(State.QUEUED, (0, None))
    age = (now() - oldest).total_seconds() if oldest else 0.0
    return Load(queued, found.get(State.RUNNING, (0, None))[0], max(0.0, age))


def _given_up(exercise: str) -> GradeReport:
    return GradeReport(
        exercise, Verdict.INTERNAL_ERROR, score=0.0, seconds=0.0, message=GIVEN_UP, grader_version=GRADER_VERSION
    )


def _result(state: State, report: GradeReport) -> dict[str, object]:
    return {
        "state": state,
        "lease_until": None,
        "finished": now(),
        "grader_version": report.grader_version or GRADER_VERSION,
        "verdict": report.verdict,
        "score": report.score,
        "seconds": report.seconds,
        "report": report.to_dict(),
    }


def _changed(session: Session, claim: Claim, **values: object) -> bool:
    """Change the claimed row, if it still is ours."""
    result = session.execute(
        update(Grading)
        .where(
            Grading.id == claim.grading_id,
            Grading.state == State.RUNNING,
            Grading.owner == claim.owner,
            Grading.tries == claim.tries,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if _count(result) != 1:
        return False
    if "state" in values:
        listening.notify(session, WORK if values["state"] is State.QUEUED else VERDICTS)
    return True


def _count(result: object) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount


def _is_alive(owner: str) -> bool:
    with suppress(ValueError):
        try:
            os.kill(int(owner.rpartition(":")[2]), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
    return True
