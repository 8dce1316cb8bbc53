"""What is to be done until when."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from steepest.accounts.queries import Viewer
from steepest.classes import assignments
from steepest.classes.items import items
from steepest.classes.offerings import Refused
from steepest.gradebook import book, dates
from steepest.languages import in_language
from steepest.models import Assignment, Grade, Offering
from steepest.site import site
from steepest.teaching import guards
from steepest.teaching.room import room

Answer = str | Response | tuple[str, int]
USUAL = {"grace_minutes": "15", "late_per_day": "10", "late_cap": "50", "points": "1"}


@room.get("/teach/classes/<slug>/assignments")
def assigned(slug: str) -> str:
    with site().database.read() as session:
        viewer, offering = guards.offering(session, slug)
        return _list(session, viewer, offering)


@room.post("/teach/classes/<slug>/assignments")
def assign(slug: str) -> Answer:
    """A new assignment, or with `weigh` the weights of the groups."""
    with site().database.write() as session:
        viewer, offering = guards.offering(session, slug, change=True)
        try:
            with session.begin_nested():
                if "weigh" in request.form:
                    assignments.weigh(session, offering.id, request.form)
                else:
                    assignments.create(session, site().course, offering, request.form)
        except Refused as refused:
            problem = {refused.field: in_language(refused.message)}
            return _list(session, viewer, offering, fields=request.form, problem=problem), 422
    return redirect(url_for("teaching.assigned", slug=slug), 303)


@room.route("/teach/classes/<slug>/assignments/<int:number>", methods=["GET", "POST"])
def assignment(slug: str, number: int) -> Answer:
    """Change dates and rule, or take it back; taking back asks first where there are grades."""
    with site().database.write() if request.method == "POST" else site().database.read() as session:
        _viewer, offering = guards.offering(session, slug, change=True)
        found = session.get(Assignment, number)
        if found is None or found.offering_id != offering.id:
            abort(404)
        graded = session.scalar(select(func.count()).select_from(Grade).where(Grade.assignment_id == number)) or 0
        if request.method == "GET":
            return _form(offering, found, graded, _written(found, offering.timezone))
        if "delete" in request.form:
            if graded and "sure" not in request.form:
                return _form(offering, found, graded, _written(found, offering.timezone), asks=True), 409
            session.delete(found)
            flash(_("The assignment is gone. What was handed in is kept."), "info")
        else:
            try:
                with session.begin_nested():
                    assignments.change(session, site().course, offering, found, request.form)
            except Refused as refused:
                session.refresh(found)
                problem = {refused.field: in_language(refused.message)}
                return _form(offering, found, graded, request.form, problem=problem), 422
            flash(_("Changed. The grades follow the new dates."), "info")
    return redirect(url_for("teaching.assigned", slug=slug), 303)


def _written(one: Assignment, zone: str) -> dict[str, str]:
    """The assignment as its form says it."""
    return {
        **{name: dates.write(getattr(one, name), zone) for name in ("opens", "due", "closes")},
        "points": f"{one.points:g}",
        "grace_minutes": str(one.grace_minutes),
        "late_per_day": f"{100 * one.late_per_day:g}",
        "late_cap": f"{100 * one.late_cap:g}",
        "group": one.group.name,
    }


def _form(
    offering: Offering,
    found: Assignment,
    graded: int,
    fields: Mapping[str, str],
    *,
    problem: Mapping[str, str] | None = None,
    asks: bool = False,
) -> str:
    return render_template(
        "teaching/assignment.html",
        offering=offering,
        assignment=found,
        graded=graded,
        fields=fields,
        problem=problem or {},
        asks=asks,
    )


def _list(
    session: Session,
    viewer: Viewer,
    offering: Offering,
    *,
    fields: Mapping[str, str] | None = None,
    problem: Mapping[str, str] | None = None,
) -> str:
    found = book.assigned(session, offering.id)
    taken = {(one.room, one.item) for one in found}
    return render_template(
        "teaching/assignments.html",
        offering=offering,
        assignments=found,
        free=[(key, title) for key, title in items(session, site().course).items() if key not in taken],
        groups=assignments.groups(session, offering.id),
        may_change=viewer.teaches(offering.id),
        fields={**USUAL, **(fields or {})},
        problem=problem or {},
    )
