"""The gradebook as it is read: students by assignments, a page of students at a time, in six statements."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy import Row as Found
from sqlalchemy.orm import Session

from steepest.gradebook.lateness import Dates, dates_for
from steepest.gradebook.totals import Part, Weighing, total
from steepest.models import Account, Assignment, Extension, Grade, Group, Role, RoleName, Room
from steepest_graders.writers.csv import spreadsheet_text

STUDENTS_PER_PAGE = 50
STUDENTS_AT_A_TIME = 500  # of an export: as many grades as fit in memory with ease
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one student has for one assignment."""

    assignment: Assignment
    dates: Dates
    grade: Grade | None
    extension: Extension | None
    is_hidden: bool = False  # the student must not know yet
    is_handed_in: bool = False  # which may be known; not when, as of several attempts that tells the one that counts

    def share(self, moment: datetime) -> float | None:
        """What enters the total, from 0 to 1: nothing handed in counts as 0 once it would be late."""
        if self.is_hidden:
            return None
        grace = timedelta(minutes=self.assignment.grace_minutes)
        return share_of(self.grade.counts if self.grade else None, self.dates.due, grace, moment)


@dataclass(frozen=True, slots=True)
class Row:
    """A student's line, with all that there is to say of it."""

    account_id: int
    name: str
    cells: tuple[Cell, ...]
    total: float | None


class Mark(StrEnum):
    """What a short line says of a grade beside its number."""

    HAND = "hand"  # set by hand
    LATE = "late"


class Short(NamedTuple):
    """A cell of a short line: what counts, from 0 to 1, and what enters the total (0 for nothing that is due)."""

    counts: float | None
    share: float | None
    mark: Mark | None
    has_more_time: bool


class ShortRow(NamedTuple):
    """A student's line in the gradebook of a class: as many as ten thousand cells make a page, so no objects."""

    account_id: int
    name: str
    cells: list[Short]
    total: float | None


@dataclass(frozen=True, slots=True)
class Book:
    """A page of the gradebook. `means` are those of the whole class, by assignment."""

    assignments: tuple[Assignment, ...]
    rows: list[ShortRow]
    page: int = 1
    pages: int = 1
    students: int = 0
    means: Mapping[int, float] = field(default_factory=dict)


def read(session: Session, offering_id: int, moment: datetime, *, page: int = 1) -> Book:
    """The `page`-th page of students by name; a page that there is not is the nearest one that there is."""
    number = session.scalar(select(func.count()).select_from(Role).where(*_students(offering_id))) or 0
    pages = max(1, -(-number // STUDENTS_PER_PAGE))
    page = min(max(page, 1), pages)
    assignments = assigned(session, offering_id)
    students = session.execute(
        _by_name(offering_id).limit(STUDENTS_PER_PAGE).offset((page - 1) * STUDENTS_PER_PAGE)
    ).all()
    rows = _short_rows(session, offering_id, assignments, moment, students)
    return Book(assignments, rows, page, pages, number, _means(session, offering_id))


def one(
    session: Session, offering_id: int, account_id: int, moment: datetime, *, hidden: Collection[str] = ()
) -> Row | None:
    """One student's line; None for who is no student of the offering. Of quizzes in `hidden` it says no grade."""
    student = session.execute(_by_name(offering_id).where(Account.id == account_id)).one_or_none()
    if student is None:
        return None
    assignments = assigned(session, offering_id)
    return _line_of(session, offering_id, assignments, (student.id, student.name), moment, hidden)


def assigned(session: Session, offering_id: int) -> tuple[Assignment, ...]:
    """The offering's assignments, by what is due first."""
    found = session.scalars(select(Assignment).where(Assignment.offering_id == offering_id).order_by(Assignment.id))
    return tuple(sorted(found, key=lambda one: (one.due or NEVER, one.id)))


def as_csv(session: Session, offering_id: int, moment: datetime, titles: Mapping[int, str]) -> Iterator[str]:
    """The whole gradebook as lines of CSV; `titles` name the assignments. No cell is a formula to a spreadsheet."""
    assignments = assigned(session, offering_id)
    yield _line(["name", *(titles[one.id] for one in assignments), "total"])
    students = session.execute(_by_name(offering_id)).all()  # all at once: who joins meanwhile moves nobody
    for first in range(0, len(students), STUDENTS_AT_A_TIME):
        some = students[first : first + STUDENTS_AT_A_TIME]
        for row in _short_rows(session, offering_id, assignments, moment, some):
            yield _line([row.name, *(_number(cell.share) for cell in row.cells), _number(row.total)])


def _students(offering_id: int) -> tuple[ColumnElement[bool], ...]:
    return Role.offering_id == offering_id, Role.name == RoleName.STUDENT


def _by_name(offering_id: int) -> Select[int, str]:
    """Numbers and names of the students."""
    query = select(Account.id, Account.name).join(Role, Role.account_id == Account.id)
    return query.where(*_students(offering_id)).order_by(Account.key)


def _short_rows(
    session: Session,
    offering_id: int,
    assignments: Sequence[Assignment],
    moment: datetime,
    students: Sequence[Found[int, str]],
) -> list[ShortRow]:
    numbers, assignment_numbers = [account_id for account_id, _ in students], [one.id for one in assignments]
    grades = {
        (account_id, number): (score, lost, override)
        for account_id, number, score, lost, override in session.execute(
            select(Grade.account_id, Grade.assignment_id, Grade.score, Grade.lost, Grade.override).where(
                Grade.account_id.in_(numbers), Grade.assignment_id.in_(assignment_numbers)
            )
        )
    }
    longer = {key: extension.due for key, extension in _extensions(session, numbers, assignment_numbers).items()}
    groups = _groups(session, offering_id)
    columns = [  # read once, not for every cell
        (one.id, one.group_id, one.points, one.due, timedelta(minutes=one.grace_minutes)) for one in assignments
    ]
    found = []
    for account_id, name in students:
        cells, parts = [], []
        for number, group, points, due, grace in columns:
            key = account_id, number
            cell = _short(grades.get(key), longer.get(key, due), grace, moment, more_time=key in longer)
            cells.append(cell)
            parts.append(Part(group, points, cell.share))
        found.append(ShortRow(account_id, name, cells, total(parts, groups)))
    return found


def _short(
    grade: tuple[float | None, float, float | None] | None,
    due: datetime | None,
    grace: timedelta,
    moment: datetime,
    *,
    more_time: bool,
) -> Short:
    score, lost, override = grade or (None, 0.0, None)
    counts = override if override is not None else None if score is None else score * (1 - lost)
    mark = Mark.HAND if override is not None else Mark.LATE if lost else None
    return Short(counts, share_of(counts, due, grace, moment), mark, more_time)


def share_of(counts: float | None, due: datetime | None, grace: timedelta, moment: datetime) -> float | None:
    """What enters the total: nothing handed in counts as 0 once it would be late."""
    if counts is None and due is not None and due + grace < moment:
        return 0.0
    return counts


def _line_of(
    session: Session,
    offering_id: int,
    assignments: Sequence[Assignment],
    student: tuple[int, str],
    moment: datetime,
    hidden: Collection[str],
) -> Row:
    account_id, name = student
    numbers = [one.id for one in assignments]
    graded = session.scalars(select(Grade).where(Grade.account_id == account_id, Grade.assignment_id.in_(numbers)))
    grades = {(grade.account_id, grade.assignment_id): grade for grade in graded}
    longer = _extensions(session, [account_id], numbers)
    cells = tuple(
        _cell(one, grades, longer, account_id, is_hidden=one.room is Room.QUIZZES and one.item in hidden)
        for one in assignments
    )
    parts = [Part(cell.assignment.group_id, cell.assignment.points, cell.share(moment)) for cell in cells]
    return Row(account_id, name, cells, total(parts, _groups(session, offering_id)))


def _extensions(
    session: Session, students: Sequence[int], assignments: Sequence[int]
) -> dict[tuple[int, int], Extension]:
    found = session.scalars(
        select(Extension).where(Extension.account_id.in_(students), Extension.assignment_id.in_(assignments))
    )
    return {(extension.account_id, extension.assignment_id): extension for extension in found}


def _groups(session: Session, offering_id: int) -> dict[int, Weighing]:
    found = session.scalars(select(Group).where(Group.offering_id == offering_id))
    return {group.id: Weighing(group.weight, group.drop_lowest) for group in found}


def _cell(
    assignment: Assignment,
    grades: Mapping[tuple[int, int], Grade],
    longer: Mapping[tuple[int, int], Extension],
    account_id: int,
    *,
    is_hidden: bool,
) -> Cell:
    key = account_id, assignment.id
    extension, grade = longer.get(key), grades.get(key)
    is_handed_in = grade is not None and grade.handed_in is not None
    shown = None if is_hidden else grade
    return Cell(assignment, dates_for(assignment, extension), shown, extension, is_hidden, is_handed_in)


def _means(session: Session, offering_id: int) -> dict[int, float]:
    """Of those who have something."""
    worth = func.coalesce(Grade.override, Grade.score * (1 - Grade.lost))
    mean = select(func.avg(worth)).where(Grade.assignment_id == Assignment.id).correlate(Assignment).scalar_subquery()
    rows = session.execute(select(Assignment.id, mean).where(Assignment.offering_id == offering_id))
    return {assignment_id: mean for assignment_id, mean in rows if mean is not None}


def _line(cells: Sequence[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow([spreadsheet_text(cell) for cell in cells])
    return file.getvalue()


def _number(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.2f}"
