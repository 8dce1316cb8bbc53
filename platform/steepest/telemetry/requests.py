"""Every request gets a number, a line in the log, and is counted."""

from __future__ import annotations

import re
import secrets
import time
from http import HTTPMethod
from types import TracebackType

import structlog
from flask import Flask, Response, g, request

from steepest.telemetry import numbers

log = structlog.get_logger(__name__)
HEADER = "X-Request-ID"
METHODS = frozenset(HTTPMethod)


def init_app(app: Flask) -> None:
    """Call it first: what is registered first begins first and ends last."""
    app.before_request(_begin)
    app.after_request(_end)
    app.log_exception = _log_exception  # type: ignore[method-assign]


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = _given() or secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()  # of the request that this thread answered before
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _given() -> str | None:
    """A number that a proxy we trust has given, so that its log and ours have it in common."""
    is_trusted = "werkzeug.proxy_fix.orig" in request.environ
    given = request.headers.get(HEADER, "")
    return given if is_trusted and re.fullmatch(r"[A-Za-z0-9_.-]{8,64}", given) else None


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.began
    endpoint = request.endpoint or "none"  # never the path: whoever guesses addresses would make a series each
    method = request.method if request.method in METHODS else "other"  # nor a word that somebody made up
    numbers.REQUESTS.labels(endpoint, method, response.status_code).inc()
    numbers.REQUEST_SECONDS.labels(endpoint).observe(seconds)
    response.headers[HEADER] = g.request_id
    line = {"method": method, "rule": _rule(), "status": response.status_code, "seconds": round(seconds, 4)}
    log.log(40 if response.status_code >= 500 else 20, "request", **line)
    return response


def _log_exception(exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
    """In place of Flask's own line, which holds the path."""
    log.error("failed", method=request.method, rule=_rule(), exc_info=exc_info)


def _rule() -> str | None:
    """The rule and not the path: the paths of one-time links hold what nobody may read in a log."""
    return request.url_rule.rule if request.url_rule else None
