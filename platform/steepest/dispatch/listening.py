"""PostgreSQL rings the bell across machines: who queues or finishes something says NOTIFY in that transaction.

Like every bell it is a hint: a notification is lost while nobody is connected, and whoever waits looks by
themselves every now and then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

import structlog
from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from steepest.db import patience

log = structlog.get_logger(__name__)

LOOK_EVERY = 0.5  # seconds between two looks whether to stop
RETRY_EVERY = 2.0


def notify(session: Session, kind: str) -> None:
    """Ring the bell of that kind everywhere, when this transaction is committed; on SQLite there is no elsewhere."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": _channel(kind)})


class Listener:
    """Calls `heard`, in a thread, whenever somebody rings the bell of that kind in the database at `url`.

    `start` may be called many times; on SQLite it does nothing. Also a context manager.
    """

    def __init__(self, url: str, kind: str, heard: Callable[[], None]) -> None:
        self._url = make_url(url)
        self._kind = kind
        self._heard = heard
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Listener:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Listen from now on."""
        if self._url.get_backend_name() != "postgresql":
            return
        with self._lock:
            if self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._listen, name=f"listen for {self._kind}", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _listen(self) -> None:
        import psycopg  # only where there is a PostgreSQL is its driver installed

        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        waits: dict[str, Any] = {**patience(self._url)}
        while not self._stop.is_set():
            try:
                with psycopg.connect(address, autocommit=True, **waits) as connection:
                    connection.execute(f"LISTEN {_channel(self._kind)}")
                    self._heard()  # what rang before
                    while not self._stop.is_set():
                        for _ in connection.notifies(timeout=LOOK_EVERY, stop_after=1):
                            self._heard()
            except (psycopg.Error, OSError) as error:
                log.info("not listening", error=repr(error))
                self._stop.wait(RETRY_EVERY)


def _channel(kind: str) -> str:
    return f"steepest_{kind}"
