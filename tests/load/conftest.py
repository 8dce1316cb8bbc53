"""A site under load: real processes on this machine, and a crowd that is signed in before it begins.

`make test` runs everything in small and asserts that nothing is lost; `make load` runs the real sizes and asserts
the times too, for which the machine must have nothing else to do.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, select

from steepest import schema
from steepest.accounts import queries
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.models import Grader, Grading, State, now
from steepest_exercises import COURSE_ROOT
from steepest_graders import Exercise, load_exercises

LONG = os.environ.get("LOAD") == "long"
SECONDS = 600.0 if LONG else 150.0  # a deadline for what ends sooner
SECRETS = {"STEEPEST_SECRET_KEY": "a key for the load tests", "STEEPEST_SEED": "a seed for the load tests"}


def until(happened: Callable[[], object], what: str, seconds: float = SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s until {what}"
        time.sleep(0.05)


class Deployment:
    """Web servers and workers over one database, each a process that can be killed and started again."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = {**SECRETS, "STEEPEST_DATA_DIR": str(folder / "data"), **environment}
        self.settings = Settings.load(self.environment)
        self.url = ""
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        (folder / "data").mkdir()
        self.database = Database(self.settings.url)
        schema.upgrade(self.database)

    def start(self, name: str, *arguments: str, prefix: tuple[str, ...] = (), **environment: str) -> None:
        """Start `steepest ARGUMENTS` under a name."""
        command = [*prefix, sys.executable, "-P", "-m", "steepest", *arguments]
        given = {**os.environ, **self.environment, **environment}
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(command, env=given, stdout=log, stderr=log, start_new_session=True)

    def start_web(self, *arguments: str) -> None:
        """A web server; `url` is where. It keeps its port when it is started again."""
        port = self.url.rpartition(":")[2] or "0"
        log = self.folder / "web.log"
        log.unlink(missing_ok=True)
        self.start("web", "serve", "--port", port, *arguments)
        found: list[str] = []

        def is_up() -> bool:
            assert self._running["web"].poll() is None, log.read_text()
            found[:] = re.findall(r"Steepest is at (\S+)", log.read_text())
            return bool(found)

        until(is_up, "the site was up")
        self.url = found[0]

    def pid(self, name: str) -> int:
        return self._running[name].pid

    def is_running(self, name: str) -> bool:
        return self._running[name].poll() is None

    def kill(self, name: str) -> None:
        """With all that it has started: a machine that lost its power."""
        process = self._running.pop(name)
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self, name: str) -> int:
        process = self._running.pop(name)
        process.terminate()
        return process.wait(SECONDS)

    def log(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def wait_for_graders(self, count: int) -> None:
        def are_there() -> bool:
            with self.database.read() as session:
                fresh = select(func.count()).select_from(Grader).where(Grader.problem == "", Grader.proven.is_not(None))
                return (session.scalar(fresh) or 0) >= count

        until(are_there, f"{count} graders were there")

    def unfinished(self) -> int:
        with self.database.read() as session:
            waiting = Grading.state.in_((State.QUEUED, State.RUNNING))
            return session.scalar(select(func.count()).select_from(Grading).where(waiting)) or 0

    def crowd(self, count: int, exercise: Exercise) -> list[Student]:
        """So many students with an account's cookie and a form's token, as if they had just opened the page."""
        app = create_app(self.settings)
        with closing(app.extensions["steepest"]):
            with self.database.write() as session:
                viewers = [queries.start_guest(session) for _ in range(count)]
            students = []
            for viewer in viewers:
                with app.test_request_context():
                    from flask import session as cookie

                    token = generate_csrf()
                    values = {**cookie, "key": viewer.session_key, "seen": int(time.time())}
                    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
                    students.append(Student(self.url, signer.dumps(values), token, exercise))
            return students

    def close(self) -> None:
        for name in list(self._running):
            process = self._running.pop(name)
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.database.close()


class Student:
    """Somebody with a browser: one connection for each request."""

    def __init__(self, url: str, cookie: str, token: str, exercise: Exercise) -> None:
        self._host = url.partition("://")[2]
        self._token = token
        self._headers = {"Cookie": f"steepest={cookie}", "X-Fragment": "1"}
        self._source = exercise.solution
        self.page = f"/en/exercises/{exercise.slug}"

    def get(self, path: str) -> tuple[int, str]:
        response, text = self._ask("GET", path)
        return response.status, text

    def submit(self) -> int:
        """Hand in a right program; the submission's number.

        Raises OSError where it was not taken, BlockingIOError where one shall try again.
        """
        response, text = self._ask("POST", self.page, source=self._source, action="submit")
        found = re.search(r"/en/submissions/(\d+)", text)
        if response.status == 503:
            raise BlockingIOError("the site is busy: try again")
        if response.status != 201 or not found:
            raise OSError(f"{response.status}: {text[:300]}")
        return int(found[1])

    def take_quiz(self, slug: str) -> None:
        """Begin an attempt, read its questions, and hand it in without an answer. Raises OSError where it can't."""
        begun, _ = self._ask("POST", f"/en/quizzes/{slug}")
        attempt = begun.getheader("Location", "")
        read, _ = self._ask("GET", attempt)
        done, _ = self._ask("POST", attempt, finish="1", sure="1")
        if (begun.status, read.status, done.status) != (303, 200, 204):
            raise OSError(f"a quiz was answered by {begun.status}, {read.status}, {done.status}")

    def _ask(self, method: str, path: str, **form: str) -> tuple[http.client.HTTPResponse, str]:
        body = urlencode({"csrf_token": self._token, **form}) if method == "POST" else None
        headers = self._headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        with closing(http.client.HTTPConnection(self._host, timeout=60)) as connection:
            try:
                connection.request(method, path, body, headers)
                response = connection.getresponse()
                return response, response.read().decode()
            except http.client.HTTPException as error:
                raise OSError(repr(error)) from error


def quantile(values: list[float], share: float) -> float:
    """The value below which that share of them lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


@pytest.fixture(scope="session")
def mse() -> Exercise:
    return load_exercises(COURSE_ROOT)["mse"]


@pytest.fixture
def tools() -> dict[str, Any]:
    """What a test file needs of this one."""
    return {"until": until, "quantile": quantile, "Deployment": Deployment, "long": LONG, "now": now}


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def deployment(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Deployment]:
    """An empty deployment on that kind of database."""
    environment, drop = {}, lambda: None
    if backend == "postgresql":
        postgresql = request.getfixturevalue("postgresql")
        url = postgresql.create()
        environment["STEEPEST_DATABASE_URL"] = url.replace("postgresql+psycopg", "postgresql")
        drop = lambda: postgresql.drop(url)  # noqa: E731 # a name for what is done at the end
    with closing(Deployment(tmp_path, environment)) as deployment:
        yield deployment
    drop()


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Print a line of a table, past pytest's capturing."""

    def say(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n  {line}")
            sys.stdout.flush()

    return say
