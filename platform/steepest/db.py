"""The database: one engine per process, a reading and a writing session.

SQLite in WAL mode is the default. A writing session begins IMMEDIATE: a transaction that reads first and
writes later would otherwise fail at once, whatever the timeout, when another writer came in between.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import DataError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from steepest.problem import Problem

BUSY_SECONDS = 5.0
SURE_SECONDS = 1.0  # so long is a connection taken to be alive without a look
# PostgreSQL's names for: serialization failure, deadlock, lock not available, query cancelled.
BUSY_STATES = frozenset({"40001", "40P01", "55P03", "57014"})
FULL_STATE = "53100"
FORBIDDEN_STATE = "42501"
FORBIDDEN_NAMES = ("SQLITE_CANTOPEN", "SQLITE_READONLY")  # and longer ones that begin so
# PostgreSQL's names again: seconds to connect; milliseconds without a sign of life; when to ask for one, in seconds.
PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 20_000, "keepalives_idle": 30, "keepalives_interval": 10}
FULL_NAMES = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")  # the second: no room for what a first connection needs


class DatabaseBusy(Problem):
    """The database stayed locked for as long as we wait. Nothing was written; trying again is right."""

    exit_code = 1


class DatabaseGone(DatabaseBusy):
    """The database does not answer. Whether the last change was kept is not known: only reading again is right."""


class DatabaseFull(DatabaseBusy):
    """There is no room for what was to be written. Nothing was; trying again is right when there is."""


class DatabaseRefuses(Problem):
    """The database may not be opened, written or changed by who we are."""


class Unstorable(Exception):
    """A value that no column takes, such as a number of thirty digits, or on PostgreSQL a text with a NUL in it."""


class Database:
    """Sessions on the database at `url`; `threads` is how many may be open at a time."""

    def __init__(self, url: str, *, threads: int = 16, busy_seconds: float = BUSY_SECONDS) -> None:
        place = make_url(url)
        self.is_sqlite = place.get_backend_name() == "sqlite"
        self.path = Path(place.database).absolute() if self.is_sqlite and place.database else None
        self._busy_seconds = busy_seconds
        self._writing = Lock()
        self.engine: Engine = create_engine(
            place,
            pool_size=threads + 2,
            max_overflow=4,
            pool_use_lifo=True,  # the one given back last has its pages and its prepared statements at hand
            connect_args={"timeout": busy_seconds} if self.is_sqlite else patience(place),
        )
        self._writer = self.engine.execution_options(steepest_writes=True)
        # On PostgreSQL to begin and to end what changes nothing would be two more questions, with nothing gained.
        self._reader = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "connect", _wait_no_longer(busy_seconds))
            look_for_life(self.engine)
        event.listen(self.engine, "handle_error", _name_trouble)

    @property
    def place(self) -> str:
        """Where it is, for people: a path, or an address without its password."""
        return str(self.path or self.engine.url.render_as_string(hide_password=True))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that changes nothing. It sees one state on SQLite; on PostgreSQL each statement sees the newest."""
        with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back on an exception. Keep it short."""
        with self._turn(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The threads of a process write to SQLite one after the other, each woken as soon as the one before is done.

        SQLite itself has who waits look again after ever longer pauses, of 0.1 s in the end.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._writing.acquire(timeout=self._busy_seconds):
            raise _locked()
        try:
            yield
        finally:
            self._writing.release()

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def put(session: Session, row: type[DeclarativeBase], values: Mapping[str, Any], *, keep: Collection[str] = ()) -> None:
    """Insert a row, or change the one with its primary key in all but `keep`, in one statement: two never collide.

    (Two transactions that look first may both find nothing; on SQLite the second one waits, on PostgreSQL it fails.)
    """
    put_all(session, row, [values], keep=keep)


def put_all(
    session: Session, row: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]], *, keep: Collection[str] = ()
) -> None:
    """The same for many rows, which all name the same columns."""
    if not rows:
        return
    session.execute(_upsert(session.get_bind().dialect.name, row, tuple(rows[0]), frozenset(keep)), list(rows))


@cache
def _upsert(dialect: str, row: type[DeclarativeBase], names: tuple[str, ...], keep: frozenset[str]) -> Executable:
    statement = sqlite.insert(row) if dialect == "sqlite" else postgresql.insert(row)
    key = [column.name for column in row.__table__.primary_key]
    change = {name: statement.excluded[name] for name in names if name not in {*key, *keep}}
    if not change:
        return statement.on_conflict_do_nothing(index_elements=key)
    return statement.on_conflict_do_update(index_elements=key, set_=change)


def _set_up_sqlite(connection: SQLiteConnection, entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: `_begin_sqlite` does
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def patience(place: URL) -> dict[str, int]:
    """How long the driver waits for a PostgreSQL that has vanished without a word, where the address doesn't say it.

    By itself it waits for two minutes to be let in, and for a quarter of an hour to be answered.
    """
    return {name: value for name, value in PATIENCE.items() if name not in place.query}


def _wait_no_longer(seconds: float) -> Callable[[Any, ConnectionPoolEntry], None]:
    """For a lock on PostgreSQL, which by itself would wait for ever."""

    def set_up(connection: Any, entry: ConnectionPoolEntry) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {round(seconds * 1000)}")
        connection.commit()

    return set_up


def look_for_life(engine: Engine) -> None:
    """Have the pool ask a connection to PostgreSQL for a sign of life where it may have died.

    That is one whose server has hung up, and one that has lain idle for more than a second: a machine that was cut
    off says nothing. (To ask each time, as `pool_pre_ping` does, would be a tenth of all questions.)
    """

    def look(connection: Any, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
        dialect = engine.dialect
        try:
            if time.monotonic() - entry.info["idle since"] > SURE_SECONDS or _has_something_to_say(connection):
                dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # the pool makes new connections

    def note(connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["idle since"] = time.monotonic()

    event.listen(engine, "connect", note)
    event.listen(engine, "checkout", look)
    event.listen(engine, "checkin", note)


def _has_something_to_say(connection: Any) -> bool:
    """Whether a server that nobody asked anything has sent something, or hung up."""
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return bool(line.poll(0))


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("steepest_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_gone(error: BaseException) -> bool:
    """Whether PostgreSQL's driver says that the server is not there, or is starting or stopping."""
    state = getattr(error, "sqlstate", "")  # None where the server said nothing any more
    if state is None:
        return type(error).__name__ in ("OperationalError", "InterfaceError")
    return state.startswith(("08", "57P"))


def gone(error: BaseException) -> DatabaseGone:
    """With what the driver says, which names no password: where one is wrong, no waiting helps."""
    return DatabaseGone(f"the database does not answer: try again in a moment ({_said(error)})")


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]


def _locked() -> DatabaseBusy:
    return DatabaseBusy("the database is locked by another writer: try again in a moment")


def _name_trouble(context: ExceptionContext) -> None:
    original = context.original_exception
    if isinstance(original, OverflowError) or isinstance(context.sqlalchemy_exception, DataError):
        raise Unstorable(str(original)) from original
    words = str(original) if type(original).__module__ == "sqlite3" else ""
    state = getattr(original, "sqlstate", None)
    if getattr(original, "sqlite_errorname", "") in FULL_NAMES or state == FULL_STATE:
        raise DatabaseFull("the disk of the database is full: make room, nothing is lost") from original
    if state == FORBIDDEN_STATE:
        raise DatabaseRefuses(
            f"the database's user may not do this ({_said(original)}): make it the owner of the database"
        ) from original
    if getattr(original, "sqlite_errorname", "").startswith(FORBIDDEN_NAMES):
        remedy = "let this user read and write the file and its folder"
        raise DatabaseRefuses(f"the database can't be opened for writing ({original}): {remedy}") from original
    if context.is_disconnect or is_gone(original):
        raise gone(original) from original
    if "locked" in words or "busy" in words or state in BUSY_STATES:
        raise _locked() from original
