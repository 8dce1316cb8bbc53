"""A crowd, a full disk, no descriptors, a clock that jumps: it degrades with a clear word, and nothing is lost."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from steepest import submissions
from steepest.accounts import queries
from steepest.accounts.queries import Viewer
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database, DatabaseFull
from steepest.dispatch import queue
from steepest.dispatch.worker import Worker
from steepest.models import Grader, Grading, State, Submission, Verdict, now
from steepest_graders import Exercise, GradeReport

SECONDS = 120.0
REPORT = GradeReport("mse", Verdict.ACCEPTED, score=1.0, seconds=0.01, grader_version="7")
JUMPS = (timedelta(hours=-3), timedelta(hours=3), timedelta(days=-400), timedelta(days=400))


def worker(settings: Settings) -> list[str]:
    return [sys.executable, "-P", "-m", "steepest", "worker", "--data-dir", str(settings.data_dir), "--drain"]


def drain(settings: Settings, **options: Callable[[], None]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(worker(settings), capture_output=True, text=True, timeout=SECONDS, **options)  # type: ignore[call-overload,no-any-return]


@contextmanager
def grader(settings: Settings, **options: Callable[[], None]) -> Iterator[subprocess.Popen[str]]:
    """A worker that runs meanwhile."""
    command = worker(settings)[:-1]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **options) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS)


def until(happened: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"waited {SECONDS:.0f} s until {what}"
        time.sleep(0.02)


def hand_in(database: Database, viewer: Viewer, exercise: Exercise, source: str = "x = 1") -> int:
    """Submit a program; the number of its grading."""
    with database.write() as session:
        submission = submissions.submit(session, viewer, exercise, source, site_seed="s")
        return session.scalars(select(Grading.id).where(Grading.submission_id == submission.id)).one()


def verdicts(database: Database) -> list[Verdict | None]:
    with database.read() as session:
        return list(session.scalars(select(Grading.verdict).order_by(Grading.id)))


@pytest.fixture
def right(exercises: dict[str, Exercise]) -> str:
    return exercises["mse"].accepted[0].read_text(encoding="utf-8")


# --- a crowd ---


def test_sixteen_at_once_on_two_processors_get_no_time_verdict(
    tmp_path: Path, migrated: Path, exercises: dict[str, Exercise]
) -> None:
    """Sixteen graders at once, for programs of an exercise that takes long, each of them busy for a while."""
    settings = Settings(data_dir=tmp_path)
    shutil.copy(migrated, tmp_path / "steepest.db")
    adam = exercises["adam"]
    busy = "for _ in range(5_000_000): pass\n" + adam.accepted[0].read_text(encoding="utf-8")
    with closing(Database(settings.url)) as database:
        with database.write() as session:
            class_of_32 = [queries.start_guest(session) for _ in range(32)]
        for student in class_of_32:
            hand_in(database, student, adam, busy)

        def grade_all() -> None:
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])  # of this thread, and of what it starts
            Worker(settings, database, exercises).run(drain=True)

        threads = [threading.Thread(target=grade_all) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert verdicts(database) == [Verdict.ACCEPTED] * 32
        with database.read() as session:
            assert set(session.scalars(select(Grading.tries))) == {1}


# --- a clock that jumps ---


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_clock_that_jumped_while_a_worker_died_leaves_nothing_lying(
    database: Database, ada: Viewer, exercises: dict[str, Exercise], jump: timedelta
) -> None:
    """The worker's host is gone for good; its lease ends hours from now, or ended hours ago."""
    number = hand_in(database, ada, exercises["mse"])
    assert queue.claim(database, "gone:1")
    with database.write() as session:
        session.execute(update(Grading).values(lease_until=now() + queue.LEASE + jump, started=now() + jump))

    claim = queue.claim(database, "here:1")

    assert claim
    assert (claim.grading_id, claim.tries) == (number, 2)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_clock_that_jumps_under_a_living_worker_costs_a_try_at_most_and_no_verdict(
    database: Database, ada: Viewer, exercises: dict[str, Exercise], jump: timedelta
) -> None:
    hand_in(database, ada, exercises["mse"])
    claim = queue.claim(database, "here:1")
    assert claim
    with database.write() as session:
        session.execute(update(Grading).values(lease_until=now() + queue.LEASE + jump))

    assert queue.renew(database, claim)  # its next heartbeat, by the new clock
    assert queue.claim(database, "there:2") is None
    assert queue.finish(database, claim, REPORT)
    assert verdicts(database) == [Verdict.ACCEPTED]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_what_was_queued_by_another_clock_is_graded_in_its_order(
    database: Database, ada: Viewer, alan: Viewer, exercises: dict[str, Exercise], jump: timedelta
) -> None:
    numbers = [hand_in(database, viewer, exercises["mse"]) for viewer in (ada, alan)]
    with database.write() as session:
        session.execute(update(Grading).where(Grading.id == numbers[0]).values(created=now() + jump))

    claims = [queue.claim(database, "here:1") for _ in numbers]

    assert [claim.grading_id for claim in claims if claim] == numbers


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_grader_that_was_seen_at_another_time_is_not_there(database: Database, jump: timedelta) -> None:
    queue.heartbeat(database, "gone:1", sandbox="full")
    with database.write() as session:
        session.execute(update(Grader).values(seen=now() + jump))

    with database.read() as session:
        assert not queue.graders(session).alive
    queue.heartbeat(database, "here:1", sandbox="full")
    with database.read() as session:
        assert queue.graders(session).alive
        assert session.scalars(select(Grader.name)).all() == ["here:1"]


# --- no descriptors, no room ---


def test_without_descriptors_a_grader_says_so_and_the_next_one_grades_what_was_left(
    settings: Settings, database: Database, ada: Viewer, exercises: dict[str, Exercise], right: str
) -> None:
    hand_in(database, ada, exercises["mse"], right)

    with grader(settings, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))):
        until(lambda: os.strerror(errno.EMFILE) in problem(database), "it said why it can't grade")

    with database.read() as session:
        waiting = session.scalars(select(Grading)).one()
        assert (waiting.state, waiting.tries) == (State.QUEUED, 0)
    assert drain(settings).returncode == 0
    assert verdicts(database) == [Verdict.ACCEPTED]


def problem(database: Database) -> str:
    with database.read() as session:
        return queue.graders(session).problem


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 2 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if not mount or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass


def hand_in_many(database: Database, viewer: Viewer, exercise: Exercise) -> None:
    for number in range(submissions.MOST_WAITING - 1):
        hand_in(database, viewer, exercise, f"# {number}" * 10_000)


def test_a_full_disk_refuses_what_is_new_keeps_what_it_took_and_grades_on_when_there_is_room(
    small_disk: Path, migrated: Path, exercises: dict[str, Exercise], right: str
) -> None:
    settings = Settings(data_dir=small_disk)
    shutil.copy(migrated, small_disk / "steepest.db")
    with closing(Database(settings.url)) as database:
        with database.write() as session:
            student = queries.start_guest(session)
        hand_in(database, student, exercises["mse"], right)
        filler = small_disk / "filler"
        with pytest.raises(OSError, match="No space left"):
            fill(filler)
        with pytest.raises(DatabaseFull, match="make room"):
            hand_in_many(database, student, exercises["mse"])
        taken = len(verdicts(database))

        with grader(settings) as process:
            assert process.stderr
            until(lambda: "make room" in process.stderr.readline(), "it said why it can't go on")  # type: ignore[union-attr]
            assert process.poll() is None
            filler.unlink()
            until(lambda: None not in verdicts(database), "all was judged")

        assert verdicts(database)[0] is Verdict.ACCEPTED
        assert len(verdicts(database)) == taken
        with database.read() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_a_full_disk_answers_who_submits_with_503_and_takes_the_program_when_there_is_room(
    small_disk: Path, migrated: Path, right: str
) -> None:
    settings = Settings(data_dir=small_disk, secret_key="a key for the tests alone", seed="s")
    shutil.copy(migrated, small_disk / "steepest.db")
    app = create_app(settings)
    with closing(app.extensions["steepest"]), app.test_client() as student:
        form = form_of(student, right)
        filler = small_disk / "filler"
        with pytest.raises(OSError, match="No space left"):
            fill(filler)
        refused = [student.post("/en/exercises/mse", data=form | {"source": f"# {n}" * 9_000}) for n in range(9)][-1]
        assert refused.status_code == 503, refused.text
        assert refused.headers["Retry-After"] == "2"
        assert student.get("/en/exercises/mse").status_code == 200
        filler.unlink()
        assert student.post("/en/exercises/mse", data=form).status_code == 303


def test_a_full_disk_of_postgresql_answers_with_503_and_stores_nothing_by_halves(
    settings: Settings, database: Database, right: str
) -> None:
    """The server says what it says when its disk is full, at the last write of a submission."""
    if database.is_sqlite:
        pytest.skip("SQLite has a really full disk, above")
    full = "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE disk_full; END$$"
    app = create_app(settings)
    with closing(app.extensions["steepest"]), app.test_client() as student:
        form = form_of(student, right)
        with database.write() as session:
            session.execute(text(full))
            session.execute(text("CREATE TRIGGER no_room BEFORE INSERT ON grading EXECUTE FUNCTION no_room()"))
        assert student.post("/en/exercises/mse", data=form).status_code == 503
        with database.write() as session:
            assert session.scalars(select(Submission)).all() == []
            session.execute(text("DROP TRIGGER no_room ON grading"))
        assert student.post("/en/exercises/mse", data=form).status_code == 303
    assert verdicts(database) == [None]


# --- a PostgreSQL that was there a moment ago ---


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_restart_of_postgresql_between_two_requests_is_not_noticed(
    settings: Settings, postgresql: Any, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steepest.db.SURE_SECONDS", 60)
    submit_after(lambda: postgresql.cut(settings.database_url), settings, right)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_connection_that_died_in_silence_is_noticed_after_a_pause(
    settings: Settings, postgresql: Any, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steepest.db._has_something_to_say", lambda connection: False)  # no farewell came through
    monkeypatch.setattr("steepest.db.SURE_SECONDS", 0)
    submit_after(lambda: postgresql.cut(settings.database_url), settings, right)


def submit_after(event: Callable[[], None], settings: Settings, source: str) -> None:
    app = create_app(settings)
    with closing(app.extensions["steepest"]), app.test_client() as student:
        form = form_of(student, source)
        assert student.post("/en/exercises/mse", data=form).status_code == 303
        event()
        assert student.get("/en/exercises/mse").status_code == 200
        event()
        assert student.post("/en/exercises/mse", data=form).status_code == 303


def form_of(student: FlaskClient, source: str) -> dict[str, str]:
    """What a browser would send to submit."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', student.get("/en/exercises/mse").text)
    assert token
    return {"csrf_token": token[1], "source": source, "action": "submit"}
