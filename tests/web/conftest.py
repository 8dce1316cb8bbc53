"""The cast and the stage: ada learns, grace teaches, alan is a stranger; a real, migrated database for each test.

Every test that touches the database runs on SQLite and on a PostgreSQL server: the one at TEST_DATABASE_URL, else
one that comes as a wheel and is started for the session. Each test has a copy of a migrated database to itself.
"""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

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
    postgres: Any = request.getfixturevalue("postgresql")
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
