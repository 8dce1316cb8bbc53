"""Quizzes: what there is, one's attempts, an attempt's page, and practice."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Page

from steepest import languages, progress
from steepest.accounts.queries import Viewer
from steepest.accounts.viewing import current_viewer, working_viewer
from steepest.dispatch import queue
from steepest.done import done
from steepest.languages import in_language
from steepest.models import QuizAttempt, Room, now
from steepest.quizzes import attempts, forms, practice, showing
from steepest.quizzes.attempts import Refused
from steepest.quizzes.library import Library
from steepest.quizzes.practice import Deck
from steepest.site import site
from steepest_graders import Text
from steepest_graders.quiz import ResponseError, When

room = Blueprint("quizzes", __name__, url_prefix=languages.PREFIX)
Answer = str | Page | tuple[str, int]


@room.app_context_processor
def _words() -> dict[str, object]:
    return {
        "misconceptions": site().course.misconceptions,
        "number": lambda value: f"{value:.2f}".rstrip("0").rstrip("."),
    }


@room.get("/quizzes/")
def index() -> str:
    """All quizzes, with how one stands, and what there is to practise."""
    viewer = current_viewer()
    with site().database.read() as session:
        library = _library(session)
        others = library.published_quizzes()
        cards = practice.deck(library, viewer) if viewer else Deck()
    state = done(site().course, viewer)
    return render_template("quizzes/index.html", course=site().course, others=others, deck=cards, done=state)


@room.get("/quizzes/<slug>")
def show(slug: str) -> str:
    """What the quiz is, what one has done of it, and the button that begins."""
    viewer = current_viewer()
    _close_expired(viewer)
    with site().database.read() as session:
        library = _library(session)
        known = library.quiz(slug) or abort(404)
        tried = attempts.history(session, viewer, slug) if viewer else []
        size = len(list(library.questions_of(known))) + sum(
            min(draw.count, len(library.drawn(draw, known))) for draw in known.quiz.draws
        )
    _visit(viewer, slug)
    settings, moment = known.quiz.settings, now()
    return render_template(
        "quizzes/show.html",
        known=known,
        settings=settings,
        size=size,
        tried=tried,
        running=next((attempt for attempt in tried if attempt.finished is None), None),
        counted=attempts.counted(tried, settings.counts),
        left=settings.attempts - len(tried) if settings.attempts else None,
        needs_account=bool(settings.attempts) and (viewer is None or viewer.is_guest),
        is_early=settings.opens is not None and moment < settings.opens,
        is_late=settings.closes is not None and moment >= settings.closes,
        unit=_unit(slug),
    )


@room.post("/quizzes/<slug>")
def begin(slug: str) -> Answer:
    """Begin an attempt, or go on with the one that is open."""
    viewer = working_viewer()
    _close_expired(viewer)
    try:
        with site().database.write() as session:
            library = _library(session)
            known = library.quiz(slug) or abort(404)
            attempt = attempts.begin(session, viewer, library, known)
            if slug in site().course.quizzes:
                progress.visit(session, viewer, Room.QUIZZES, slug)
    except Refused as refused:
        here = url_for("quizzes.show", slug=slug)
        needs_account = refused.message is attempts.SIGN_IN
        return _refused(refused, url_for("accounts.sign_in", next=here) if needs_account else here)
    return redirect(url_for("quizzes.attempt", number=attempt.id), 303)


@room.get("/practice")
def practise() -> str:
    """What is due for practice."""
    viewer = current_viewer()
    with site().database.read() as session:
        cards = practice.deck(_library(session), viewer) if viewer else Deck()
    return render_template("quizzes/practice.html", deck=cards, count=min(len(cards.due), practice.SESSION))


@room.post("/practice")
def begin_practice() -> Answer:
    viewer = working_viewer()
    try:
        with site().database.write() as session:
            asked = practice.draw(practice.deck(_library(session), viewer))
            attempt = attempts.begin_practice(session, viewer, asked, viewer.offering_id)
    except Refused as refused:
        return _refused(refused, url_for("quizzes.practise"))
    return redirect(url_for("quizzes.attempt", number=attempt.id), 303)


@room.get("/attempts/<int:number>")
def attempt(number: int) -> str:
    """One's own attempt: its questions while it is open, its result afterwards."""
    viewer = current_viewer() or abort(404)
    _close_expired(viewer)
    return _attempt(viewer, number)


@room.post("/attempts/<int:number>")
def answer(number: int) -> Answer:
    """Keep all answers of the form; then check one, or hand in, as the pressed button says."""
    viewer = current_viewer() or abort(404)
    problems: dict[int, Text] = {}
    checked = request.form.get("check", type=int)
    try:
        with site().database.write() as session:
            own = attempts.find(session, viewer, number, lock=True) or abort(404)
            hands_in = "finish" in request.form
            if own.finished is None or not hands_in:  # a second press hands in nothing, and is no trouble
                attempts.save(session, own, _given(own))
            if checked is not None:
                problems = _check(session, own, checked)
            elif hands_in:
                if own.finished is None and "sure" not in request.form:
                    problems = _open_questions(own)
                if not problems:
                    attempts.finish(session, own, site().course)
    except Refused as refused:
        _close_expired(viewer)
        return _refused(refused, url_for("quizzes.attempt", number=number))
    queue.ring(site().settings)
    if "X-Fragment" in request.headers:
        return _fragment(viewer, number, checked, problems)
    if problems:
        return _attempt(viewer, number, problems), 422
    anchor = f"q{checked}" if checked else None
    return redirect(url_for("quizzes.attempt", number=number, _anchor=anchor), 303)


def _open_questions(own: QuizAttempt) -> dict[int, Text]:
    """What to look at before one hands in: why an answer can't be read, by position; 0 where there is anything."""
    unread = {
        response.position: reason
        for response in own.responses
        if response.checked is None and (reason := attempts.unreadable(response))
    }
    return unread | {0: Text()} if unread or not all(response.given for response in own.responses) else {}


def _check(session: Session, own: QuizAttempt, position: int) -> dict[int, Text]:
    """Judge one answer at once, where this attempt does so."""
    settings = showing.settings_of(attempts.quiz_of(own, _library(session)))
    if settings.feedback is not When.AT_ONCE:
        abort(400)
    try:
        attempts.check(session, own, position)
    except ResponseError as error:
        return {position: error.message}
    return {}


def _attempt(viewer: Viewer, number: int, problems: dict[int, Text] | None = None) -> str:
    with site().database.read() as session:
        own = attempts.find(session, viewer, number) or abort(404)
        known = attempts.quiz_of(own, _library(session))
        settings = showing.settings_of(known)
        ran = attempts.reports(session, own)
        questions = [
            showing.shown(own, one, settings, (problems or {}).get(one.position), ran.get(one.position))
            for one in own.responses
        ]
    return render_template(
        "quizzes/result.html" if own.finished else "quizzes/attempt.html",
        attempt=own,
        known=known,
        settings=settings,
        questions=questions,
        asks=problems is not None and 0 in problems,
        unanswered=[one.position for one in questions if not one.drawn.given],
        unread=sorted(position for position in problems or () if position),
        seconds=showing.seconds_left(own),
        marks=showing.is_due(settings.feedback, own, settings),
        answers=showing.is_due(settings.answers, own, settings),
        at_once=settings.feedback is When.AT_ONCE,
        waiting=any(one.waiting for one in questions),
    )


def _fragment(viewer: Viewer, number: int, checked: int | None, problems: dict[int, Text]) -> Answer:
    """What a script gets: the question that was checked, else nothing but that all is kept."""
    if checked is None:
        return "", 204
    with site().database.read() as session:
        own = attempts.find(session, viewer, number) or abort(404)
        settings = showing.settings_of(attempts.quiz_of(own, _library(session)))
        response = next((one for one in own.responses if one.position == checked), None) or abort(404)
        question = showing.shown(own, response, settings, problems.get(checked))
    page = render_template(
        "quizzes/question.html", question=question, attempt=own, at_once=True, count=len(own.responses)
    )
    return page, 422 if problems else 200


def _given(own: QuizAttempt) -> dict[int, tuple[str, ...]]:
    """The answers of the form, of the questions whose fields it has: one that lacks them changes nothing."""
    sent = set(request.form.getlist("asked"))
    return {
        response.position: forms.read(attempts.asked(response).face(), request.form, f"q{response.position}")
        for response in own.responses
        if str(response.position) in sent
    }


def _refused(refused: Refused, onward: str) -> Answer:
    if "X-Fragment" in request.headers:
        return in_language(refused.message), 409
    return render_template("quizzes/refused.html", message=refused.message, onward=onward), 409


def _close_expired(viewer: Viewer | None) -> None:
    """Finish the viewer's attempts whose time is up; looking costs nothing, so it is done first."""
    if viewer is None:
        return
    with site().database.read() as session:
        if not attempts.has_expired(session, viewer):
            return
    with site().database.write() as session:
        attempts.finish_expired(session, viewer, site().course)
    queue.ring(site().settings)


def _visit(viewer: Viewer | None, slug: str) -> None:
    if viewer is None or slug not in site().course.quizzes:
        return
    with site().database.read() as session:
        if not progress.needs_visit(session, viewer, Room.QUIZZES, slug):
            return
    with site().database.write() as session:
        progress.visit(session, viewer, Room.QUIZZES, slug)


def _library(session: Session) -> Library:
    return Library(session, site().course)


def _unit(slug: str) -> object:
    return site().course.unit_of(slug) if slug in site().course.quizzes else None
