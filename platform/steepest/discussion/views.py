"""The discussion under a lesson: every action is a form, so all of it works without a script."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from steepest import languages
from steepest.accounts.queries import Viewer
from steepest.accounts.throttle import Throttled
from steepest.accounts.viewing import SignInFirst, current_viewer
from steepest.discussion import posts
from steepest.discussion.posts import NotYours, Refused
from steepest.languages import current_language, in_language
from steepest.models import Post
from steepest.site import site

room = Blueprint("discussion", __name__, url_prefix=languages.PREFIX)
Answer = str | Response | tuple[str, int]


@room.post("/lessons/<slug>/discussion")
def write(slug: str) -> Answer:
    """Ask, or answer the question whose number the form names; or look at what was written first."""
    if slug not in site().course.lessons:
        abort(404)
    question = request.form.get("question", type=int)

    def send(session: Session, viewer: Viewer, source: str) -> Post:
        return posts.write(session, viewer, slug, source, question)

    return _written(slug, send, question=question)


@room.route("/discussion/<int:number>", methods=["GET", "POST"])
def edit(number: int) -> Answer:
    """Change one's own words."""
    viewer = _account()
    with site().database.read() as session:
        post = _or_404(lambda: posts.own(session, viewer, number))
    if request.method == "GET":
        return _form(post.lesson, post.source, post=post)

    def send(session: Session, viewer: Viewer, source: str) -> Post:
        return posts.edit(session, viewer, number, source)

    return _written(post.lesson, send, post=post)


@room.post("/discussion/<int:number>/<any(delete, restore, undo, hide, show):action>")
def change(number: int, action: str) -> Response:
    """What needs no words."""
    viewer = _account()
    acts: dict[str, Callable[[Session], Post]] = {
        "delete": lambda session: posts.remove(session, viewer, number),
        "restore": lambda session: posts.take_back(session, viewer, number),
        "undo": lambda session: posts.undo_edit(session, viewer, number),
        "hide": lambda session: posts.hide(session, viewer, number, hidden=True),
        "show": lambda session: posts.hide(session, viewer, number, hidden=False),
    }
    with site().database.write() as session:
        post = _or_404(lambda: acts[action](session))
        return _at(post)


def _written(
    lesson: str, send: Callable[[Session, Viewer, str], Post], *, post: Post | None = None, question: int | None = None
) -> Answer:
    """Send what the form holds, or show it; what can't be sent comes back with the reason."""
    viewer = _account()
    source = request.form.get("text", "").replace("\r\n", "\n")  # as forms send line ends
    is_preview = request.form.get("action") == "preview"
    try:
        with site().database.write() as session:
            posts.count(session, viewer, is_preview=is_preview)
        preview = posts.to_html(source, current_language())
    except Refused as refused:
        return _form(lesson, source, post=post, question=question, problem=in_language(refused.message)), 422
    except Throttled as throttled:
        problem = _("You write faster than anybody reads. Wait %(seconds)s seconds.", seconds=throttled.seconds)
        return _form(lesson, source, post=post, question=question, problem=problem), 429
    if is_preview:
        return _form(lesson, source, post=post, question=question, preview=preview)
    with site().database.write() as session:
        return _at(_or_404(lambda: send(session, viewer, source)))


def _form(
    lesson: str,
    source: str,
    *,
    post: Post | None = None,
    question: int | None = None,
    preview: str = "",
    problem: str = "",
) -> str:
    return render_template(
        "discussion/write.html",
        lesson=site().course.lessons.get(lesson) or abort(404),
        source=source,
        post=post,
        question=question,
        preview=preview,
        problem=problem,
    )


def _at(post: Post) -> Response:
    return redirect(url_for("lessons.show", slug=post.lesson, _anchor=f"post-{post.id}"), 303)


def _account() -> Viewer:
    """Who writes: guests read only."""
    viewer = current_viewer()
    if viewer is None or viewer.is_guest:
        raise SignInFirst
    return viewer


def _or_404(act: Callable[[], Post]) -> Post:
    try:
        return act()
    except NotYours:
        abort(404)
