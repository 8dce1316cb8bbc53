"""A worker's machine is cut off and comes back: what it graded meanwhile is fenced off, and graded once elsewhere.

Needs root and `ip netns`, and longer than a lease lasts: so only `make load` runs it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select

from steepest.dispatch import queue
from steepest.models import Grading, State, Verdict
from steepest_graders import Exercise

HERE, THERE = "10.213.77.1", "10.213.77.2"
SPACE = "steepest-load"


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


@pytest.fixture
def far_away() -> Iterator[None]:
    """A network namespace with one cable to this one."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("needs root and ip netns")
    ip("netns", "add", SPACE)
    try:
        ip("link", "add", "steepest0", "type", "veth", "peer", "name", "steepest1", "netns", SPACE)
        ip("addr", "add", f"{HERE}/30", "dev", "steepest0")
        ip("link", "set", "steepest0", "up")
        ip("-n", SPACE, "addr", "add", f"{THERE}/30", "dev", "steepest1")
        ip("-n", SPACE, "link", "set", "steepest1", "up")
        ip("-n", SPACE, "link", "set", "lo", "up")
        yield
    finally:
        subprocess.run(["ip", "link", "del", "steepest0"], check=False)
        ip("netns", "del", SPACE)


class Door:
    """PostgreSQL's Unix socket, reached by TCP at an address."""

    def __init__(self, path: Path, host: str) -> None:
        self._path = path
        self._listener = socket.create_server((host, 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                outside, _ = self._listener.accept()
                inside = socket.socket(socket.AF_UNIX)
                inside.connect(str(self._path))
                threading.Thread(target=_join, args=(outside, inside), daemon=True).start()

    def close(self) -> None:
        self._listener.close()


def _join(outside: socket.socket, inside: socket.socket) -> None:
    with outside, inside:
        back = threading.Thread(target=_pump, args=(inside, outside), daemon=True)
        back.start()
        _pump(outside, inside)
        back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def backend() -> str:
    return "postgresql"


def test_a_worker_that_was_cut_off_for_a_minute_spoils_nothing(
    far_away: None, deployment: Any, mse: Exercise, tools: dict[str, Any], tell: Callable[[str], None]
) -> None:
    if not tools["long"]:
        pytest.skip("takes two minutes: make load")
    url = make_url(deployment.settings.url)
    folder = Path(str(url.query["host"]))
    with closing(Door(next(folder.glob(".s.PGSQL.*[0-9]")), HERE)) as door:
        away = url.set(drivername="postgresql", host=HERE, port=door.port, query={}).render_as_string(False)
        deployment.start_web("--graders", "0")
        home = deployment.folder / "far"
        home.mkdir()
        deployment.start(
            "far",
            "worker",
            prefix=("ip", "netns", "exec", SPACE),
            STEEPEST_DATABASE_URL=away,
            STEEPEST_DATA_DIR=str(home),
        )
        deployment.wait_for_graders(1)
        students = deployment.crowd(30, mse)
        numbers = [student.submit() for student in students]

        def held() -> list[Grading]:
            with deployment.database.read() as session:
                return list(session.scalars(select(Grading).where(Grading.state == State.RUNNING)))

        tools["until"](held, "it graded")
        ip("link", "set", "steepest0", "down")
        cut = time.monotonic()
        lost = held()
        deployment.start("near", "worker")
        tools["until"](lambda: not deployment.unfinished(), "all was judged elsewhere")
        judged = time.monotonic() - cut
        time.sleep(max(0.0, 60 - judged))  # the minute that the cable is out
        with deployment.database.read() as session:
            before = {row.id: (row.owner, row.tries, row.finished) for row in session.scalars(select(Grading))}
        ip("link", "set", "steepest0", "up")
        tools["until"](lambda: alive(deployment) == 2, "it was back")

    with deployment.database.read() as session:
        gradings = session.scalars(select(Grading).order_by(Grading.submission_id)).all()
    assert {row.id: (row.owner, row.tries, row.finished) for row in gradings} == before
    assert [row.submission_id for row in gradings] == sorted(numbers)
    assert {row.verdict for row in gradings} == {Verdict.ACCEPTED}
    tell(f"cut off with {len(lost)} claimed: all 30 judged once, {judged:.0f} s after the cut (a lease lasts 30 s)")


def alive(deployment: Any) -> int:
    with deployment.database.read() as session:
        return queue.graders(session).count
