"""What probes and Prometheus ask, and the operator's page."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from steepest import languages
from steepest.accounts.viewing import current_viewer
from steepest.dispatch import queue
from steepest.operations import metrics, page, readiness
from steepest.site import site
from steepest.telemetry import numbers
from steepest_graders import GRADER_VERSION

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


@room.get(f"{languages.PREFIX}/operate")
def operate() -> str:
    _refuse_all_but_the_operator()
    found = readiness.examine(site().settings, site().database, leave_out=set())
    with site().database.read() as session:
        state = page.overview(session)
    return render_template(
        "operations/operate.html",
        ready={part: _in_words(word) for part, word in found.items()},
        parts={"database": _("Database"), "broker": _("Broker"), "grading": _("Grading")},
        state=state,
        version=GRADER_VERSION,
        database="SQLite" if site().database.is_sqlite else "PostgreSQL",
        broker=bool(site().settings.broker_url),
    )


@room.post(f"{languages.PREFIX}/operate/gradings/<int:number>/again")
def again(number: int) -> AnyResponse:
    """Grade once more what failed on our side."""
    _refuse_all_but_the_operator()
    with site().database.write() as session:
        is_queued = page.grade_again(session, number)
    queue.ring(site().settings)
    flash(_("It waits to be graded again.") if is_queued else _("It is being graded already, or was."), "info")
    return redirect(url_for("operations.operate"), 303)


def _in_words(word: str) -> str:
    """What `/readyz` says to machines, for the reader; '' where it works."""
    troubles = {
        "does not answer": _("It does not answer: is it running, and is its address right?"),
        "not migrated to this version": _("It is of another version: run steepest db upgrade."),
        "no worker can grade": _("No worker can grade: the reasons stand below."),
        "no worker is there": _("No worker is there: start one by steepest worker."),
        "no worker has graded its canary yet": _("No worker has graded its canary yet: it starts."),
        "no worker has graded its canary lately": _("No worker has graded its canary lately: start the workers again."),
    }
    return "" if word.startswith("ok") else troubles[word]


def _refuse_all_but_the_operator() -> None:
    viewer = current_viewer()
    if viewer is None or not viewer.operator:
        abort(404)  # a stranger does not learn that there is a page
