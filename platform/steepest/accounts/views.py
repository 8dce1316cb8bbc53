"""Sign up, in and out; set a new password; claim the site; move a guest's work into an account."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from steepest import languages
from steepest.accounts import mydata, queries
from steepest.accounts.names import Refused
from steepest.accounts.queries import Viewer
from steepest.accounts.throttle import Throttled
from steepest.accounts.viewing import current_viewer, enter, forget, here, leave
from steepest.gradebook import results
from steepest.languages import in_language
from steepest.models import Purpose
from steepest.site import site

room = Blueprint("accounts", __name__, url_prefix=languages.PREFIX)
Answer = str | Response | tuple[str, int]


@room.route("/sign-up", methods=["GET", "POST"])
def sign_up() -> Answer:
    if request.method == "GET":
        return render_template("accounts/sign_up.html", is_open=site().settings.signup)
    return _enter_by(
        lambda name, password: queries.sign_up(
            site().database,
            name,
            password,
            address=_address(),
            current=current_viewer(),
            is_open=site().settings.signup,
        ),
        "accounts/sign_up.html",
    )


@room.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Answer:
    if request.method == "GET":
        return render_template("accounts/sign_in.html")
    return _enter_by(
        lambda name, password: queries.sign_in(
            site().database, name, password, address=_address(), current=current_viewer()
        ),
        "accounts/sign_in.html",
    )


@room.post("/sign-out")
def sign_out() -> Response:
    leave()
    flash(_("You are signed out."), "info")
    return redirect(url_for("pages.course"))


@room.get("/me")
def me() -> Answer:
    """One's own page: who one is here, and all that is stored, to take along or to delete."""
    viewer = current_viewer()
    if viewer is None:
        return redirect(url_for("accounts.sign_in", next=here()))
    return _me(viewer)


@room.post("/me/password")
def password() -> Answer:
    """Another password, for who knows the old one: it ends every other session."""
    viewer = current_viewer()
    if viewer is None or viewer.is_guest:
        abort(404)
    old, new = request.form.get("old", ""), request.form.get("password", "")
    try:
        renewed = queries.change_password(site().database, viewer, old, new)
    except (Refused, Throttled) as refused:
        field = "password" if getattr(refused, "reason", "").startswith("password") else "old"
        return _me(viewer, {field: _reason(refused)}), 429 if isinstance(refused, Throttled) else 422
    enter(renewed)
    flash(_("Your new password is set. You are signed out everywhere else."), "info")
    return redirect(url_for("accounts.me"))


def _me(viewer: Viewer, errors: Mapping[str, str] | None = None) -> str:
    with site().database.read() as database:
        merge = queries.merge_preview(database, viewer)
    return render_template("accounts/me.html", merge=merge, errors=errors or {})


@room.get("/me/export")
def export() -> Response:
    viewer = current_viewer() or abort(404)
    with site().database.read() as database:
        data = mydata.export(database, viewer)
    answer = Response(json.dumps(data, ensure_ascii=False, indent=1) + "\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="steepest.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@room.post("/me/delete")
def delete() -> Answer:
    """At once and for good; the page asks for a tick first."""
    viewer = current_viewer() or abort(404)
    if "sure" not in request.form:
        return redirect(url_for("accounts.me"))
    with site().database.write() as database:
        mydata.erase(database, viewer)
    forget()
    flash(_("Everything that was stored about you is deleted."), "info")
    return redirect(url_for("pages.course"))


@room.route("/move", methods=["GET", "POST"])
def move() -> Answer:
    """After signing in as somebody who had worked as a guest: shows what would move, and asks."""
    viewer = current_viewer()
    onward = _onward(url_for("pages.course"))
    if viewer is None or viewer.is_guest:
        return redirect(onward)
    if request.method == "POST":
        with site().database.write() as database:
            if "move" in request.form:
                moved = queries.merge_guest(database, viewer)
                results.recount_all(database, viewer.participant_id, site().course)
            else:
                moved = False
                queries.decline_merge(database, viewer)
        flash(_("Your work is in your account now.") if moved else _("Nothing was moved."), "info")
        return redirect(onward)
    with site().database.read() as database:
        merge = queries.merge_preview(database, viewer)
    if merge is None:
        return redirect(onward)
    exercises = [site().course.exercises[slug] for slug in merge.exercises if slug in site().course.exercises]
    return render_template("accounts/move.html", merge=merge, exercises=exercises, next=onward)


@room.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> Answer:
    """The page of a one-time link: a new password ends every session and starts one."""
    with site().database.read() as database:
        name = queries.link_account(database, Purpose.RESET, token)
    if name is None:
        return render_template("accounts/link_gone.html"), 404
    if request.method == "GET":
        return render_template("accounts/reset.html", name=name)
    try:
        viewer = queries.reset_password(site().database, token, request.form.get("password", ""), address=_address())
    except (Refused, Throttled) as refused:
        return render_template("accounts/reset.html", name=name, error=_reason(refused), field="password"), 422
    enter(viewer)
    flash(_("Your new password is set, and you are signed in."), "info")
    return redirect(url_for("pages.course"))


@room.route("/claim/<token>", methods=["GET", "POST"])
def claim(token: str) -> Answer:
    """The page of the operator's link: whoever holds it and is signed in becomes operator, by a POST."""
    with site().database.read() as database:
        is_good = queries.link_account(database, Purpose.OPERATOR, token) is not None
    if not is_good:
        return render_template("accounts/link_gone.html"), 404
    viewer = current_viewer()
    if request.method == "GET" or viewer is None:
        return render_template("accounts/claim.html", next=here())
    try:
        queries.claim_operator(site().database, viewer, token, address=_address())
    except (Refused, Throttled) as refused:
        return render_template("accounts/claim.html", next=here(), error=_reason(refused)), 422
    flash(_("You are operator of this site now."), "info")
    return redirect(url_for("teaching.overview"))


def _enter_by(way: Callable[[str, str], Viewer], template: str) -> Answer:
    """Sign up or sign in; then on to where the reader was, by way of the question about a guest's work."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    try:
        viewer = way(name, password)
    except (Refused, Throttled) as refused:
        field = "password" if getattr(refused, "reason", "").startswith("password") else "name"
        status = 429 if isinstance(refused, Throttled) else 422
        shown = render_template(
            template, name=name, error=_reason(refused), field=field, is_open=site().settings.signup
        )
        return shown, status
    enter(viewer)
    onward = _onward(url_for("pages.course"))
    if viewer.guest_id is not None:
        return redirect(url_for("accounts.move", next=onward))
    return redirect(onward)


def _onward(otherwise: str) -> str:
    """The page to go on to: only ever one of this site."""
    target = request.values.get("next", "")
    is_ours = target.startswith("/") and target[1:2] not in ("/", "\\") and target.isprintable()
    return target if is_ours else otherwise


def _address() -> str:
    return request.remote_addr or ""


def _reason(refused: Refused | Throttled) -> str:
    if isinstance(refused, Throttled):
        minutes = -(-refused.seconds // 60)
        return str(
            ngettext(
                "Too many tries. Wait %(num)s minute, then try again.",
                "Too many tries. Wait %(num)s minutes, then try again.",
                minutes,
            )
        )
    return in_language(refused.message)
