"""The worker: what was queued is graded in the real sandbox, and what can't be graded is said and kept."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from steepest import submissions
from steepest.accounts.queries import Viewer
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch import queue
from steepest.dispatch.worker import Worker
from steepest.models import Grader, Grading, Kind, State, Submission, Verdict
from steepest.problem import Problem
from steepest.telemetry import numbers
from steepest_graders import Exercise, HostReport, describe_host

SECONDS = 90.0
# In a namespace of its own that may not make further ones: where level full can't hold.
NO_NAMESPACES = (
    'for kind in user pid net mnt ipc uts cgroup; do echo 0 > /proc/sys/user/max_${kind}_namespaces; done; exec "$@"'
)


def worker(settings: Settings, *options: str) -> list[str]:
    return [sys.executable, "-P", "-m", "steepest", "worker", "--data-dir", str(settings.data_dir), *options]


def drain(settings: Settings) -> None:
    """Grade all that waits."""
    done = subprocess.run(worker(settings, "--drain"), capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr


def until(happened: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"waited {SECONDS:.0f} s until {what}"
        time.sleep(0.02)


def hand_in(database: Database, viewer: Viewer, exercise: Exercise, source: str, kind: Kind = Kind.SUBMIT) -> int:
    with database.write() as session:
        return submissions.submit(session, viewer, exercise, source, site_seed="s", kind=kind).id


def outcome(database: Database, viewer: Viewer, number: int) -> Grading:
    with database.read() as session:
        entry = submissions.find(session, viewer, number)
    assert entry
    return entry.grading


@pytest.fixture
def right(exercises: dict[str, Exercise]) -> str:
    return exercises["mse"].accepted[0].read_text(encoding="utf-8")


def test_a_submission_is_judged_by_all_checks_and_a_run_by_the_public_ones(
    settings: Settings, database: Database, ada: Viewer, exercises: dict[str, Exercise], right: str
) -> None:
    submitted = hand_in(database, ada, exercises["mse"], right)
    tried = hand_in(database, ada, exercises["mse"], right, Kind.RUN)

    drain(settings)

    reports = [outcome(database, ada, number).result for number in (submitted, tried)]
    assert [report.verdict for report in reports if report] == [Verdict.ACCEPTED, Verdict.ACCEPTED]
    assert [{check.public for check in report.checks} for report in reports if report] == [{True, False}, {True}]


def test_a_recognised_mistake_is_kept_for_the_instructor(
    settings: Settings, database: Database, ada: Viewer, exercises: dict[str, Exercise]
) -> None:
    mistake = exercises["mse"].mistakes[0]
    number = hand_in(database, ada, exercises["mse"], mistake.source)

    drain(settings)

    report = outcome(database, ada, number).result
    assert report
    assert mistake.misconception.slug in {finding.slug for finding in report.findings}


def test_a_program_that_harms_its_own_process_harms_no_other(
    settings: Settings, database: Database, ada: Viewer, exercises: dict[str, Exercise], right: str
) -> None:
    hostile = hand_in(database, ada, exercises["mse"], "import os\nos._exit(0)\n")
    fine = hand_in(database, ada, exercises["mse"], right)

    drain(settings)

    assert outcome(database, ada, hostile).verdict not in (Verdict.ACCEPTED, Verdict.INTERNAL_ERROR, None)
    assert outcome(database, ada, fine).verdict is Verdict.ACCEPTED


def test_an_exercise_that_left_the_course_is_our_error_and_not_the_student_s(
    settings: Settings, database: Database, ada: Viewer, exercises: dict[str, Exercise]
) -> None:
    number = hand_in(database, ada, exercises["mse"], "x = 1")
    with database.write() as session:
        session.execute(update(Submission).values(exercise="gone"))

    drain(settings)

    grading = outcome(database, ada, number)
    assert (grading.state, grading.verdict, grading.tries) == (State.FAILED, Verdict.INTERNAL_ERROR, 1)
    assert grading.result
    assert "no longer" in grading.result.message.en


def test_told_to_stop_it_finishes_what_it_grades_and_signs_off(
    settings: Settings, database: Database, ada: Viewer, exercises: dict[str, Exercise], right: str
) -> None:
    slow = "for _ in range(20_000_000): pass\n" + right
    numbers = [hand_in(database, ada, exercises["mse"], slow) for _ in range(2)]
    with subprocess.Popen(worker(settings)) as process:
        until(lambda: outcome(database, ada, numbers[0]).state is State.RUNNING, "it graded the first")
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0

    assert outcome(database, ada, numbers[0]).verdict is Verdict.ACCEPTED
    assert outcome(database, ada, numbers[1]).state is State.QUEUED
    with database.read() as session:
        assert session.scalars(select(Grader)).all() == []


def test_a_waiting_worker_hears_the_bell(
    settings: Settings, database: Database, ada: Viewer, exercises: dict[str, Exercise], right: str
) -> None:
    with subprocess.Popen(worker(settings)) as process:
        try:
            until(lambda: is_ready(database), "it was ready")
            with queue.doorbell(settings, queue.VERDICTS) as bell:
                number = hand_in(database, ada, exercises["mse"], right)
                queue.ring(settings)
                assert bell.wait(SECONDS)
            assert outcome(database, ada, number).verdict is Verdict.ACCEPTED
        finally:
            process.terminate()


def is_ready(database: Database) -> bool:
    with database.read() as session:
        return queue.graders(session).alive


def test_where_the_sandbox_does_not_hold_nothing_is_graded_nothing_lost_and_the_reason_said(
    settings: Settings, database: Database, ada: Viewer, exercises: dict[str, Exercise], right: str
) -> None:
    confined = [shutil.which("unshare") or "", "-Ur", "sh", "-c", NO_NAMESPACES, "sh"]
    if not confined[0] or subprocess.run([*confined, "true"], capture_output=True).returncode:
        pytest.skip("this machine allows no user namespaces to begin with")
    number = hand_in(database, ada, exercises["mse"], right)

    with subprocess.Popen([*confined, *worker(settings, "--sandbox", "full")]) as process:
        try:
            until(lambda: problem(database), "it said why it can't grade")
        finally:
            process.terminate()
            assert process.wait(SECONDS) == 0

    drained = subprocess.run(
        [*confined, *worker(settings, "--sandbox", "full", "--drain")], capture_output=True, text=True, timeout=SECONDS
    )
    assert drained.returncode == 1, "what waits still waits"
    assert "nothing is graded here" in drained.stderr
    grading = outcome(database, ada, number)
    assert (grading.state, grading.tries) == (State.QUEUED, 0)
    drain(settings)
    assert outcome(database, ada, number).verdict is Verdict.ACCEPTED


def test_who_opens_a_line_to_the_numbers_and_says_nothing_keeps_nobody_from_them() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    numbers.serve_alone(Settings(metrics_port=port, metrics_token="a token"))
    with socket.create_connection(("127.0.0.1", port)):
        asked = Request(f"http://127.0.0.1:{port}/metrics", headers={"Authorization": "Bearer a token"})
        with urlopen(asked, timeout=30) as page:
            assert b"steepest_grading_seconds" in page.read()


def test_a_worker_tells_the_operator_what_its_machine_enforces(
    settings: Settings, database: Database, exercises: dict[str, Exercise], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steepest.dispatch.worker.BEAT_EVERY", 0.05)
    grader = Worker(settings, database, exercises, doctor=describe_host)
    thread = threading.Thread(target=grader.run)
    thread.start()

    def told() -> HostReport | None:
        with database.read() as session:
            row = session.scalar(select(Grader))
            return row.machine if row else None

    try:
        until(told, "it told")
        assert told() == describe_host()
    finally:
        grader.stop()
        thread.join()


def test_what_can_t_be_tidied_up_keeps_nobody_from_being_graded(
    settings: Settings, database: Database, ada: Viewer, exercises: dict[str, Exercise], right: str
) -> None:
    tried = threading.Event()

    def fail(session: Session) -> None:
        tried.set()
        raise ValueError("a row that nobody thought of")

    grader = Worker(settings, database, exercises, fail)
    thread = threading.Thread(target=grader.run)
    thread.start()
    try:
        until(tried.is_set, "it tidied up")
        number = hand_in(database, ada, exercises["mse"], right)
        until(lambda: outcome(database, ada, number).verdict or not thread.is_alive(), "it graded, or ended")
        assert outcome(database, ada, number).verdict is Verdict.ACCEPTED
    finally:
        grader.stop()
        thread.join()


def test_a_worker_that_finds_no_site_says_so_and_makes_none(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "steepest", "worker", "--data-dir", str(tmp_path / "misspelt")]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)

    assert refused.returncode == 2
    assert "there is no site in" in refused.stderr
    assert not (tmp_path / "misspelt").exists()


def test_a_port_for_its_numbers_that_another_one_has_is_an_error_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        with pytest.raises(Problem, match=f"port {port}.*STEEPEST_METRICS_PORT of its own"):
            numbers.serve_alone(Settings(metrics_port=int(port)))


def problem(database: Database) -> str:
    with database.read() as session:
        return queue.graders(session).problem
