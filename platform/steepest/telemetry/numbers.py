"""Numbers for Prometheus, added up over all processes of a machine.

Each process counts into files of the folder PROMETHEUS_MULTIPROC_DIR, where there is one; `steepest serve` sets
it for its children.
"""

from __future__ import annotations

import hmac
import os
import shutil
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from steepest.config import Settings
from steepest.problem import Problem

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30, 60, 300)

REQUESTS = Counter("steepest_requests", "Requests that were answered.", ["endpoint", "method", "status"])
REQUEST_SECONDS = Histogram("steepest_request_seconds", "From a request to its answer.", ["endpoint"], buckets=_SECONDS)
VERDICTS = Counter("steepest_verdicts", "Gradings that ended, by verdict.", ["verdict"])
GRADING_SECONDS = Histogram("steepest_grading_seconds", "What a grading took.", buckets=_SECONDS)
RESTARTS = Counter("steepest_sandbox_restarts", "Processes that programs are forked from and that were replaced.")
WAIT_SECONDS = Histogram("steepest_wait_seconds", "From a submission to its verdict.", buckets=_SECONDS)


def counted() -> bytes:
    """What the processes of this machine have counted."""
    if FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    added_up = CollectorRegistry()
    MultiProcessCollector(added_up)  # type: ignore[no-untyped-call] # registers itself
    return generate_latest(added_up)


def may_read(settings: Settings, authorization: str) -> bool:
    """Whether a request with this header may see the numbers: they are nobody's who does not hold the token."""
    expected = f"Bearer {settings.metrics_token}"
    return bool(settings.metrics_token) and hmac.compare_digest(authorization.encode(), expected.encode())


def shared_folder(settings: Settings) -> dict[str, str]:
    """The variable that makes processes count together, over an emptied folder. Call it before they start."""
    folder = settings.data_dir.absolute() / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return {FOLDER: str(folder)}


def serve_alone(settings: Settings) -> None:
    """The numbers of this process on a port of their own, for a worker that has no web server beside it.

    Raises Problem where the port can't be had.
    """

    def answer(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        if environ["PATH_INFO"] != "/metrics" or not may_read(settings, environ.get("HTTP_AUTHORIZATION", "")):
            start("404 Not Found", [])
            return []
        start("200 OK", [("Content-Type", CONTENT_TYPE)])
        return [counted()]

    try:
        server = make_server(settings.host, settings.metrics_port, answer, _Server, _Quiet)
    except OSError as error:
        place = f"{settings.host} port {settings.metrics_port}"
        remedy = "give each worker of a machine a STEEPEST_METRICS_PORT of its own"
        raise Problem(f"can't answer /metrics on {place} ({error.strerror}): {remedy}") from None
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()


class _Server(ThreadingMixIn, WSGIServer):
    """A thread for each connection: one that is left open and says nothing holds up nobody else."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    timeout = 10  # seconds of silence

    def log_message(self, format: str, *arguments: object) -> None:
        """Scrapes are not worth a line."""
