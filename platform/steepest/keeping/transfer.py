"""Move all that a site stores into an empty database of either kind: all of it, proven equal, or nothing."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, Row, Table, func, select, text

from steepest import schema
from steepest.db import Database
from steepest.models import Base
from steepest.problem import Problem

AT_A_TIME = 1000  # rows
OF_A_START = {"grader", "one_time_link", "throttle"}  # tables that a site fills by being started, with nothing to keep
Advance = Callable[[str, int], None]


class NotEmpty(Problem):
    """The database already holds something."""


class NotEqual(Problem):
    """What arrived is not what was sent: nothing was kept."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """Of a table: how many rows, and a sum that changes with any value in any of them, whatever their order."""

    rows: int = 0
    digest: int = 0

    def with_row(self, row: Row[Any]) -> Contents:
        seen = hashlib.sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest()
        return Contents(self.rows + 1, (self.digest + int.from_bytes(seen[:16])) % 2**128)


def copy(source: Database, target: Database, advance: Advance = lambda table, rows: None) -> dict[str, Contents]:
    """All rows of `source` as it is at this moment, into `target` in one transaction; what was moved, by table.

    `source` must have this version's tables; `target` gets them. `advance` hears of rows as they arrive.
    Raises NotEmpty, NotEqual, SchemaError.
    """
    schema.refuse_other(source)
    schema.upgrade(target)
    refuse_filled(target)
    with _snapshot(source) as reading, schema.migrating(target) as writing:
        for table in reversed(_tables()):
            writing.execute(table.delete())  # the few rows that migrations bring
        moved = {table.name: _move(reading, writing, table, advance) for table in _tables()}
        for table in _tables():
            _set_counter(writing, table, _counter(reading, table))
        for table in _tables():
            if contents(writing, table) != moved[table.name]:
                raise NotEqual(f"the table {table.name} arrived changed: nothing was copied")
    return moved


def count(database: Database) -> int:
    """How many rows there are in all tables."""
    with database.engine.connect() as connection:
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in _tables())


def everything(database: Database) -> dict[str, Contents]:
    """What each table holds."""
    with _snapshot(database) as connection:
        return {table.name: contents(connection, table) for table in _tables()}


def contents(connection: Connection, table: Table) -> Contents:
    """Read the whole table."""
    found = Contents()
    with connection.execution_options(yield_per=AT_A_TIME).execute(select(table)) as rows:
        for row in rows:
            found = found.with_row(row)
    return found


def refuse_filled(database: Database) -> None:
    """Raise NotEmpty where a table has more rows than the migrations and a first start bring."""
    with tempfile.TemporaryDirectory() as folder, closing(Database(f"sqlite:///{folder}/fresh.db")) as fresh:
        schema.upgrade(fresh)
        allowed = _rows(fresh)
    found = {name: rows for name, rows in _rows(database).items() if name not in OF_A_START}
    filled = {name: rows for name, rows in found.items() if rows > allowed[name]}
    if filled:
        words = ", ".join(f"{rows} rows in {name}" for name, rows in filled.items())
        raise NotEmpty(f"the database to write into is not empty ({words}): name a new one")


def _rows(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in _tables()}


@contextmanager
def _snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees one moment, whatever is written meanwhile."""
    engine = database.engine
    if not database.is_sqlite:  # SQLite's readers always do
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection, connection.begin():
        yield connection


def _tables() -> list[Table]:
    """The tables, those first that others refer to."""
    return [_plain(table) for table in Base.metadata.sorted_tables]


def _plain(table: Table) -> Table:
    """The table as it is copied: an absent JSON value stays absent, and does not become a JSON null."""
    columns = [Column(column.name, _type(column), primary_key=column.primary_key) for column in table.columns]
    return Table(table.name, MetaData(), *columns, info={"counts": table.autoincrement_column is not None, "of": table})


def _type(column: Column[Any]) -> Any:
    return JSON(none_as_null=True) if isinstance(column.type, JSON) and column.nullable else column.type


def _move(reading: Connection, writing: Connection, table: Table, advance: Advance) -> Contents:
    moved = Contents()
    with reading.execution_options(yield_per=AT_A_TIME).execute(select(table).order_by(*table.primary_key)) as found:
        for rows in found.partitions():
            for row in rows:
                moved = moved.with_row(row)
            writing.execute(table.insert(), [dict(row._mapping) for row in rows])
            advance(table.name, len(rows))
    return moved


def _counter(reading: Connection, table: Table) -> int:
    """The highest number that was ever given to a row of the table, also to one that is gone; 0 for none."""
    if not table.info["counts"]:
        return 0
    (key,) = table.primary_key
    highest: int = reading.scalar(select(func.max(key))) or 0
    if reading.dialect.name == "sqlite":
        given = 0
        if table.info["of"].dialect_options["sqlite"]["autoincrement"]:
            query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
            given = reading.scalar(query, {"name": table.name}) or 0
    else:
        query = text("SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:table, :column) AS regclass))")
        given = reading.scalar(query, {"table": table.name, "column": key.name}) or 0
    return max(highest, given)


def _set_counter(writing: Connection, table: Table, number: int) -> None:
    """Let the next row get a higher number."""
    if not number:
        return
    (key,) = table.primary_key
    values = {"table": table.name, "column": key.name, "number": number}
    if writing.dialect.name != "sqlite":
        writing.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :number)"), values)
    elif table.info["of"].dialect_options["sqlite"]["autoincrement"]:
        writing.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), values)
        writing.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :number)"), values)
