"""The gradebook, a student's line of it, changes by hand, more time, and the log of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased
from werkzeug.wrappers import Response

from steepest.classes.words import item_title
from steepest.gradebook import book, dates, grades
from steepest.gradebook.book import Mark, Row, Short
from steepest.gradebook.grades import OverrideConflict, Refused
from steepest.languages import in_language, percent
from steepest.models import Account, Assignment, LogEntry, Offering, Submission, now
from steepest.site import site
from steepest.teaching import guards
from steepest.teaching.room import room
from steepest_graders.text import Text

Answer = str | Response | tuple[str, int]
LOG_LINES = 100
NO_DATE = Text("write until when, as a date and a time.", "请填写延至何时（日期和时间）。")


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
    """Set a grade by hand, or with `extend` give more time or take it back (which assistants may, too)."""
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
            return _student(session, offering, account_id, may_change=True, problem=problem, changed=number), 409
        except Refused as refused:
            problem = _("Not changed: %(why)s", why=in_language(refused.message))
            may_change = viewer.teaches(offering.id)
            page = _student(
                session,
                offering,
                account_id,
                may_change=may_change,
                problem=problem,
                changed=number,
                field=refused.field,
            )
            return page, 422
    flash(_("Changed, and noted in the log."), "info")
    return redirect(url_for("teaching.student", slug=slug, account_id=account_id), 303)


@room.get("/teach/classes/<slug>/log")
def log(slug: str) -> str:
    """Who changed what, the newest first."""
    actor, about = aliased(Account), aliased(Account)
    page = request.args.get("page", 1, type=int)
    with site().database.read() as session:
        _viewer, offering = guards.offering(session, slug)
        theirs = LogEntry.offering_id == offering.id
        pages = max(1, -(-(session.scalar(select(func.count()).select_from(LogEntry).where(theirs)) or 0) // LOG_LINES))
        page = min(max(page, 1), pages)
        entries = session.execute(
            select(LogEntry, actor.name, about.name, Assignment)
            .outerjoin(actor, actor.id == LogEntry.actor_id)
            .outerjoin(about, about.id == LogEntry.account_id)
            .outerjoin(Assignment, Assignment.id == LogEntry.assignment_id)
            .where(theirs)
            .order_by(LogEntry.id.desc())
            .limit(LOG_LINES)
            .offset((page - 1) * LOG_LINES)
        ).all()
    return render_template("teaching/log.html", offering=offering, entries=entries, page=page, pages=pages)


def _override(session: Session, assignment: Assignment, account_id: int, actor: int | None) -> None:
    form = request.form
    grades.override(
        session,
        assignment,
        account_id,
        share=None if "withdraw" in form else _share(form.get("percent", "")),
        reason=form.get("reason", ""),
        actor=actor,
        seen=form.get("seen", 0, type=int),
    )


def _share(written: str) -> float:
    """From 0 to 1. Raises Refused."""
    try:
        return float(written.strip().removesuffix("%")) / 100
    except ValueError:
        raise Refused("percent", grades.NO_SHARE) from None


def _extend(session: Session, offering: Offering, assignment: Assignment, account_id: int, actor: int | None) -> None:
    due = None
    if "withdraw" not in request.form:
        try:
            due = dates.read(request.form.get("due", ""), offering.timezone)
        except ValueError:
            raise Refused("due", NO_DATE) from None
        if due is None:
            raise Refused("due", NO_DATE)
    reason = request.form.get("reason", "")
    grades.extend(session, assignment, account_id, site().course, due=due, reason=reason, actor=actor)


def _student(
    session: Session,
    offering: Offering,
    account_id: int,
    *,
    may_change: bool,
    problem: str = "",
    changed: int | None = None,
    field: str = "",
) -> str:
    """`changed` is the assignment whose form was refused: it is open, with what was written in it; `field` is wrong."""
    row = book.one(session, offering.id, account_id, now())
    if row is None:
        abort(404)
    return render_template(
        "teaching/student.html",
        offering=offering,
        row=row,
        titles=_titles([cell.assignment for cell in row.cells]),
        here=_handed_in_here(session, offering, row),
        may_change=may_change,
        problem=problem,
        changed=changed,
        field=field,
        typed=request.form,
    )


def _handed_in_here(session: Session, offering: Offering, row: Row) -> set[int]:
    """The programs among those graded that this class may look at: another class's, or a guest's, only count."""
    graded = [cell.grade.submission_id for cell in row.cells if cell.grade]
    theirs = select(Submission.id).where(Submission.id.in_(graded), Submission.offering_id == offering.id)
    return set(session.scalars(theirs))


def _titles(assignments: Iterable[Assignment]) -> dict[int, str]:
    return {one.id: item_title(one.room, one.item) for one in assignments}


def _percent(share: float | None) -> str:
    return "–" if share is None else percent(share)
