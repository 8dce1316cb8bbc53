"""The cast and the stage: ada learns, grace teaches, alan is a stranger; a real, migrated database for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from steepest import schema
from steepest.accounts import queries
from steepest.accounts.queries import Viewer
from steepest.config import Settings
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


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file: migrated once, copied for each test."""
    path = tmp_path_factory.mktemp("migrated") / "steepest.db"
    with closing(Database(f"sqlite:///{path}")) as database:
        schema.upgrade(database)
    return path


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> Settings:
    """A site with a data folder of its own and secrets that are given."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(migrated, folder / "steepest.db")
    return Settings(data_dir=folder, secret_key="a key for the tests alone", seed="a seed for the tests")


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
