"""Single statements that every page asks, without the price of a session: SQL in, plain rows out.

SQLite answers such a question in 30 microseconds; building, naming and unpacking a statement object around it
takes ten times as long, and a lesson page has no more time than that (see tests/bench).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import create_engine, make_url

from steepest.db import BUSY_SECONDS, DatabaseBusy, gone, is_gone, look_for_life, patience


class Lookups:
    """Connections of their own, each statement on its own: reading one state needs no transaction around it."""

    def __init__(self, url: str, threads: int) -> None:
        place = make_url(url)
        self._is_sqlite = place.get_backend_name() == "sqlite"
        self._engine = create_engine(
            place,
            isolation_level="AUTOCOMMIT",
            pool_size=threads,
            pool_use_lifo=True,
            connect_args={} if self._is_sqlite else patience(place),
        )
        if not self._is_sqlite:  # a file is always there; a server may have been restarted since
            look_for_life(self._engine)

    def rows(self, sql: str, **values: int | str | datetime | None) -> Sequence[Any]:
        """The rows of a SELECT with `:name` parameters. Moments come as SQLite keeps them: see `moment`."""
        if self._is_sqlite:
            values = {name: _stored(value) for name, value in values.items()}
        else:
            sql = re.sub(r":(\w+)", r"%(\1)s", sql)
        try:
            with closing(self._engine.raw_connection()) as connection:  # closed: back in the pool
                cursor = connection.cursor()
                cursor.execute(sql, values)
                return cursor.fetchall()
        except Exception as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise DatabaseBusy(f"the database stayed locked for {BUSY_SECONDS} s: try again in a moment") from error
            if is_gone(error):
                raise gone(error) from error
            raise

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()


def moment(value: datetime | str) -> datetime:
    """A moment of a row."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value.astimezone(UTC)


def _stored(value: int | str | datetime | None) -> int | str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value
