"""Grades: the best of what counts, less what being late costs; by hand only with a reason, and logged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from steepest.course import Course
from steepest.db import put, put_all
from steepest.gradebook import work
from steepest.gradebook.lateness import dates_for, share_lost
from steepest.gradebook.work import Try
from steepest.models import (
    Action,
    Assignment,
    Extension,
    Grade,
    LogEntry,
    Participant,
    Role,
    RoleName,
    Room,
)
from steepest_graders.quiz import Counts
from steepest_graders.text import Text

LONGEST_REASON = 400
NO_REASON = Text("a change by hand needs a reason.", "手动更改需要填写理由。")
NO_SHARE = Text("write a grade from 0 to 100.", "请填写 0 到 100 的成绩。")
NOT_LONGER = Text("more time ends later than the date that holds for everybody.", "延期应晚于对所有人生效的截止时间。")


class Refused(ValueError):
    """A change by hand that can't be made: `field` is wrong; `message` says why, to follow 'Not changed:'."""

    def __init__(self, field: str, message: Text) -> None:
        super().__init__(message.en)
        self.field = field
        self.message = message


class OverrideConflict(Exception):
    """Somebody else changed the grade since the page was opened; `grade` is how it stands now."""

    def __init__(self, grade: Grade) -> None:
        super().__init__(f"the grade was changed meanwhile: it is {grade.override}")
        self.grade = grade


@dataclass(frozen=True, slots=True)
class Standing:
    """The try that counts for an assignment, and the share of it lost for being late."""

    score: float
    lost: float
    at: datetime
    submission_id: int | None


def standing(assignment: Assignment, extension: Extension | None, tries: Iterable[Try]) -> Standing | None:
    """What counts of the tries within the student's dates; None when nothing does.

    As the newest try says: the one that is worth most (of equals the first), the last, or the mean of all.
    """
    dates = dates_for(assignment, extension)
    counted, counts = [], Counts.BEST
    for one in tries:
        lost = share_lost(assignment, dates, one.at)
        if lost is not None and one.score is not None:
            counted.append(Standing(one.score, lost, one.at, one.submission_id))
            counts = one.counts
    if not counted:
        return None
    match counts:
        case Counts.BEST:
            return max(counted, key=lambda found: found.score * (1 - found.lost))
        case Counts.LAST:
            return counted[-1]
        case Counts.AVERAGE:
            score = mean(found.score for found in counted)
            worth = mean(found.score * (1 - found.lost) for found in counted)
            return Standing(score, 1 - worth / score if score else 0.0, counted[-1].at, None)


def settle(session: Session, account_id: int, room: Room, item: str, tries: Sequence[Try]) -> None:
    """Write the student's grade for the item in every offering that assigns it to them."""
    rows = session.execute(
        select(Assignment, Extension)
        .join(Role, (Role.offering_id == Assignment.offering_id) & (Role.account_id == account_id))
        .outerjoin(Extension, (Extension.assignment_id == Assignment.id) & (Extension.account_id == account_id))
        .where(Assignment.room == room, Assignment.item == item, Role.name == RoleName.STUDENT)
    )
    for assignment, extension in rows.all():
        _put(session, assignment.id, {account_id: standing(assignment, extension, tries)})


def settle_students(session: Session, offering_id: int, accounts: Collection[int], course: Course) -> None:
    """Write all grades of some students in an offering: they have just come into it."""
    for assignment in session.scalars(select(Assignment).where(Assignment.offering_id == offering_id)).all():
        settle_assignment(session, assignment, course, accounts)


def settle_assignment(
    session: Session, assignment: Assignment, course: Course, only: Collection[int] | None = None
) -> None:
    """Write the grades of all students, or of some, for an assignment: its dates or its rule have changed."""
    students = select(Role.account_id).where(
        Role.offering_id == assignment.offering_id,
        Role.name == RoleName.STUDENT,
        *([] if only is None else [Role.account_id.in_(only)]),
    )
    # Who hands in meanwhile waits for us (see `results.recount`): what they then write follows the new rule.
    owners = session.execute(
        select(Participant.id, Participant.account_id)
        .where(Participant.account_id.in_(students))
        .order_by(Participant.id)
        .with_for_update(key_share=True)
    )
    by_student = {participant: account for participant, account in owners if account is not None}
    tried = work.tries(session, by_student, assignment.room, assignment.item, course)
    extensions = session.scalars(
        select(Extension)
        .where(Extension.assignment_id == assignment.id)
        .execution_options(populate_existing=True)  # `extend` has just written one past the session
    )
    longer = {extension.account_id: extension for extension in extensions}
    found = {
        account_id: standing(assignment, longer.get(account_id), tried.get(account_id, []))
        for account_id in by_student.values()
    }
    _put(session, assignment.id, found)


def override(
    session: Session,
    assignment: Assignment,
    account_id: int,
    *,
    share: float | None,
    reason: str,
    actor: int | None,
    seen: int,
) -> Grade:
    """Set a grade by hand, from 0 to 1, or with None let the work count again. `seen` is the version on the page.

    Raises OverrideConflict when somebody else came first, Refused for a share that is none or without a reason.
    """
    if share is not None and not 0 <= share <= 1:
        raise Refused("percent", NO_SHARE)
    if not reason.strip():
        raise Refused("reason", NO_REASON)
    key = {"assignment_id": assignment.id, "account_id": account_id}
    put(session, Grade, key)  # there to be locked: of two who set the first grade at once, the second is told
    grade = session.get_one(Grade, tuple(key.values()), with_for_update=True, populate_existing=True)
    if grade.version != seen:
        raise OverrideConflict(grade)
    before = grade.counts
    grade.override, grade.reason, grade.version = share, reason.strip()[:LONGEST_REASON], seen + 1
    session.flush()
    log(session, assignment, Action.OVERRIDE, actor, account_id, reason, before=before, after=grade.counts)
    return grade


def extend(
    session: Session,
    assignment: Assignment,
    account_id: int,
    course: Course,
    *,
    due: datetime | None,
    reason: str,
    actor: int | None,
) -> None:
    """Give a student until `due`, or with None as long as everybody, and grade again what was handed in so far.

    Raises Refused for a moment that is not later than the assignment's own: an extension takes nothing from anybody.
    """
    if due is not None and assignment.due is not None and due <= assignment.due:
        raise Refused("due", NOT_LONGER)
    before = session.get(Grade, (assignment.id, account_id), populate_existing=True)
    was = before.counts if before else None
    if due is None:
        theirs = (Extension.assignment_id == assignment.id) & (Extension.account_id == account_id)
        session.execute(delete(Extension).where(theirs))
    else:
        key = {"assignment_id": assignment.id, "account_id": account_id}
        put(session, Extension, {**key, "due": due, "reason": reason.strip()[:LONGEST_REASON]})
    settle_assignment(session, assignment, course, [account_id])
    after = session.get(Grade, (assignment.id, account_id), populate_existing=True)
    log(
        session, assignment, Action.EXTENSION, actor, account_id, reason,
        before=was, after=after.counts if after else None, due=due.isoformat() if due else None,
    )  # fmt: skip


def log(
    session: Session, assignment: Assignment, action: Action, actor: int | None, account_id: int | None, reason: str,
    **detail: object,
) -> None:  # fmt: skip
    """Note who changed what."""
    session.add(
        LogEntry(
            offering_id=assignment.offering_id,
            action=action,
            actor_id=actor,
            account_id=account_id,
            assignment_id=assignment.id,
            detail=detail,
            reason=reason.strip()[:LONGEST_REASON],
        )
    )


def _put(session: Session, assignment_id: int, found: Mapping[int, Standing | None]) -> None:
    """Write what counts, by account. What was set by hand stays."""
    rows = [
        {
            "assignment_id": assignment_id,
            "account_id": account_id,
            "score": one.score,
            "lost": one.lost,
            "handed_in": one.at,
            "submission_id": one.submission_id,
        }
        for account_id, one in found.items()
        if one is not None
    ]
    put_all(session, Grade, rows)
    nothing = [account_id for account_id, one in found.items() if one is None]
    session.execute(
        update(Grade)
        .where(Grade.assignment_id == assignment_id, Grade.account_id.in_(nothing), Grade.score.is_not(None))
        .values(score=None, lost=0.0, handed_in=None, submission_id=None)
        .execution_options(synchronize_session=False)
    )
