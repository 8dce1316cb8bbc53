"""Bring a database to the tables that this version of Steepest has, by the migrations that come with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from steepest.db import Database
from steepest.problem import Problem

PACKAGE = Path(__file__).parent
ONE_AT_A_TIME = 7_835_710  # a number of our own for PostgreSQL's lock


class SchemaError(Problem):
    """The database is not one that this version can work with; the text says what to do."""


def upgrade(database: Database, revision: str = "head") -> None:
    """Migrate up to `revision`; all of it or nothing. A database that is up to date is only read."""
    config = _config()
    if database.path:
        database.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds hashes of passwords
    if revision == "head" and is_current(database):
        return
    _refuse_unknown(database, ScriptDirectory.from_config(config))
    _migrate(database, config, lambda: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    """Migrate down to `revision`, or to 'base'."""
    config = _config()
    _migrate(database, config, lambda: command.downgrade(config, revision))


def is_current(database: Database) -> bool:
    """Whether the tables are those of this version."""
    return _revision(database) == ScriptDirectory.from_config(_config()).get_current_head()


def refuse_other(database: Database) -> None:
    """Raise SchemaError where the tables are not those of this version."""
    if not is_current(database):
        raise SchemaError(
            "the database is of another version: do this by the version that the site runs,"
            " or run `steepest db upgrade` first"
        )


def can_serve(database: Database) -> bool:
    """Whether the tables are this version's, or those of a newer one that has just been started beside it."""
    revision, (*older, head) = _revision(database), _shipped()
    return revision == head or (revision is not None and revision not in older)


@cache
def _shipped() -> list[str]:
    """Read once: an installation may be replaced under a site that runs."""
    return revisions()


def revisions() -> list[str]:
    """The migrations that come with this version, the oldest first."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return [script.revision for script in scripts][::-1]


def _config() -> Config:
    folders = (PACKAGE / "migrations", PACKAGE.parents[1] / "migrations")  # of a wheel; of a checkout
    found = [folder for folder in folders if (folder / "env.py").is_file()]
    if not found:
        raise SchemaError("the migrations are missing from this installation: install Steepest again")
    config = Config()
    config.set_main_option("script_location", str(found[0]).replace("%", "%%"))
    return config


def _revision(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(database: Database, scripts: ScriptDirectory) -> None:
    revision = _revision(database)
    known = {script.revision for script in scripts.walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaError(
            f"the database is at {revision}, which this version of Steepest does not know:"
            " start the newer version that made it"
        )


def _migrate(database: Database, config: Config, run: Callable[[], None]) -> None:
    with migrating(database) as connection:
        config.attributes["connection"] = connection
        try:
            run()
        except CommandError as error:
            raise SchemaError(f"the database can't be migrated: {error}") from error


@contextmanager
def migrating(database: Database) -> Iterator[Connection]:
    """One transaction that holds the write lock.

    SQLite changes a table by copying it and dropping the old one, and a drop with foreign keys on deletes
    what refers to it: so they are off meanwhile (which only works outside a transaction), and checked after.
    """
    engine = database.engine.execution_options(steepest_writes=True)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if not database.is_sqlite:
            with connection.begin():
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")  # another machine may be migrating right now
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
                yield connection
            return
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise SchemaError(f"the migration would leave rows without their owner: {broken[:3]}")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
