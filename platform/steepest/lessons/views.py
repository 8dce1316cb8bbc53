"""The reading page, and the answers to its quick checks."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from steepest import languages, progress, prose
from steepest.accounts.queries import Viewer
from steepest.accounts.viewing import current_viewer, working_viewer
from steepest.course import Lesson
from steepest.languages import current_language
from steepest.lessons.done import Done, done
from steepest.models import QuestionResponse, Room
from steepest.site import site
from steepest_graders import Text
from steepest_graders.quiz import Option, Question, ResponseError

room = Blueprint("lessons", __name__, url_prefix=languages.PREFIX)
Answer = str | Response | tuple[str, int]


@room.app_context_processor
def _inline() -> dict[str, object]:
    return {"inline": _inline_html, "options": _options}


@room.get("/lessons/<slug>")
def show(slug: str) -> str:
    lesson = _lesson(slug)
    return _page(lesson, current_viewer())


@room.get("/lessons/<slug>/source")
def source(slug: str) -> str:
    """The file that the lesson is written in: where an edit begins."""
    lesson = _lesson(slug)
    path = lesson.path.in_language(current_language())
    return render_template("lessons/source.html", lesson=lesson, path=path, text=languages.in_language(lesson.source))


@room.post("/lessons/<slug>/checks/<name>")
def check(slug: str, name: str) -> Answer:
    """Keep the answer; a script gets the check again with its feedback, a plain form is led back to it."""
    lesson = _lesson(slug)
    question = lesson.question(name) or abort(404)
    given = request.form.getlist("choice")
    try:
        judgement = question.judge(given)
    except ResponseError:
        return _unanswered(lesson, question)
    viewer = working_viewer()
    with site().database.write() as session:
        progress.visit(session, viewer, Room.LESSONS, slug)
        progress.answer(
            session,
            viewer,
            lesson=slug,
            question=question.id,
            version=question.version,
            chosen=given,
            correct=judgement.correct,
        )
    if "X-Fragment" in request.headers:
        return _check(lesson, question, viewer)
    return redirect(url_for("lessons.show", slug=slug, _anchor=f"check-{name}"), 303)


def _page(lesson: Lesson, viewer: Viewer | None, problem: tuple[str, str] | None = None) -> str:
    course = site().course
    before, after = course.neighbours(lesson.slug)
    number, count = course.position(lesson.slug)
    document = lesson.document(current_language())
    return render_template(
        "lessons/show.html",
        course=course,
        unit=course.unit_of(lesson.slug),
        lesson=lesson,
        number=number,
        count=count,
        before=before,
        after=after,
        document=document,
        exercises=[course.exercises[slug] for slug in _exercises(lesson)],
        done=_done_here(viewer, Room.LESSONS, lesson.slug),
        problem=problem,
    )


def _check(lesson: Lesson, question: Question, viewer: Viewer) -> str:
    with site().database.read() as session:
        state = done(session, site().course, viewer)
    return render_template("lessons/answered.html", lesson=lesson, question=question, done=state)


def _unanswered(lesson: Lesson, question: Question) -> Answer:
    """Nothing was chosen, or what is no longer offered."""
    problem = _("Choose an answer first.")
    if "X-Fragment" in request.headers:
        shown = render_template("lessons/check.html", lesson=lesson, question=question, done=Done(), problem=problem)
        return shown, 422
    return _page(lesson, current_viewer(), problem=(question.id, problem)), 422


def _done_here(viewer: Viewer | None, room: Room, slug: str) -> Done:
    """What is done, noting that the reader is here: that is where they will have left off."""
    database = site().database
    with database.read() as session:
        is_news = viewer is not None and progress.needs_visit(session, viewer, room, slug)
        if not is_news:
            return done(session, site().course, viewer)
    assert viewer is not None
    with database.write() as session:
        progress.visit(session, viewer, room, slug)
        return done(session, site().course, viewer)


def _options(question: Question, answer: QuestionResponse | None) -> tuple[Option, ...]:
    """As the question is drawn: with marks and feedback on what was chosen, if anything was."""
    if answer is not None and answer.version == question.version:
        return question.judge(answer.chosen).options
    return question.options()


def _exercises(lesson: Lesson) -> list[str]:
    """Those that the lesson sets, and those of its unit."""
    unit = site().course.unit_of(lesson.slug)
    of_unit = [entry.slug for entry in unit.entries if entry.room == "exercises"]
    return list(dict.fromkeys([*lesson.document(current_language()).exercises, *of_unit]))


def _lesson(slug: str) -> Lesson:
    return site().course.lessons.get(slug) or abort(404)


def _inline_html(text: Text) -> str:
    language = current_language()
    return prose.to_inline_html(text.in_language(language), language)
