"""Logs, a line for each event: text for a terminal, or JSON for a machine that collects them.

What belongs to one request carries its `request_id`, which goes into the queue with a submission: the line of the
POST, the grader's line on whatever machine, and the verdict have it in common. No line holds a name, an
address, a program or a token.
"""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

from steepest.config import Settings

_EVERY_LINE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

# At once, not in `set_up`: unconfigured, structlog would print every event to standard output.
structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *_EVERY_LINE, ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


def set_up(settings: Settings, process: str) -> None:
    """Send the events of this process, those of the libraries too, to standard error. `process` is said in each."""
    lines: Processor = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    if settings.log == "json":
        lines = structlog.processors.JSONRenderer(ensure_ascii=False)

    def name_process(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event["process"] = process
        return event

    traces: list[Processor] = [structlog.processors.format_exc_info] if settings.log == "json" else []
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=_EVERY_LINE,
            processors=[ProcessorFormatter.remove_processors_meta, name_process, *traces, lines],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for chatty in ("alembic", "celery", "kombu", "amqp"):
        logging.getLogger(chatty).setLevel(max(root.level, logging.WARNING))


def request_id() -> str | None:
    """The number of the request that is being answered, or graded for, in this thread."""
    number: str | None = structlog.contextvars.get_contextvars().get("request_id")
    return number
