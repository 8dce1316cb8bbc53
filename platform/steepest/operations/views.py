"""What probes and Prometheus ask."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from steepest.operations import metrics, readiness
from steepest.site import site
from steepest.telemetry import numbers

room = Blueprint("operations", __name__)


@room.get("/readyz")
def ready() -> tuple[dict[str, str], int]:
    """What works and what does not. `?exclude=grading` leaves a part out, as a balancer of web servers should."""
    found = readiness.examine(site().settings, site().database, leave_out=set(request.args.getlist("exclude")))
    return found, 200 if all(word.startswith("ok") for word in found.values()) else 503


@room.get("/metrics")
def measured() -> Response:
    if not numbers.may_read(site().settings, request.headers.get("Authorization", "")):
        abort(404)
    return Response(metrics.exposition(site().database), content_type=numbers.CONTENT_TYPE)
