"""A grader's loop: claim, grade, store, until told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from types import FrameType
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from steepest.config import Settings
from steepest.db import Database, DatabaseBusy
from steepest.dispatch import canary, queue
from steepest.dispatch.doorbell import Doorbell
from steepest.dispatch.listening import Listener
from steepest.dispatch.queue import Claim
from steepest.models import Kind, now
from steepest.telemetry import numbers
from steepest_graders import (
    Exercise,
    GradeReport,
    HostReport,
    Sandbox,
    SandboxUnavailable,
    Text,
    Verdict,
    grade,
    trace_of,
)

log = structlog.get_logger(__name__)

LOOK_EVERY = 1.0  # seconds; behind the bell
BEAT_EVERY = 5.0  # seconds; well inside a lease
RETRY_SANDBOX_EVERY = 30.0
PROVE_EVERY = timedelta(minutes=5)
PURGE_EVERY = timedelta(hours=1)
GONE = Text("This exercise is no longer in the course.", "这道练习已不在课程中。")


class Answers(Protocol):
    """How lines that were filled into questions are judged: given to a worker, as questions are no exercises."""

    def grade(self, database: Database, claim: Claim, sandbox: Sandbox) -> GradeReport | None:
        """The verdict; None where the question is unknown."""

    def settle(self, session: Session, claim: Claim, report: GradeReport) -> None:
        """Write the verdict to where it is waited for, in the transaction that stores it."""


class Worker:
    """One grader process: one submission at a time, in one sandbox.

    `tidy` is called every hour, when nothing waits: it deletes what is kept for a time only. `doctor` is asked once
    what this machine enforces, for the operator's page.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        exercises: Mapping[str, Exercise],
        tidy: Callable[[Session], None] = lambda session: None,
        answers: Answers | None = None,
        doctor: Callable[[], HostReport] | None = None,
    ) -> None:
        self.name = queue.worker_name()
        self._settings = settings
        self._database = database
        self._exercises = exercises
        self._purge = tidy
        self._answers = answers
        self._doctor = doctor
        self._stop = threading.Event()
        self._work = queue.doorbell(settings, queue.WORK)
        self._verdicts = queue.doorbell(settings, queue.VERDICTS)
        self._looking: Callable[[], Callable[[], None]] = lambda: _nobody_waits
        self._current: Claim | None = None
        self._sandbox = self._problem = ""  # neither is known while it starts
        self._proven: datetime | None = None
        self._next_purge = now()

    def stop(self) -> None:
        """Finish what is being graded, then leave."""
        self._stop.set()
        self._work.wake()

    def run(self, *, drain: bool = False) -> None:
        """Grade until stopped, or with `drain` until nothing is waiting.

        Raises SandboxUnavailable where something would be left waiting by a worker that drains.
        """
        _on_signals(self)
        queue.release_dead(self._database)
        heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        doctor = threading.Thread(target=self._describe_host, name="doctor", daemon=True)
        with self._work as bell, self._hears_others(bell):
            heart.start()
            doctor.start()
            try:
                while not self._stop.is_set():
                    self._grade_all(bell, drain=drain)
                    if drain:
                        return
            finally:
                self._stop.set()
                heart.join()
                doctor.join()
                queue.sign_off(self._database, self.name)

    @contextmanager
    def _hears_others(self, bell: Doorbell) -> Iterator[None]:
        """Be woken from other machines too: by PostgreSQL, and by the broker where there is one."""
        with ExitStack() as stack:
            stack.enter_context(Listener(self._settings.url, queue.WORK, bell.wake))
            if self._settings.broker_url:
                from steepest.dispatch.broker import Consumer  # only where there is one is Celery installed

                consumer = stack.enter_context(Consumer(self._settings, self.name, bell.wake))
                self._looking = consumer.looking
            yield

    def _grade_all(self, bell: Doorbell, *, drain: bool) -> None:
        """Open a sandbox and grade in it. Where none holds, say so and wait: nothing that is queued gets lost."""
        try:
            with Sandbox(self._settings.sandbox, spare=True) as sandbox:
                while not self._stop.is_set():
                    looked = self._looking()
                    try:
                        self._prove(sandbox)
                        if self._grade_next(sandbox):
                            continue
                        if drain:
                            return
                        self._tidy()
                    except DatabaseBusy as busy:  # a lease that we couldn't write to runs out, and is tried again
                        log.warning("waiting", reason=str(busy))
                    finally:
                        looked()
                    bell.wait(LOOK_EVERY)
        except SandboxUnavailable as unavailable:
            self._proven = None
            log.error("cannot grade", reason=str(unavailable))
            self._report(problem=str(unavailable))
            if drain:
                raise
            self._stop.wait(RETRY_SANDBOX_EVERY)

    def _grade_next(self, sandbox: Sandbox) -> bool:
        """Grade what is next in the queue; False when there is nothing."""
        self._current = queue.claim(self._database, self.name)
        if self._current is None:
            return False
        claim, starts = self._current, sandbox.starts
        try:
            with structlog.contextvars.bound_contextvars(request_id=claim.request_id, grading=claim.grading_id):
                self._judge(claim, sandbox)
        finally:
            self._current = None
            numbers.RESTARTS.inc(sandbox.starts - starts)
            self._verdicts.ring()
        return True

    def _prove(self, sandbox: Sandbox) -> None:
        """Grade the canary every now and then. Raises SandboxUnavailable where it is not judged rightly."""
        if self._proven and now() - self._proven < PROVE_EVERY:
            return
        if trouble := canary.trouble(self._exercises, sandbox):
            raise SandboxUnavailable(trouble)
        self._proven = now()
        self._report(sandbox=str(sandbox.level))

    def _judge(self, claim: Claim, sandbox: Sandbox) -> None:
        """One try. Whatever goes wrong here is ours: the try is given back, never held against the student."""
        try:
            asked = self._asked(claim, sandbox)
            if asked is None:
                queue.give_up(self._database, claim, _gone(claim.exercise))
                return
            report, path = asked
            if report.verdict is Verdict.INTERNAL_ERROR:
                log.error("internal error", tries=claim.tries, message=report.message.en)
                queue.give_back(self._database, claim, report)
            else:
                stored = queue.finish(self._database, claim, report, path, also=self._settle(claim, report))
                _tell(claim, report, stored=stored)
        except DatabaseBusy:
            raise
        except SandboxUnavailable:
            queue.give_back(self._database, claim)
            raise
        except Exception:
            log.exception("grading failed", tries=claim.tries)
            queue.give_back(self._database, claim)

    def _asked(self, claim: Claim, sandbox: Sandbox) -> tuple[GradeReport, Sequence[tuple[float, float]] | None] | None:
        """What the submission is for: a verdict, or a walk and its path. None where what it answers is gone."""
        if claim.kind is Kind.ANSWER:
            judged = self._answers.grade(self._database, claim, sandbox) if self._answers else None
            return (judged, None) if judged else None
        exercise = self._exercises.get(claim.exercise)
        if exercise is None:
            return None
        if claim.kind is Kind.TRACE:
            trace = trace_of(exercise, claim.source, queue.walk_of(self._database, claim), sandbox)
            return trace.report, trace.path
        public_only = claim.kind is Kind.RUN
        return grade(exercise, claim.source, sandbox, seed=claim.seed, public_only=public_only), None

    def _settle(self, claim: Claim, report: GradeReport) -> Callable[[Session], None] | None:
        answers = self._answers
        if claim.kind is not Kind.ANSWER or answers is None:
            return None
        return lambda session: answers.settle(session, claim, report)

    def _report(self, *, sandbox: str = "", problem: str = "") -> None:
        self._sandbox, self._problem = sandbox, problem
        try:
            self._beat_once()
        except DatabaseBusy as busy:  # the next heartbeat says it
            log.warning("waiting", reason=str(busy))

    def _beat(self) -> None:
        """In a thread beside the grading: say that we live, and hold on to what we hold."""
        while not self._stop.wait(BEAT_EVERY):
            try:
                if claim := self._current:
                    queue.renew(self._database, claim)
                self._beat_once()
            except DatabaseBusy as busy:
                log.warning("waiting", reason=str(busy))
            except Exception:  # a heart that stops gives away what we grade
                log.exception("no heartbeat")

    def _beat_once(self) -> None:
        """Not while it starts: a page would tell students that no sandbox holds."""
        if self._sandbox or self._problem:
            queue.heartbeat(
                self._database, self.name, sandbox=self._sandbox, problem=self._problem, proven=self._proven
            )

    def _describe_host(self) -> None:
        """In a thread of its own, and not before the worker works: it takes a second that nobody shall wait for."""
        host = None
        while self._doctor and not self._stop.wait(BEAT_EVERY):
            try:
                host = host or self._doctor()
                if queue.describe(self._database, self.name, host):
                    return
            except DatabaseBusy as busy:
                log.warning("waiting", reason=str(busy))
            except Exception:  # the page says less; the grading goes on
                log.exception("no description of this machine")
                return

    def _tidy(self) -> None:
        if now() < self._next_purge:
            return
        self._next_purge = now() + PURGE_EVERY
        try:
            with self._database.write() as session:
                self._purge(session)
        except DatabaseBusy:
            raise
        except Exception:  # students wait for their verdicts, and not for this
            log.exception("could not tidy up")


def _tell(claim: Claim, report: GradeReport, *, stored: bool) -> None:
    """Count a grading that ended, and log it; one that is not `stored` was taken over by another worker."""
    waited = max(0.0, (now() - claim.created).total_seconds())
    if stored:
        numbers.VERDICTS.labels(report.verdict.value).inc()
        numbers.GRADING_SECONDS.observe(report.seconds)
        numbers.WAIT_SECONDS.observe(waited)
    log.info(
        "graded" if stored else "graded too late",
        exercise=claim.exercise,
        verdict=report.verdict.value,
        seconds=round(report.seconds, 4),
        waited=round(waited, 4),
    )


def _nobody_waits() -> None:
    """Without a broker nobody waits for the end of a look."""


def _gone(exercise: str) -> GradeReport:
    return GradeReport(exercise, Verdict.INTERNAL_ERROR, score=0.0, seconds=0.0, message=GONE)


def _on_signals(worker: Worker) -> None:
    def handle(number: int, frame: FrameType | None) -> None:
        worker.stop()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, handle)
        signal.signal(signal.SIGINT, handle)
