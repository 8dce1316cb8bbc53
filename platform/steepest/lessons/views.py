"""The reading page, and the answers to its quick checks."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from steepest import languages, progress
from steepest.accounts.queries import Viewer
from steepest.accounts.viewing import current_viewer, working_viewer
from steepest.course import Lesson
from steepest.discussion import drawing as discussion
from steepest.done import Done, Given, done
from steepest.errors import token
from steepest.gradebook import results
from steepest.headers import csp_nonce
from steepest.languages import current_language
from steepest.models import Room
from steepest.quizzes import drawing, forms
from steepest.site import site
from steepest.skeletons import Skeleton, hole, skeleton
from steepest_graders.quiz import Question, ResponseError

room = Blueprint("lessons", __name__, url_prefix=languages.PREFIX)
Answer = str | Response | tuple[str, int]


@room.get("/lessons/<slug>")
def show(slug: str) -> Response:
    return _page(_lesson(slug))


@room.get("/lessons/<slug>/source")
def source(slug: str) -> Answer:
    """The file that the lesson is written in, where an edit begins: at its own address, if the site knows one."""
    lesson = _lesson(slug)
    path = lesson.path.in_language(lesson.shown_in(current_language()))
    if edit_url := site().settings.edit_url:
        return redirect(edit_url.replace("{path}", quote(path)))
    return render_template("lessons/source.html", lesson=lesson, path=path, text=languages.in_language(lesson.source))


@room.post("/lessons/<slug>/checks/<name>")
def check(slug: str, name: str) -> Answer:
    """Keep the answer; a script gets the check again with its feedback, a plain form is led back to it."""
    lesson = _lesson(slug)
    question = lesson.question(name) or abort(404)
    given = forms.read(question.face(), request.form, "choice")
    try:
        judgement = question.judge(given)
    except ResponseError as error:
        return _unanswered(lesson, question, languages.in_language(error.message))
    viewer = working_viewer()
    with site().database.write() as database:
        progress.visit(database, viewer, Room.LESSONS, slug)
        progress.answer(
            database,
            viewer,
            lesson=slug,
            question=question.id,
            version=question.version,
            chosen=given,
            correct=judgement.correct,
        )
        results.recount(database, viewer.participant_id, Room.LESSONS, slug, site().course)
    if "X-Fragment" in request.headers:
        return _answered(lesson, question, viewer)
    return redirect(url_for("lessons.show", slug=slug, _anchor=f"check-{name}"), 303)


def _page(lesson: Lesson, problem: tuple[str, str] = ("", "")) -> Response:
    """The lesson's skeleton, filled with what is this reader's. `problem`: of which check, and what."""
    course = site().course
    viewer, state = _here(lesson)
    tick = skeleton("lessons/tick.html", None).fill({})
    holes = {
        "nonce": csp_nonce(),
        "token": token(),
        "messages": render_template("messages.html") if "_flashes" in session else "",
        "lesson progress": _lesson_progress(state, lesson),
        "course progress": _course_progress(state),
        "discussion": discussion.drawn(lesson.slug, viewer, token()),
    }
    holes["reader"] = _reader(viewer).fill(holes)
    for entry in course.entries:
        holes[f"{entry.room} {entry.slug}"] = tick if (entry.room, entry.slug) in state.entries else ""
    for question in lesson.questions:
        shown = problem[1] if question.id == problem[0] else ""
        holes[f"check {question.id}"] = _check(lesson, question, state.answers.get(question.id), shown).fill(holes)
    return _skeleton(lesson).respond(holes)


def _skeleton(lesson: Lesson) -> Skeleton:
    """The lesson as everybody sees it."""

    def values() -> dict[str, object]:
        course = site().course
        before, after = course.neighbours(lesson.slug)
        number, count = course.position(lesson.slug)
        return {
            "course": course,
            "unit": course.unit_of(lesson.slug),
            "lesson": lesson,
            "number": number,
            "count": count,
            "before": before,
            "after": after,
            "document": lesson.document(current_language()),
            "exercises": [course.exercises[slug] for slug in _exercises(lesson)],
        }

    return skeleton("lessons/show.html", lesson.slug, values)


def _check(lesson: Lesson, question: Question, given: Given | None, problem: str = "") -> Skeleton:
    """A quick check as it is drawn before an answer, or after this one. Everybody who chose this sees the same."""
    chosen = given.chosen if given and given.version == question.version else None

    def values() -> dict[str, object]:
        judgement = question.judge(chosen) if chosen else None
        return {"lesson": lesson, "drawn": drawing.drawn(question, chosen or (), judgement), "problem": problem}

    return skeleton("lessons/check.html", (question.id, question.version, chosen, problem), values)


def _reader(viewer: Viewer | None) -> Skeleton:
    """The end of the bar."""
    key = (viewer.name, viewer.assists_somewhere, viewer.operator) if viewer else None
    return skeleton("reader.html", key, lambda: {"viewer": viewer, "token_hole": hole("token")})


def _lesson_progress(state: Done, lesson: Lesson) -> str:
    percent = state.of_lesson(lesson)
    return skeleton("lessons/lesson_progress.html", percent, lambda: {"percent": percent}).fill({})


def _course_progress(state: Done) -> str:
    percent = state.percent
    return skeleton("lessons/course_progress.html", percent, lambda: {"percent": percent}).fill({})


def _answered(lesson: Lesson, question: Question, viewer: Viewer) -> str:
    """What a script gets for an answer: the check again, and how far the reader has come."""
    state = done(site().course, viewer)
    check = _check(lesson, question, state.answers.get(question.id)).fill({"token": token()})
    return check + _lesson_progress(state, lesson) + _course_progress(state)


def _unanswered(lesson: Lesson, question: Question, problem: str) -> Answer:
    """Nothing was chosen, or what can't be read or is no longer offered."""
    if "X-Fragment" in request.headers:
        return _check(lesson, question, None, problem).fill({"token": token()}), 422
    page = _page(lesson, (question.id, problem))
    page.status_code = 422
    return page


def _here(lesson: Lesson) -> tuple[Viewer | None, Done]:
    """Who reads, and what they have done; that they are here is noted: it is where they will have left off."""
    viewer = current_viewer()
    state = done(site().course, viewer)
    if viewer is None or not state.is_news(("lessons", lesson.slug)):
        return viewer, state
    with site().database.write() as database:
        progress.visit(database, viewer, Room.LESSONS, lesson.slug)
    return viewer, done(site().course, viewer)


def _exercises(lesson: Lesson) -> list[str]:
    """Those that the lesson sets, and those of its unit."""
    unit = site().course.unit_of(lesson.slug)
    of_unit = [entry.slug for entry in unit.entries if entry.room == "exercises"]
    return list(dict.fromkeys([*lesson.document(current_language()).exercises, *of_unit]))


def _lesson(slug: str) -> Lesson:
    return site().course.lessons.get(slug) or abort(404)
