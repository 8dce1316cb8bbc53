"""The exercise pages: read, write, run the examples, submit, and look back at what was submitted."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from steepest import languages, progress, prose, submissions
from steepest.accounts.queries import Viewer
from steepest.accounts.viewing import current_viewer, working_viewer
from steepest.dispatch import queue
from steepest.exercises import evidence, hints, verdicts
from steepest.exercises.verdicts import Panel, panel
from steepest.languages import current_language, in_language
from steepest.models import Kind, Room
from steepest.site import site
from steepest.submissions import Entry, Refused
from steepest_graders import Exercise

room = Blueprint("exercises", __name__, url_prefix=languages.PREFIX)
Answer = str | Response | tuple[str, int]


@room.app_context_processor
def _marks() -> dict[str, object]:
    return {
        "mark": verdicts.mark,
        "said": verdicts.said,
        "solution": _solution,
        "band": evidence.band,
        "error_maps": evidence.error_maps,
        "descent_plot": evidence.descent_plot,
        "descent_rows": evidence.descent_rows,
    }


def _solution(slug: str) -> Markup:
    """The published solution of an exercise, highlighted; nothing where it is no longer in the course."""
    exercise = site().course.exercises.get(slug)
    return prose.highlight(exercise.solution) if exercise else Markup()


@room.get("/exercises/")
def index() -> str:
    viewer = current_viewer()
    with site().database.read() as session:
        standings = progress.standings(session, viewer) if viewer else {}
    return render_template("exercises/index.html", course=site().course, standings=standings)


@room.get("/exercises/<slug>")
def show(slug: str) -> str:
    exercise = _exercise(slug)
    viewer = current_viewer()
    _note_visit(viewer, slug)
    return _workbench(exercise, viewer, shown=request.args.get("shown", type=int))


@room.post("/exercises/<slug>")
def work(slug: str) -> Answer:
    """Run the examples, submit, or bring another program into the editor, as the pressed button says.

    The draft is kept first; one that another program replaces comes along in the page, to be brought back.
    """
    exercise = _exercise(slug)
    viewer = working_viewer()
    action = request.form.get("action", "submit")
    if action == "reset":
        _save_draft(viewer, slug, exercise.starter)
        return _workbench(exercise, viewer, previous=_typed())
    if action == "restore":
        return _restore(exercise, viewer, request.form.get("submission", 0, type=int))
    if action == "undo":
        previous = request.form.get("previous", _typed())
        try:
            _save_draft(viewer, slug, previous)
        except Refused as refused:  # it was too long before, too: it comes back all the same
            return _workbench(exercise, viewer, source=previous, problem=in_language(refused.message)), 422
        return redirect(url_for("exercises.show", slug=slug), 303)
    source = _source()
    try:
        with site().database.write() as session:
            submissions.save_draft(session, viewer, slug, source)
            progress.visit(session, viewer, Room.EXERCISES, slug)
            submission = submissions.submit(
                session,
                viewer,
                exercise,
                source,
                site_seed=site().settings.site_seed(),
                kind=Kind.RUN if action == "run" else Kind.SUBMIT,
            )
    except Refused as refused:
        return _refused(exercise, viewer, refused)
    queue.ring(site().settings, submission.id)
    if _is_fragment():
        return _verdict(viewer, slug, submission.id), 201
    return redirect(url_for("exercises.show", slug=slug, shown=submission.id, _anchor="result"), 303)


@room.post("/exercises/<slug>/draft")
def draft(slug: str) -> tuple[str, int]:
    """Keep what stands in the editor."""
    exercise = _exercise(slug)
    try:
        _save_draft(working_viewer(), exercise.slug, _source())
    except Refused as refused:
        return in_language(refused.message), 422
    return "", 204


@room.post("/exercises/<slug>/hints")
def open_hint(slug: str) -> Answer:
    """Open the next hint; what stands in the editor is kept, where the form brings it along."""
    exercise = _exercise(slug)
    viewer = working_viewer()
    number = request.form.get("hint", 0, type=int)
    try:
        with site().database.write() as session:
            count = hints.open_next(session, viewer, exercise, number)
            if "source" in request.form:
                submissions.save_draft(session, viewer, slug, _typed())
    except Refused as refused:
        return _refused(exercise, viewer, refused)
    if _is_fragment():
        return render_template("exercises/hints.html", exercise=exercise, hints_open=count, may_work=True)
    return redirect(url_for("exercises.show", slug=slug, _anchor=f"hint-{count}"), 303)


@room.get("/submissions/<int:number>")
def submission(number: int) -> str:
    """One's own submission: program and verdict. Of somebody else's nothing is said, not even that it is there."""
    _, entry = _own(number)
    with site().database.read() as session:
        shown = panel(session, entry)
    exercise = site().course.exercises.get(entry.submission.exercise)
    code = Markup(highlight(entry.submission.source, PythonLexer(stripnl=False), HtmlFormatter()))  # escapes
    return render_template("exercises/submission.html", panel=shown, exercise=exercise, code=code)


@room.get("/submissions/<int:number>/verdict")
def verdict(number: int) -> str:
    """The verdict's panel alone; `wait` asks to be held until there is one."""
    viewer = current_viewer() or abort(404)
    entry = verdicts.wait_for(viewer, number) if "wait" in request.args else _own(number)[1]
    if entry is None:
        abort(404)
    return _verdict(viewer, entry.submission.exercise, number)


def _restore(exercise: Exercise, viewer: Viewer, number: int) -> str:
    """Put a submission's program back into the editor."""
    with site().database.write() as session:
        entry = submissions.find(session, viewer, number)
        if entry is None or entry.submission.exercise != exercise.slug:
            abort(404)
        draft = submissions.load_draft(session, viewer, exercise.slug)
        previous = draft.source if draft else None
        submissions.save_draft(session, viewer, exercise.slug, entry.submission.source)
    return _workbench(exercise, viewer, previous=previous)


def _workbench(
    exercise: Exercise,
    viewer: Viewer | None,
    *,
    shown: int | None = None,
    source: str | None = None,
    previous: str | None = None,
    problem: str = "",
) -> str:
    """The page; `shown` names the submission whose verdict it shows, else the newest one's."""
    draft, entries, result, hints_open, solved = None, [], None, 0, False
    if viewer:
        with site().database.read() as session:
            hints_open = hints.opened(session, viewer, exercise)
            solved = progress.has_solved(session, viewer, exercise.slug)
            draft = submissions.load_draft(session, viewer, exercise.slug)
            entries = submissions.history(session, viewer, exercise.slug)
            result = _panel_to_show(session, viewer, exercise, entries, shown)
            if source is None and (draft or entries):
                source = draft.source if draft else entries[0].submission.source
    return render_template(
        "exercises/workbench.html",
        exercise=exercise,
        unit=site().course.unit_of(exercise.slug),
        before=[site().course.exercises[slug] for slug in exercise.builds_on],
        instructions=prose.to_html(exercise.instructions.in_language(current_language()), current_language()),
        source=exercise.starter if source is None else source,
        draft=draft,
        history=entries,
        panel=result,
        hints_open=hints_open,
        solved=solved,
        previous=previous,
        problem=problem,
        may_work=viewer is not None or site().settings.guests,
    )


def _panel_to_show(
    session: Session, viewer: Viewer, exercise: Exercise, entries: list[Entry], shown: int | None
) -> Panel | None:
    entry = submissions.find(session, viewer, shown) if shown else entries[0] if entries else None
    return panel(session, entry) if entry and entry.submission.exercise == exercise.slug else None


def _verdict(viewer: Viewer, slug: str, number: int) -> str:
    """The panel, and the history that goes with it."""
    with site().database.read() as session:
        history = submissions.history(session, viewer, slug)
        newest = history[0] if history and history[0].submission.id == number else None
        shown = panel(session, newest or submissions.find(session, viewer, number) or abort(404))
    return render_template("exercises/verdict.html", panel=shown, history=history)


def _refused(exercise: Exercise, viewer: Viewer, refused: Refused) -> tuple[str, int]:
    """Why the program can't be taken; what was typed stays in the editor."""
    problem = in_language(refused.message)
    if _is_fragment():
        return render_template("exercises/refused.html", problem=problem), 422
    return _workbench(exercise, viewer, source=_typed(), problem=problem), 422


def _exercise(slug: str) -> Exercise:
    return site().course.exercises.get(slug) or abort(404)


def _own(number: int) -> tuple[Viewer, Entry]:
    viewer = current_viewer() or abort(404)
    with site().database.read() as session:
        return viewer, submissions.find(session, viewer, number) or abort(404)


def _source() -> bytes | str:
    """The program: a file that was chosen, else what was typed."""
    upload = request.files.get("file")
    return upload.read() if upload and upload.filename else _typed()


def _typed() -> str:
    return request.form.get("source", "").replace("\r\n", "\n")


def _save_draft(viewer: Viewer, slug: str, source: bytes | str) -> None:
    with site().database.write() as session:
        submissions.save_draft(session, viewer, slug, source)


def _note_visit(viewer: Viewer | None, slug: str) -> None:
    if viewer is None:
        return
    with site().database.read() as session:
        is_news = progress.needs_visit(session, viewer, Room.EXERCISES, slug)
    if is_news:
        with site().database.write() as session:
            progress.visit(session, viewer, Room.EXERCISES, slug)


def _is_fragment() -> bool:
    """A script of ours asks: it wants the piece, not the page."""
    return "X-Fragment" in request.headers
