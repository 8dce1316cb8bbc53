"""Judge again: queue it, look who moves, then apply or discard."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from steepest.classes.items import items
from steepest.dispatch import queue
from steepest.gradebook import regrade
from steepest.models import Room
from steepest.quizzes import rejudging
from steepest.quizzes.library import Library
from steepest.site import site
from steepest.teaching import guards
from steepest.teaching.room import room
from steepest_graders import GRADER_VERSION


@room.get("/teach/classes/<slug>/regrade")
def regrading(slug: str) -> str:
    with site().database.read() as session:
        viewer, offering = guards.offering(session, slug)
        found = regrade.preview(session, offering.id)
        quizzes = [
            (slug, title) for (kind, slug), title in items(session, site().course).items() if kind == Room.QUIZZES
        ]
    return render_template(
        "teaching/regrade.html",
        offering=offering,
        preview=found,
        quizzes=quizzes,
        course=site().course,
        version=GRADER_VERSION,
        may_change=viewer.teaches(offering.id),
    )


@room.post("/teach/classes/<slug>/regrade")
def change_regrade(slug: str) -> Response:
    action, item = request.form.get("action", ""), request.form.get("item", "")
    with site().database.write() as session:
        viewer, offering = guards.offering(session, slug, change=True)
        if action == "begin":
            number = request.form.get("submission", type=int)
            queued = regrade.begin(session, offering.id, item=item or None, submission_id=number)
            flash(
                ngettext("%(num)s submission is judged again.", "%(num)s submissions are judged again.", queued)
                if queued
                else _("Nothing to judge again, or another regrade is not decided yet."),
                "info",
            )
        elif action == "apply":
            lower, seen = "lower" in request.form, request.form.get("seen", "")
            try:
                moved = regrade.apply(session, offering.id, viewer.account_id, lower=lower, seen=seen)
            except regrade.NotReady:
                flash(_("Not yet: some are still being judged."), "error")
            except regrade.Changed:
                flash(_("It is no longer what you looked at. Look again, then decide."), "error")
            else:
                flash(ngettext("%(num)s submission moved.", "%(num)s submissions moved.", moved), "info")
        elif action == "discard":
            regrade.discard(session, offering.id)
            flash(_("Discarded. Nothing has changed."), "info")
        else:
            abort(400)
    queue.ring(site().settings)
    return redirect(url_for("teaching.regrading", slug=slug), 303)


@room.get("/teach/classes/<slug>/regrade/quiz")
def choose_quiz(slug: str) -> Response:
    """The list of quizzes leads to the page of one."""
    return redirect(url_for("teaching.rejudge", slug=slug, quiz=request.args.get("quiz", "").strip() or "-"))


@room.route("/teach/classes/<slug>/regrade/quiz/<quiz>", methods=["GET", "POST"])
def rejudge(slug: str, quiz: str) -> str | Response:
    """Who would move if the attempts were judged by the questions as they stand now; a POST makes it so."""
    with site().database.write() if request.method == "POST" else site().database.read() as session:
        viewer, offering = guards.offering(session, slug, change=request.method == "POST")
        if (Room.QUIZZES, quiz) not in items(session, site().course):
            abort(404)
        library = Library(session, site().course)
        moves = rejudging.preview(session, library, offering.id, quiz)
        if request.method == "GET":
            return render_template(
                "teaching/rejudge.html",
                offering=offering,
                quiz=quiz,
                moves=moves,
                seal=regrade.seal(moves),
                may_change=viewer.teaches(offering.id),
            )
        if regrade.seal(moves) != request.form.get("seen"):
            flash(_("It is no longer what you looked at. Look again, then decide."), "error")
            return redirect(url_for("teaching.rejudge", slug=slug, quiz=quiz), 303)
        moved = rejudging.apply(
            session,
            library,
            offering.id,
            quiz,
            site().course,
            actor_id=viewer.account_id,
            lower="lower" in request.form,
        )
    flash(ngettext("%(num)s attempt moved.", "%(num)s attempts moved.", moved), "info")
    return redirect(url_for("teaching.rejudge", slug=slug, quiz=quiz), 303)
