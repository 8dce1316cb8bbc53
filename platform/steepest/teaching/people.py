"""Who is in the class: the code to join by, roles, a list from a file."""

from __future__ import annotations

import json

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from steepest.accounts import queries as accounts
from steepest.accounts.queries import Viewer
from steepest.classes import offerings, roster
from steepest.classes.offerings import Refused
from steepest.languages import in_language
from steepest.models import Offering, RoleName
from steepest.site import site
from steepest.teaching import guards
from steepest.teaching.room import room

Answer = str | Response | tuple[str, int]


@room.get("/teach/classes/<slug>/people")
def members(slug: str) -> str:
    with site().database.read() as session:
        viewer, offering = guards.offering(session, slug)
        return _page(session, viewer, offering)


@room.post("/teach/classes/<slug>/people")
def change_members(slug: str) -> Answer:
    """Add somebody by name, change a role, or take somebody out."""
    action, course = request.form.get("action", ""), site().course
    with site().database.write() as session:
        viewer, offering = guards.offering(session, slug, change=True)
        if action == "add":
            return _add(session, viewer, offering)
        account_id = request.form.get("account", type=int)
        member = next((one for one in offerings.members(session, offering.id) if one.account_id == account_id), None)
        try:
            if member is None:
                flash(_("That person is no longer in the class."), "error")
            elif action == "remove":
                offerings.remove(session, offering.id, member.account_id, actor_id=viewer.account_id)
                said = _("%(name)s is no longer in the class. Their work and grades are kept.", name=member.name)
                flash(said, "info")
            elif action == "role":
                roles = {member.account_id: _role(request.form.get("role", ""))}
                offerings.admit(session, course, offering.id, roles, actor_id=viewer.account_id)
        except Refused as refused:
            flash(in_language(refused.message), "error")
    return redirect(url_for("teaching.members", slug=slug), 303)


@room.post("/teach/classes/<slug>/people/settings")
def change_settings(slug: str) -> Answer:
    """Titles, time zone, and the code: a new one, or none."""
    with site().database.write() as session:
        viewer, offering = guards.offering(session, slug, change=True)
        action = request.form.get("action", "")
        if action in ("new-code", "no-code"):
            offering.join_code = offerings.new_code() if action == "new-code" else None
        else:
            try:
                offerings.change(offering, request.form)
            except Refused as refused:  # nothing was set yet
                problem = {refused.field: in_language(refused.message)}
                return _page(session, viewer, offering, fields=request.form, problem=problem), 422
    return redirect(url_for("teaching.members", slug=slug), 303)


@room.post("/teach/classes/<slug>/people/roster")
def take_in(slug: str) -> Answer:
    """First a look at what the list would do; with `confirmed`, do it."""
    if "confirmed" in request.form:
        return _take_in(slug)
    upload = request.files.get("file")
    with site().database.read() as session:
        viewer, offering = guards.offering(session, slug, change=True)
        try:
            lines = roster.read(upload.read(roster.LARGEST + 1) if upload else b"")
        except roster.Unreadable as problem:
            return _page(session, viewer, offering, problem={"file": in_language(problem.message)}), 422
        review = roster.review(session, offering.id, lines)
    plan = json.dumps([(line.account_id, line.role) for line in review.new])
    return render_template("teaching/roster.html", offering=offering, review=review, plan=plan)


def _take_in(slug: str) -> Answer:
    """The plan comes from the page, so every number in it is looked up again."""
    try:
        plan = {int(account_id): RoleName(role) for account_id, role in json.loads(request.form.get("plan", ""))}
    except (ValueError, TypeError, OverflowError, RecursionError):  # none that our page has made
        abort(400)
    with site().database.write() as session:
        viewer, offering = guards.offering(session, slug, change=True)
        known = {account.id for account, _ in accounts.accounts(session)}
        chosen = {account_id: role for account_id, role in plan.items() if account_id in known}
        try:
            offerings.admit(session, site().course, offering.id, chosen, actor_id=viewer.account_id)
        except Refused as refused:
            flash(in_language(refused.message), "error")
            return redirect(url_for("teaching.members", slug=slug), 303)
    flash(ngettext("%(num)s person was taken in.", "%(num)s people were taken in.", len(chosen)), "info")
    return redirect(url_for("teaching.members", slug=slug), 303)


def _add(session: Session, viewer: Viewer, offering: Offering) -> Answer:
    name = request.form.get("name", "")
    try:
        account = accounts.account_named(session, name)
    except LookupError:
        problem = {"name": _("There is no account of that name: they sign up first, then you add them.")}
        return _page(session, viewer, offering, fields=request.form, problem=problem), 422
    roles = {account.id: _role(request.form.get("role", ""))}
    try:
        offerings.admit(session, site().course, offering.id, roles, actor_id=viewer.account_id)
    except Refused as refused:
        problem = {"name": in_language(refused.message)}
        return _page(session, viewer, offering, fields=request.form, problem=problem), 422
    flash(_("%(name)s is in the class.", name=account.name), "info")
    return redirect(url_for("teaching.members", slug=offering.slug), 303)


def _role(word: str) -> RoleName:
    try:
        return RoleName(word)
    except ValueError:
        abort(400)


def _page(
    session: Session,
    viewer: Viewer,
    offering: Offering,
    *,
    fields: object = None,
    problem: dict[str, str] | None = None,
) -> str:
    return render_template(
        "teaching/people.html",
        offering=offering,
        members=offerings.members(session, offering.id),
        may_change=viewer.teaches(offering.id),
        roles=list(RoleName),
        fields=fields or {},
        problem=problem or {},
    )
