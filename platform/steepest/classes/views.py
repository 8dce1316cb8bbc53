"""A student's side of a class: join it, see what is due, and what one has for it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from steepest import languages
from steepest.accounts import throttle
from steepest.accounts.queries import Viewer
from steepest.accounts.viewing import SignInFirst, current_viewer, here
from steepest.classes import offerings
from steepest.classes.words import offering_title
from steepest.gradebook import book
from steepest.gradebook.book import Row
from steepest.models import Offering, RoleName, Room, now
from steepest.quizzes import attempts, showing
from steepest.quizzes.library import Library
from steepest.site import site

room = Blueprint("classes", __name__, url_prefix=languages.PREFIX)
Answer = str | Response | tuple[str, int]


@room.get("/classes/")
def index() -> Answer:
    """The classes one is in, and a field for the code of another one."""
    viewer = _signed_in()
    with site().database.read() as session:
        mine = [(offering, _line(session, offering, viewer)) for offering in offerings.attended_by(session, viewer)]
    return render_template("classes/index.html", classes=mine)


@room.get("/classes/<slug>")
def show(slug: str) -> Answer:
    """What is assigned, until when for oneself, and the grades."""
    viewer = _signed_in()
    with site().database.read() as session:
        offering = offerings.named(session, slug) or abort(404)
        row = _line(session, offering, viewer) or abort(404)
    return render_template("classes/show.html", offering=offering, row=row, course=site().course, moment=now())


@room.get("/join")
def enter_code() -> Answer:
    """The field for a code leads to the page of that code."""
    code = request.args.get("code", "").strip()
    return redirect(url_for("classes.join", code=code)) if code else render_template("classes/code.html")


@room.route("/join/<code>", methods=["GET", "POST"])
def join(code: str) -> Answer:
    """Asks before it joins; a wrong code says so, and guessing is slowed down."""
    viewer = current_viewer()
    if viewer is None or viewer.is_guest:
        flash(_("Sign in or make an account first; then you join the class."), "info")
        return redirect(url_for("accounts.sign_in", next=here()))
    try:
        with site().database.write() as session:
            throttle.hit(session, "join", str(viewer.account_id), throttle.LINK_BY_ADDRESS)
    except throttle.Throttled:
        abort(429)
    with site().database.write() if request.method == "POST" else site().database.read() as session:
        offering = offerings.with_code(session, code)
        if offering is None:
            return render_template("classes/code.html", code=code), 404
        role = next((role for number, role in viewer.roles if number == offering.id), None)
        if request.method == "GET" and role is None:
            return render_template("classes/join.html", offering=offering)
        if role is None:
            offerings.join(session, site().course, offering, viewer.account_id or 0)
            flash(_("You are in the class %(title)s.", title=offering_title(offering)), "info")
    if role not in (None, RoleName.STUDENT):
        return redirect(url_for("teaching.show", slug=offering.slug))
    return redirect(url_for("classes.show", slug=offering.slug), 303)


def _line(session: Session, offering: Offering, viewer: Viewer) -> Row | None:
    """One's own line of the gradebook, without the marks of quizzes that don't show them yet."""
    quizzes = [one.item for one in book.assigned(session, offering.id) if one.room is Room.QUIZZES]
    hidden = {slug for slug in quizzes if not _marks_show(session, viewer, slug)}
    return book.one(session, offering.id, viewer.account_id or 0, now(), hidden=hidden)


def _marks_show(session: Session, viewer: Viewer, slug: str) -> bool:
    """As the quiz says; where it was withdrawn, as it said when the viewer was asked last."""
    library = Library(session, site().course)
    if (known := library.quiz(slug)) is None and (tried := attempts.history(session, viewer, slug)):
        known = attempts.quiz_of(tried[-1], library)
    settings = showing.settings_of(known)
    return showing.has_come(settings.feedback, settings)


def _signed_in() -> Viewer:
    viewer = current_viewer()
    if viewer is None or viewer.is_guest:
        raise SignInFirst
    return viewer
