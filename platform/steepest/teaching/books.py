"""The gradebook, a student's line of it, changes by hand, more time, and the log of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased
from werkzeug.wrappers import Response

from steepest.classes.words import item_title
from steepest.gradebook import book, dates, grades
from steepest.gradebook.book import Mark, Short
from steepest.gradebook.grades import OverrideConflict
from steepest.models import Account, Assignment, LogEntry, Offering, now
from steepest.site import site
from steepest.teaching import guards
from steepest.teaching.room import room

Answer = str | Response | tuple[str, int]
LOG_LINES = 200


@room.get("/teach/classes/<slug>/gradebook")
def gradebook(slug: str) -> str:
    with site().database.read() as session:
        _viewer, offering = guards.offering(session, slug)
        page = request.args.get("page", 1, type=int)
        found = book.read(session, offering.id, now(), page=page)
    return render_template("teaching/gradebook.html", offering=offering, book=found, titles=_titles(found.assignments))


@room.app_template_filter("grade_cells")
def grade_cells(cells: list[Short], marks: Mapping[Mark | None, Markup], more: Markup) -> Markup:
    """A line's cells: ten thousand of them make a page, and a template takes four times as long over each."""
    return Markup(
        "".join(
            f'<td class="number">{"–" if cell.counts is None else f"{100 * cell.counts:.3g}"}'
            f"{marks[cell.mark]}{more if cell.has_more_time else ''}</td>"
            for cell in cells
        )
    )  # numbers and our own marks: nothing of it was written by anybody


@room.get("/teach/classes/<slug>/gradebook.csv")
def gradebook_csv(slug: str) -> Response:
    """All of it, for a spreadsheet: with the mark by which it knows UTF-8."""
    with site().database.read() as session:
        _viewer, offering = guards.offering(session, slug)
        titles = _titles(book.assigned(session, offering.id))
        lines = "\ufeff" + "".join(book.as_csv(session, offering.id, now(), titles))
    answer = Response(lines, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{offering.slug}-grades.csv"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@room.get("/teach/classes/<slug>/students/<int:account_id>")
def student(slug: str, account_id: int) -> str:
    with site().database.read() as session:
        viewer, offering = guards.offering(session, slug)
        return _student(session, offering, account_id, may_change=viewer.teaches(offering.id))


@room.post("/teach/classes/<slug>/students/<int:account_id>/<int:number>")
def change_grade(slug: str, account_id: int, number: int) -> Answer:
    """Set a grade by hand, or with `extend` give more time (which assistants may, too)."""
    extends = "extend" in request.form
    with site().database.write() as session:
        viewer, offering = guards.offering(session, slug, change=not extends)
        assignment = session.get(Assignment, number)
        if assignment is None or assignment.offering_id != offering.id:
            abort(404)
        if book.one(session, offering.id, account_id, now()) is None:
            abort(404)
        actor = viewer.account_id
        try:
            with session.begin_nested():
                if extends:
                    _extend(session, offering, assignment, account_id, actor)
                else:
                    _override(session, assignment, account_id, actor)
        except OverrideConflict as conflict:
            problem = _(
                "Somebody else changed this grade while you looked at it: it is %(now)s now. Look again, then decide.",
                now=_percent(conflict.grade.counts),
            )
            return _student(session, offering, account_id, may_change=True, problem=problem), 409
        except ValueError as refused:
            problem = _("Not changed: %(why)s", why=_why(refused))
            may_change = viewer.teaches(offering.id)
            return _student(session, offering, account_id, may_change=may_change, problem=problem), 422
    flash(_("Changed, and noted in the log."), "info")
    return redirect(url_for("teaching.student", slug=slug, account_id=account_id), 303)


@room.get("/teach/classes/<slug>/log")
def log(slug: str) -> str:
    """Who changed what, the newest first."""
    actor, about = aliased(Account), aliased(Account)
    with site().database.read() as session:
        _viewer, offering = guards.offering(session, slug)
        entries = session.execute(
            select(LogEntry, actor.name, about.name, Assignment)
            .outerjoin(actor, actor.id == LogEntry.actor_id)
            .outerjoin(about, about.id == LogEntry.account_id)
            .outerjoin(Assignment, Assignment.id == LogEntry.assignment_id)
            .where(LogEntry.offering_id == offering.id)
            .order_by(LogEntry.id.desc())
            .limit(LOG_LINES)
        ).all()
    return render_template("teaching/log.html", offering=offering, entries=entries, course=site().course)


def _override(session: Session, assignment: Assignment, account_id: int, actor: int | None) -> None:
    form = request.form
    written = form.get("percent", "").strip().removesuffix("%")
    grades.override(
        session,
        assignment,
        account_id,
        share=None if "withdraw" in form else float(written) / 100,
        reason=form.get("reason", ""),
        actor=actor,
        seen=form.get("seen", 0, type=int),
    )


def _extend(session: Session, offering: Offering, assignment: Assignment, account_id: int, actor: int | None) -> None:
    due = dates.read(request.form.get("due", ""), offering.timezone)
    if due is None:
        raise ValueError("due")
    reason = request.form.get("reason", "")
    grades.extend(session, assignment, account_id, site().course, due=due, reason=reason, actor=actor)


def _why(refused: ValueError) -> str:
    if "reason" in str(refused):
        return str(_("a change by hand needs a reason."))
    if "extend" in request.form:
        return str(_("write until when, as a date and a time."))
    return str(_("write a grade from 0 to 100."))


def _student(session: Session, offering: Offering, account_id: int, *, may_change: bool, problem: str = "") -> str:
    row = book.one(session, offering.id, account_id, now())
    if row is None:
        abort(404)
    return render_template(
        "teaching/student.html",
        offering=offering,
        row=row,
        titles=_titles([cell.assignment for cell in row.cells]),
        moment=now(),
        may_change=may_change,
        problem=problem,
    )


def _titles(assignments: Iterable[Assignment]) -> dict[int, str]:
    return {one.id: item_title(one.room, one.item) for one in assignments}


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"
