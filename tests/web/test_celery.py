"""Workers on other machines: a real Redis, a real PostgreSQL, and what goes wrong between them.

Each worker has a data folder of its own, as on another machine: nothing but the database and the broker is shared.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from steepest import submissions
from steepest.accounts import queries
from steepest.config import ConfigError, Settings
from steepest.db import Database
from steepest.dispatch import broker, queue, worker
from steepest.dispatch.listening import Listener
from steepest.dispatch.worker import Worker
from steepest.models import Grader, Grading, State, Verdict
from steepest.operations import readiness
from steepest_graders import Exercise

SECONDS = 150.0  # a deadline, on a machine that does other things too
RIGHT = Verdict.ACCEPTED


def until(happened: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"waited {SECONDS:.0f} s until {what}"
        time.sleep(0.02)


Redis = Any  # the class in conftest.py


@pytest.fixture
def server(redis_server: Redis) -> Redis:
    return redis_server


@pytest.fixture
def backend() -> str:
    return "postgresql"  # several machines share no file


@pytest.fixture
def settings(settings: Settings, redis_server: Redis, monkeypatch: pytest.MonkeyPatch) -> Settings:
    redis_server.client.flushall()
    monkeypatch.setattr(broker, "_ask_again", 0.0)
    return replace(settings, broker_url=redis_server.url)


class Machines:
    """Worker processes, each as on a machine of its own."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        folder = self._folder / f"machine{len(self._processes)}"
        folder.mkdir()
        given = {
            "STEEPEST_DATA_DIR": str(folder),
            "STEEPEST_DATABASE_URL": self._settings.database_url,
            "STEEPEST_BROKER_URL": self._settings.broker_url,
            **environment,
        }
        command = [sys.executable, "-P", "-m", "steepest", "worker"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, env={**os.environ, **given}, stderr=log)
        self._processes.append(process)
        return process

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self._folder.glob("machine*/log")))

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


@pytest.fixture
def machines(settings: Settings, tmp_path: Path) -> Iterator[Machines]:
    with closing(Machines(settings, tmp_path)) as machines:
        yield machines


@pytest.fixture
def hand_in(settings: Settings, database: Database, exercises: dict[str, Exercise]) -> Callable[..., list[int]]:
    """Submit right programs, each by somebody else; `ring` says whether anybody is told."""

    def run(count: int, *, ring: bool = True) -> list[int]:
        mse = exercises["mse"]
        numbers = []
        for _ in range(count):
            with database.write() as session:
                numbers.append(
                    submissions.submit(session, queries.start_guest(session), mse, mse.solution, site_seed="s").id
                )
            if ring:
                queue.ring(settings, numbers[-1])
        return numbers

    return run


def unfinished(database: Database) -> list[Any]:
    with database.read() as session:
        return list(session.scalars(select(Grading).where(Grading.state.in_((State.QUEUED, State.RUNNING)))))


def check_each_has_one_verdict(database: Database, numbers: list[int]) -> None:
    with database.read() as session:
        gradings = session.scalars(select(Grading).order_by(Grading.submission_id)).all()
    assert [grading.submission_id for grading in gradings] == numbers
    assert {grading.verdict for grading in gradings} == {RIGHT}


def test_what_is_handed_in_is_graded_on_other_machines_and_who_leaves_ends_in_order(
    settings: Settings, database: Database, server: Redis, machines: Machines, hand_in: Callable[..., list[int]]
) -> None:
    processes = [machines.start(), machines.start()]
    until(lambda: graders(database) == 2, "both were there")
    assert readiness.examine(settings, database, leave_out=set())["broker"] == "ok"

    numbers = hand_in(6)
    until(lambda: not unfinished(database), "all was judged")
    check_each_has_one_verdict(database, numbers)
    until(lambda: server.client.llen(broker.QUEUE) == 0 and not server.client.hlen("unacked"), "messages were taken")

    for process in processes:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(SECONDS) for process in processes] == [0, 0], machines.log()
    assert graders(database) == 0
    assert "Traceback" not in machines.log()


def graders(database: Database) -> int:
    with database.read() as session:
        return queue.graders(session).count


def test_lost_and_doubled_messages_and_those_of_yesterday_are_harmless(
    settings: Settings, database: Database, machines: Machines, hand_in: Callable[..., list[int]]
) -> None:
    numbers = hand_in(2, ring=False)  # nobody is told of these
    numbers += hand_in(2)
    for number in (*numbers, *numbers, 10**9):
        broker.send(settings, number)
    machines.start()

    until(lambda: not unfinished(database), "all was judged")

    check_each_has_one_verdict(database, numbers)
    broker.send(settings, numbers[0])
    numbers += hand_in(1)
    until(lambda: not unfinished(database), "the last one was judged")
    check_each_has_one_verdict(database, numbers)


def test_kill_nine_of_a_worker_costs_no_submission_its_verdict(
    database: Database, server: Redis, machines: Machines, hand_in: Callable[..., list[int]]
) -> None:
    victim = machines.start()
    until(lambda: graders(database) == 1, "it was there")
    numbers = hand_in(4)
    until(lambda: [row for row in unfinished(database) if row.state is State.RUNNING], "it graded")
    victim.kill()
    victim.wait()

    machines.start()  # on this host the dead one's claims are free at once; elsewhere when its lease has run out

    until(lambda: not unfinished(database), "all was judged")
    check_each_has_one_verdict(database, numbers)


def test_without_its_broker_a_site_takes_programs_and_grades_them_and_says_so(
    settings: Settings, database: Database, server: Redis, machines: Machines, hand_in: Callable[..., list[int]]
) -> None:
    machines.start()
    until(lambda: graders(database) == 1, "it was there")
    server.kill()
    try:
        numbers = hand_in(2)
        assert readiness.examine(settings, database, leave_out=set())["broker"] == "does not answer"
        until(lambda: not unfinished(database), "they were judged without a message")
    finally:
        server.start()
    numbers += hand_in(2)
    until(lambda: not unfinished(database), "all was judged")
    check_each_has_one_verdict(database, numbers)


def test_a_message_is_kept_until_a_look_is_over(settings: Settings, server: Redis) -> None:
    """The consumer alone, with a loop that never looks: the broker must give the message to somebody else."""
    heard = threading.Event()
    with broker.Consumer(settings, "host:1", heard.set) as consumer:
        broker.send(settings, 7)
        assert heard.wait(SECONDS)
        assert server.client.hlen("unacked") == 1
        looked = consumer.looking()
        looked()
        until(lambda: server.client.hlen("unacked") == 0, "it was acknowledged")

        heard.clear()
        broker.send(settings, 8)
        assert heard.wait(SECONDS)
    until(lambda: server.client.llen(broker.QUEUE) == 1, "it was given back")


def test_machines_that_share_a_broker_must_sign_alike(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="STEEPEST_SECRET_KEY"):
        replace(settings, secret_key="").signing_key()
    with pytest.raises(ConfigError, match="STEEPEST_SEED"):
        replace(settings, seed="").site_seed()


# --- without a broker: PostgreSQL itself wakes ---


def test_postgresql_wakes_a_worker_and_a_page_on_other_machines(
    settings: Settings,
    database: Database,
    exercises: dict[str, Exercise],
    hand_in: Callable[..., list[int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They look by themselves once an hour here, and share no folder: only NOTIFY can be what they hear."""
    monkeypatch.setattr(worker, "LOOK_EVERY", 3600.0)
    verdict = threading.Event()
    there = replace(settings, broker_url="", data_dir=tmp_path / "worker")
    grader = Worker(there, database, exercises)
    with ExitStack() as stack:
        stack.enter_context(Listener(settings.url, queue.VERDICTS, verdict.set))
        thread = threading.Thread(target=grader.run)
        thread.start()
        stack.callback(thread.join)
        stack.callback(grader.stop)
        until(lambda: graders(database) == 1, "it was there")
        until(verdict.is_set, "the listener listened")  # it rings once by itself when it begins
        verdict.clear()

        for _ in range(2):
            hand_in(1, ring=False)
            until(lambda: not unfinished(database), "it was judged")
            assert verdict.wait(SECONDS)
            verdict.clear()


def test_a_worker_that_lost_its_database_waits_for_it_and_goes_on(
    settings: Settings, database: Database, machines: Machines, hand_in: Callable[..., list[int]], postgresql: Any
) -> None:
    process = machines.start()
    until(lambda: graders(database) == 1, "it was there")
    for _ in range(3):
        postgresql.cut(settings.database_url)
        hand_in(1)
    until(lambda: not unfinished(database), "all was judged")

    with database.read() as session:
        assert session.scalars(select(Grader.name)).one().endswith(f":{process.pid}"), machines.log()
    assert process.poll() is None
