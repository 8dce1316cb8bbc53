"""Several web processes: they share no state but the database's, and are renewed while people work."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine

from steepest import schema
from steepest.db import Database
from steepest_graders import Exercise

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
SECONDS = 150.0  # a deadline, on a machine that does other things too
TOKEN = "a token for Prometheus alone"


def until(happened: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"waited {SECONDS:.0f} s until {what}"
        time.sleep(0.02)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Two web processes and a grader."""
    log = tmp_path / "log"
    options = ["--port", "0", "--web-processes", "2", "--graders", "1", "--data-dir", str(tmp_path / "data")]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "steepest", "serve", *options],
            env={**os.environ, "STEEPEST_METRICS_TOKEN": TOKEN},
            stdout=output,
            stderr=output,
        )
    try:
        until(lambda: "Steepest is at" in log.read_text() or process.poll() is not None, "it said its address")
        found = re.search(r"Steepest is at (\S+)", log.read_text())
        assert found, log.read_text()
        yield process, found[1]
    finally:
        process.terminate()
        assert process.wait(SECONDS) == 0, log.read_text()


def web_processes(supervisor: int) -> set[int]:
    """Those that answer requests: under the one that the supervisor started."""
    tree = children()
    return {pid for parent in tree[supervisor] for pid in tree.get(parent, []) if is_web(pid)}


def is_web(pid: int) -> bool:
    return "serving.web" in command(pid) or "spawn_main" in command(pid)


def graders(supervisor: int) -> set[int]:
    return {pid for pid in children()[supervisor] if "steepest worker" in command(pid)}


def children() -> dict[int, list[int]]:
    """Who stands under whom."""
    found: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
        except OSError:
            continue
    return found


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


class Student:
    """Somebody behind a proxy, with a new connection for each request: any process may answer it."""

    def __init__(self, url: str, exercise: Exercise) -> None:
        self._url = url
        self._exercise = exercise
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.page = f"/en/exercises/{exercise.slug}"
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.ask(self.page))
        assert token
        self._token = token[1]

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> str:
        data = urlencode({"csrf_token": self._token, **form}).encode() if form else None
        request = urllib.request.Request(self._url + path, data, headers)
        while True:
            try:
                with self._opener.open(request, timeout=SECONDS) as answer:
                    return str(answer.read().decode())
            except URLError as error:  # nobody took the connection: a proxy tries the next server, as we do
                if not isinstance(error.reason, ConnectionRefusedError | ConnectionResetError):
                    raise

    def submit(self) -> str:
        """Hand in a right program; where its verdict will be."""
        form = {"source": self._exercise.solution, "action": "submit"}
        found = re.search(r"/en/submissions/\d+", self.ask(self.page, form, **{"X-Fragment": "1"}))
        assert found
        return found[0]

    def verdict(self, place: str) -> str:
        until(lambda: 'class="verdict accepted"' in self.ask(f"{place}/verdict?wait=1"), "there was a verdict")
        return "accepted"


def test_processes_are_renewed_without_a_lost_request_and_count_together(
    site: tuple[subprocess.Popen[bytes], str], exercises: dict[str, Exercise]
) -> None:
    process, url = site
    student = Student(url, exercises["mse"])
    student.verdict(student.submit())
    until(lambda: len(web_processes(process.pid)) == 2, "both web processes were there")
    before = web_processes(process.pid), graders(process.pid)
    renewed = threading.Event()
    asked: list[int] = []

    def work(number: int) -> None:
        """Read, hand in and wait for verdicts, as long as it lasts; whatever fails here fails the test."""
        somebody = Student(url, exercises["mse"])
        while not renewed.is_set():
            somebody.ask("/en/about")
            somebody.verdict(somebody.submit())
            asked.append(number)

    with ThreadPoolExecutor(4) as people:
        working = [people.submit(work, number) for number in range(4)]
        try:
            until(lambda: len(set(asked)) == 4 or any(one.done() for one in working), "all were at work")
            process.send_signal(signal.SIGUSR1)
            until(
                lambda: (
                    len(now := web_processes(process.pid)) == 2
                    and not now & before[0]
                    and len(grading := graders(process.pid)) == 1
                    and not grading & before[1]
                ),
                "all were new",
            )
        finally:
            renewed.set()
        for one in working:
            one.result()

    # Whichever process answers, it tells what all of them have counted, those that are gone too.
    for _ in range(4):
        numbers = student.ask("/metrics", Authorization=f"Bearer {TOKEN}")
        found = re.search(r'^steepest_verdicts_total\{verdict="accepted"\} (\S+)', numbers, re.MULTILINE)
        assert found
        assert float(found[1]) == len(asked) + 1
        posts = re.search(r'exercises\.work",method="POST",status="201"\} (\S+)', numbers)
        assert posts
        assert float(posts[1]) == len(asked) + 1


def test_machines_that_start_together_migrate_once(postgresql: object) -> None:
    url = postgresql.create("template1")  # type: ignore[attr-defined]

    def start(number: int) -> None:
        with closing(Database(url)) as database:
            schema.upgrade(database)
            assert schema.is_current(database)

    with ThreadPoolExecutor(4) as machines:
        list(machines.map(start, range(4)))
    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM offering").scalar() == 1
    engine.dispose()
    postgresql.drop(url)  # type: ignore[attr-defined]
