"""The pages of the labs."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from steepest import languages, progress, prose
from steepest.accounts.viewing import current_viewer
from steepest.course import Lesson
from steepest.course.labs import labs
from steepest.dispatch import queue
from steepest.exercises import verdicts
from steepest.labs import traces
from steepest.labs.pictures import picture
from steepest.languages import current_language, in_language
from steepest.models import Kind
from steepest.site import site
from steepest.submissions import Refused
from steepest_graders import Text, Verdict

RACE = "optimizer-race"

room = Blueprint("labs", __name__, url_prefix=languages.PREFIX)
Answer = dict[str, object] | tuple[dict[str, object], int]


@room.app_context_processor
def _for_cards() -> dict[str, object]:
    return {"labs": labs(), "picture": picture}


@room.get("/labs/")
def index() -> str:
    return render_template("labs/index.html")


@room.get("/labs/<slug>")
def show(slug: str) -> str:
    lab = labs().get(slug) or abort(404)
    own = _own() if slug == RACE else {}
    return render_template(f"labs/{slug}.html", lab=lab, lessons=list(_lessons(slug)), marked_up=_marked_up, **own)


@room.post(f"/labs/{RACE}/traces")
def trace() -> Answer:
    """Let the reader's own accepted program walk; the address at which to ask for the path."""
    exercise = traces.racers(site().course.exercises).get(request.form.get("racer", "")) or abort(404)
    viewer = current_viewer() or abort(403)
    try:
        walk = traces.request_of(request.form)
        with site().database.write() as session:
            number = traces.send(session, viewer, exercise, walk, site_seed=site().settings.site_seed())
    except Refused as refused:
        return {"said": in_language(refused.message)}, 422
    queue.ring(site().settings)
    return {"path": url_for("labs.walked", number=number)}, 201


@room.get(f"/labs/{RACE}/traces/<int:number>")
def walked(number: int) -> Answer:
    """The path, once it was walked, and what there is to say meanwhile or instead; the question is held for a while."""
    viewer = current_viewer() or abort(404)
    entry = verdicts.wait_for(viewer, number)
    if entry is None or entry.submission.kind is not Kind.TRACE:
        abort(404)
    with site().database.read() as session:
        shown = verdicts.panel(session, entry)
        if shown.report is None:
            return {"waits": True, "said": _waiting(shown)}
        wrong = [check for check in shown.report.checks if check.verdict is not Verdict.ACCEPTED]
        said = " ".join(in_language(check.message) for check in wrong) or in_language(shown.report.message)
        return {
            "path": traces.path_of(session, number),
            "accepted": not wrong and bool(shown.report.checks),
            "said": said,
        }


def _waiting(shown: verdicts.Panel) -> str:
    if shown.graders and not shown.graders.alive:
        return str(_("No grader is running at the moment; your program walks as soon as one starts."))
    if shown.place:
        return str(_("Place %(place)s in the queue.", place=shown.place))
    return str(_("Your program is walking."))


def _own() -> dict[str, object]:
    """Which optimisers there are to write, and which of them this reader has written."""
    found = traces.racers(site().course.exercises)
    viewer = current_viewer()
    with site().database.read() as session:
        standings = progress.standings(session, viewer) if viewer else {}
    solved = {name for name, exercise in found.items() if (at := standings.get(exercise.slug)) and at.solved}
    return {"racers": found, "solved": solved}


def _lessons(slug: str) -> Iterator[Lesson]:
    """The lessons that send their readers here."""
    return (lesson for lesson in site().course.lessons.values() if slug in lesson.document("en").labs)


def _marked_up(text: Text) -> Markup:
    return prose.to_html(text.in_language(current_language()), current_language())
