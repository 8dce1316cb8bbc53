"""Workers on other machines, by Celery: a message says that a submission waits, and wakes one worker.

It says no more than that. What is graded next, by whom and how often is decided by the rows of the queue, as
without a broker: so a message that is lost, late or doubled costs a look into the database and nothing else, and
turns hold across machines. A message is kept by the broker until a look that began after it has ended; a worker
that dies before gives it back. What was never delivered is found by the looks that every worker takes by itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

import structlog
from celery import Celery
from celery.exceptions import Reject
from celery.worker import WorkController, state
from kombu.connection import Connection

from steepest.config import Settings

log = structlog.get_logger(__name__)

TASK = QUEUE = "steepest.grade"
VISIBLE_AGAIN = 120  # seconds, well above the longest look: then a message that nobody acknowledged is delivered anew
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 2}  # seconds, of a Redis; a web page waits for this
PAUSE = 5.0  # seconds in which a broker that did not answer isn't asked again

_apps: dict[str, Celery] = {}
_ask_again = 0.0


def app(settings: Settings) -> Celery:
    """The Celery app of this process."""
    found = _apps.get(settings.broker_url)
    if found is None:
        found = _apps[settings.broker_url] = Celery("steepest", broker=settings.broker_url, set_as_current=False)
        found.conf.update(
            broker_connection_max_retries=None,  # for ever
            broker_connection_retry_on_startup=True,
            broker_transport_options={
                **PATIENCE,
                "visibility_timeout": VISIBLE_AGAIN,
                "unacked_restore_throttle": 1,  # looks for messages of the dead every 10 s instead of every 100
            },
            task_acks_late=True,
            task_default_queue=QUEUE,
            task_ignore_result=True,
            task_reject_on_worker_lost=True,
            worker_cancel_long_running_tasks_on_connection_loss=False,  # a grading needs no broker to end
            worker_hijack_root_logger=False,
            worker_prefetch_multiplier=1,
        )
    return found


def send(settings: Settings, submission_id: int | None) -> None:
    """Tell a worker that a submission waits; None says so of several. Never fails: what isn't sent is found later."""
    global _ask_again
    if time.monotonic() < _ask_again:
        return
    try:
        app(settings).send_task(
            TASK, (submission_id,), ignore_result=True, retry_policy={"max_retries": 1, "interval_start": 0}
        )
    except Exception as error:  # each transport has exceptions of its own
        _ask_again = time.monotonic() + PAUSE
        log.warning("the broker does not answer", error=repr(error))


def answers(settings: Settings) -> bool:
    """Whether the broker can be reached, within a second or two. Raises what the transport raises."""
    options = {"connect_timeout": 1, "transport_options": PATIENCE}
    with Connection(settings.broker_url, **options) as connection:  # type: ignore[no-untyped-call]
        connection.ensure_connection(max_retries=1, timeout=1)
        return True


class Consumer:
    """Hears the broker's messages beside a worker's loop. `wake` is called for each; the loop calls `looking`.

    The Celery worker runs in a thread, with one message at a time, and keeps it until a look is over.
    """

    def __init__(self, settings: Settings, name: str, wake: Callable[[], None]) -> None:
        self._app = app(settings)
        self._name = f"steepest@{name.replace(':', '-')}"
        self._wake = wake
        self._thread = threading.Thread(target=self._consume, name="broker", daemon=True)
        self._held: threading.Event | None = None
        self._stopping = False

    def __enter__(self) -> Consumer:
        self._app.task(self._hear, name=TASK)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping = True
        state.should_stop = 0
        if held := self._held:
            held.set()
        self._thread.join(3.0)  # while it waits for a broker that is gone it hears nothing: the process ends anyway

    def looking(self) -> Callable[[], None]:
        """Call it before a look into the queue, and what it returns when what was found is graded."""
        held = self._held
        return held.set if held else _nothing

    def _hear(self, submission_id: int | None) -> None:
        """A message. While this runs the broker keeps it."""
        self._held = held = threading.Event()
        self._wake()
        held.wait()
        self._held = None
        if self._stopping:
            raise Reject(requeue=True)

    def _consume(self) -> None:
        worker: Any = WorkController(
            app=self._app,
            hostname=self._name,
            pool="solo",
            concurrency=1,
            without_gossip=True,
            without_heartbeat=True,
            without_mingle=True,
        )
        worker.start()


def _nothing() -> None:
    """There was no message to wait for."""
