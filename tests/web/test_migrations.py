"""The migrations make the tables of the models, all of them, and walk both ways with rows in the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from steepest import schema
from steepest.accounts.queries import Viewer
from steepest.db import Database
from steepest.models import Base, Grading, Kind, Offering, Participant, Priority, Submission


@pytest.fixture
def empty(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database without a table."""
    if backend == "sqlite":
        with closing(Database(f"sqlite:///{tmp_path / 'empty.db'}")) as database:
            yield database
        return
    postgres = request.getfixturevalue("postgresql")
    url = postgres.create("template1")
    with closing(Database(url)) as database:
        yield database
    postgres.drop(url)


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_migrations_make_every_constraint_and_index_too(database: Database, empty: Database) -> None:
    Base.metadata.create_all(empty.engine)

    migrated = tables(database)
    del migrated["alembic_version"]
    assert migrated == tables(empty)


def test_a_fresh_database_holds_the_default_offering(database: Database) -> None:
    with database.read() as session:
        offering = session.get_one(Offering, 1)

    assert (offering.slug, offering.course) == ("open", "loss-functions-and-optimizers")
    assert offering.created.tzinfo is not None


def test_upgrading_what_is_current_changes_nothing(database: Database, ada: Viewer) -> None:
    before = dump(database)

    schema.upgrade(database)

    assert dump(database) == before


def test_the_tables_go_down_and_up_again_with_rows_in_them(database: Database, ada: Viewer) -> None:
    with database.write() as session:
        session.add(a_submission(ada.participant_id))

    schema.downgrade(database, "base")
    assert set(tables(database)) == {"alembic_version"}

    schema.upgrade(database)
    with database.read() as session:
        assert session.get(Offering, 1) is not None
        assert session.get(Participant, ada.participant_id) is None


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Database) -> None:
    with empty.engine.connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE visit (mine TEXT)"))  # in the way of the first migration

    with pytest.raises(Exception, match="visit"):
        schema.upgrade(empty)

    assert set(tables(empty)) == {"visit"}


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: Database) -> None:
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(schema.SchemaError, match="start the newer version"):
        schema.upgrade(database)


def test_a_migration_may_copy_a_table_without_losing_what_refers_to_it(database: Database, ada: Viewer) -> None:
    """SQLite changes a table by copy and drop; with foreign keys on, the drop would take ada's work along."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL changes tables where they are")
    with database.write() as session:
        session.add(a_submission(ada.participant_id))

    with schema.migrating(database) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("participant", recreate="always"):
            pass

    with database.read() as session:
        assert session.query(Submission).count() == 1


def test_the_tables_refuse_what_makes_no_sense(database: Database, ada: Viewer) -> None:
    with database.write() as session:
        submission = a_submission(ada.participant_id)
        session.add(submission)
    nonsense = [
        "UPDATE grading SET state = 'done'",  # without a verdict
        "UPDATE grading SET state = 'running'",  # without a lease
        "UPDATE grading SET state = 'lost'",
        "UPDATE grading SET score = 1.5",
        "UPDATE submission SET kind = 'peek'",
        "UPDATE submission SET participant_id = 999",
    ]

    for statement in nonsense:
        with pytest.raises(IntegrityError), database.write() as session:
            session.execute(text(statement))


def a_submission(participant_id: int) -> Submission:
    return Submission(
        participant_id=participant_id,
        offering_id=1,
        course="c",
        exercise="mse",
        content_hash="0",
        seed=0,
        source="x",
        kind=Kind.SUBMIT,
        gradings=[Grading(priority=Priority.SUBMIT)],
    )


def tables(database: Database) -> dict[str, set[str]]:
    """What the database says it holds: each table's columns, constraints and indexes, whatever their order."""
    found = inspect(database.engine)
    return {
        table: {
            json.dumps(fact, default=str, sort_keys=True)
            for look in (
                found.get_columns,
                lambda name: [found.get_pk_constraint(name)],
                found.get_foreign_keys,
                found.get_check_constraints,
                found.get_unique_constraints,
                found.get_indexes,
            )
            for fact in look(table)
        }
        for table in found.get_table_names()
    }


def dump(database: Database) -> dict[str, list[str]]:
    """Every row of every table."""
    with database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return {
            table: sorted(str(row) for row in connection.execute(text(f"SELECT * FROM {table}"))) for table in tables
        }
