"""How the class does: the first page of an instructor."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from steepest.classes import offerings
from steepest.classes.offerings import Refused
from steepest.languages import in_language
from steepest.models import now
from steepest.site import site
from steepest.teaching import assignments, books, guards, insights, people, programs, queries, regrading  # noqa: F401
from steepest.teaching.room import room as room  # the modules above add their views to it

Answer = str | Response | tuple[str, int]


@room.get("/teach")
def overview() -> str:
    """The offering that was made last."""
    viewer = guards.staff()
    with site().database.read() as session:
        newest = offerings.seen_by(session, viewer)[0]
    return _overview(newest.slug)


@room.get("/teach/classes/<slug>/")
def show(slug: str) -> str:
    return _overview(slug)


def _overview(slug: str) -> str:
    with site().database.read() as session:
        viewer, offering = guards.offering(session, slug)
        return render_template(
            "teaching/overview.html",
            offering=offering,
            offerings=offerings.seen_by(session, viewer),
            course=site().course,
            summaries=queries.summaries(session, offering.id),
            stuck=queries.stuck(session, offering.id, now()),
        )


@room.route("/teach/classes/new", methods=["GET", "POST"])
def create() -> Answer:
    """A new offering; whoever makes it teaches it."""
    viewer = guards.staff()
    if not (viewer.operator or any(viewer.teaches(number) for number, _ in viewer.roles)):
        return render_template("teaching/may_not.html"), 403
    if request.method == "GET":
        return render_template("teaching/new.html", fields={})
    try:
        with site().database.write() as session:
            made = offerings.create(session, site().course, viewer, request.form)
    except Refused as refused:
        problem = {refused.field: in_language(refused.message)}
        return render_template("teaching/new.html", fields=request.form, problem=problem), 422
    return redirect(url_for("teaching.members", slug=made.slug), 303)
