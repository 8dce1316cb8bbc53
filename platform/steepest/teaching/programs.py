"""Students' programs as an instructor sees them: one, two side by side, and those that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from flask import abort, render_template, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, selectinload
from werkzeug.wrappers import Response

from steepest import prose
from steepest.models import Account, Action, Kind, LogEntry, Offering, Participant, Submission
from steepest.site import site
from steepest.submissions import standing
from steepest.teaching import guards, similarity
from steepest.teaching.room import room

MOST_COMPARED = 400  # programs: pairs grow with the square


class Line(NamedTuple):
    """A line of two programs side by side: numbers and texts; '' and None where one has none."""

    kind: str  # same, change, left, right
    left_number: int | None
    left: str
    right_number: int | None
    right: str


@room.get("/teach/classes/<slug>/submissions/<int:number>")
def program(slug: str, number: int) -> str:
    """A program and its verdict; whose it is only when asked."""
    with site().database.read() as session:
        viewer, offering = guards.offering(session, slug)
        submission = _submission(session, offering, number)
        grading = standing(submission)
        others = _others(session, submission)
        name = _name(session, submission)
    return render_template(
        "teaching/program.html",
        offering=offering,
        submission=submission,
        grading=grading,
        earlier=[one for one in submission.gradings if one.is_finished and not one.trial and one.id < grading.id],
        report=grading.result,
        code=prose.highlight(submission.source),
        exercise=site().course.exercises.get(submission.exercise),
        others=others,
        name=name if "who" in request.args else None,
        may_change=viewer.teaches(offering.id),
    )


@room.get("/teach/classes/<slug>/compare/<int:left>/<int:right>")
def compare(slug: str, left: int, right: int) -> str:
    with site().database.read() as session:
        _viewer, offering = guards.offering(session, slug)
        one, two = (_submission(session, offering, number) for number in (left, right))
        if one.exercise != two.exercise:
            abort(404)
    lines = side_by_side(one.source, two.source)
    exercise = site().course.exercises.get(one.exercise)
    return render_template("teaching/compare.html", offering=offering, one=one, two=two, lines=lines, exercise=exercise)


@room.route("/teach/classes/<slug>/alike/<item>", methods=["GET", "POST"])
def alike(slug: str, item: str) -> str | Response:
    """Asks first, because it is written down that somebody looked; what it finds is no verdict."""
    exercise = site().course.exercises.get(item) or abort(404)
    if request.method == "GET":
        with site().database.read() as session:
            _viewer, offering = guards.offering(session, slug, change=True)
        return render_template("teaching/alike.html", offering=offering, exercise=exercise, pairs=None)
    with site().database.write() as session:
        viewer, offering = guards.offering(session, slug, change=True)
        detail = {"exercise": item}
        session.add(
            LogEntry(offering_id=offering.id, action=Action.SIMILARITY, actor_id=viewer.account_id, detail=detail)
        )
        newest = _newest_of_each(session, offering, item)
    pairs = similarity.alike({submission.id: submission.source for submission, _ in newest}, exercise.starter)
    names = {submission.id: name for submission, name in newest}
    compared = {"pairs": pairs, "names": names, "number": len(newest), "most": MOST_COMPARED}
    return render_template("teaching/alike.html", offering=offering, exercise=exercise, **compared)


def side_by_side(left: str, right: str) -> list[Line]:
    """Two programs line by line."""
    one, two = left.splitlines(), right.splitlines()
    lines: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        for step in range(max(b - a, d - c)):
            i, j = (a + step if a + step < b else None), (c + step if c + step < d else None)
            kind = "same" if tag == "equal" else "left" if j is None else "right" if i is None else "change"
            lines.append(
                Line(
                    kind,
                    None if i is None else i + 1,
                    "" if i is None else one[i],
                    None if j is None else j + 1,
                    "" if j is None else two[j],
                )
            )
    return lines


def _submission(session: Session, offering: Offering, number: int) -> Submission:
    found = session.scalar(
        select(Submission)
        .where(Submission.id == number, Submission.offering_id == offering.id, Submission.kind == Kind.SUBMIT)
        .options(selectinload(Submission.gradings))
    )
    return found or abort(404)


def _others(session: Session, submission: Submission) -> Sequence[int]:
    """The same person's other programs for the exercise in this offering, the newest first."""
    writer = aliased(Participant)
    same = (Participant.id == writer.id) | (Participant.account_id == writer.account_id)
    return session.scalars(
        select(Submission.id)
        .join(Participant, Participant.id == Submission.participant_id)
        .join(writer, same)
        .where(
            writer.id == submission.participant_id,
            Submission.offering_id == submission.offering_id,
            Submission.exercise == submission.exercise,
            Submission.kind == Kind.SUBMIT,
            Submission.id != submission.id,
        )
        .order_by(Submission.id.desc())
        .limit(50)
    ).all()


def _name(session: Session, submission: Submission) -> str | None:
    return session.scalar(
        select(Account.name)
        .join(Participant, Participant.account_id == Account.id)
        .where(Participant.id == submission.participant_id)
    )


def _newest_of_each(session: Session, offering: Offering, item: str) -> list[tuple[Submission, str | None]]:
    """Everybody's last program, with their name; an account's and its former guests' are one person's."""
    person = func.coalesce(Participant.account_id, -Participant.id)
    newest = (
        select(func.max(Submission.id))
        .join(Participant, Participant.id == Submission.participant_id)
        .where(Submission.offering_id == offering.id, Submission.exercise == item, Submission.kind == Kind.SUBMIT)
        .group_by(person)
    )
    rows = session.execute(
        select(Submission, Account.name)
        .join(Participant, Participant.id == Submission.participant_id)
        .outerjoin(Account, Account.id == Participant.account_id)
        .where(Submission.id.in_(newest))
        .order_by(Submission.id.desc())
        .limit(MOST_COMPARED)
    )
    return [(submission, name) for submission, name in rows]
