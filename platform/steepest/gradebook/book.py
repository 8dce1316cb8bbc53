"""The gradebook as it is read: students by assignments, a page of students at a time, in six statements."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from steepest.gradebook.lateness import Dates, dates_for
from steepest.gradebook.totals import Part, Weighing, total
from steepest.models import Account, Assignment, Extension, Grade, Group, Role, RoleName
from steepest_graders.writers.csv import spreadsheet_text

STUDENTS_PER_PAGE = 50
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one student has for one assignment."""

    assignment: Assignment
    dates: Dates
    grade: Grade | None
    extension: Extension | None

    def share(self, moment: datetime) -> float | None:
        """What enters the total, from 0 to 1: nothing handed in counts as 0 once it is due."""
        if self.grade is not None and self.grade.counts is not None:
            return self.grade.counts
        is_due = self.dates.due is not None and self.dates.due < moment
        return 0.0 if is_due else None


@dataclass(frozen=True, slots=True)
class Row:
    """A student's line."""

    account_id: int
    name: str
    cells: tuple[Cell, ...]
    total: float | None


@dataclass(frozen=True, slots=True)
class Book:
    """A page of the gradebook. `means` are those of the whole class, by assignment."""

    assignments: tuple[Assignment, ...]
    rows: tuple[Row, ...]
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
    rows = tuple(_rows(session, offering_id, assignments, moment, page))
    return Book(assignments, rows, page, pages, number, _means(session, offering_id))


def one(session: Session, offering_id: int, account_id: int, moment: datetime) -> Row | None:
    """One student's line; None for who is no student of the offering."""
    student = session.execute(
        select(Account.id, Account.name)
        .join(Role, Role.account_id == Account.id)
        .where(*_students(offering_id), Account.id == account_id)
    ).one_or_none()
    if student is None:
        return None
    assignments = assigned(session, offering_id)
    return next(_lines(session, offering_id, assignments, [(student.id, student.name)], moment))


def assigned(session: Session, offering_id: int) -> tuple[Assignment, ...]:
    """The offering's assignments, by what is due first."""
    found = session.scalars(select(Assignment).where(Assignment.offering_id == offering_id).order_by(Assignment.id))
    return tuple(sorted(found, key=lambda one: (one.due or NEVER, one.id)))


def as_csv(session: Session, offering_id: int, moment: datetime, titles: Mapping[int, str]) -> Iterator[str]:
    """The whole gradebook as lines of CSV; `titles` name the assignments. No cell is a formula to a spreadsheet."""
    assignments = assigned(session, offering_id)
    yield _line(["name", *(titles[one.id] for one in assignments), "total"])
    page, pages = 1, 1
    while page <= pages:
        book = read(session, offering_id, moment, page=page)
        for row in book.rows:
            yield _line([row.name, *(_number(cell.share(moment)) for cell in row.cells), _number(row.total)])
        page, pages = page + 1, book.pages


def _students(offering_id: int) -> tuple[ColumnElement[bool], ...]:
    return Role.offering_id == offering_id, Role.name == RoleName.STUDENT


def _rows(
    session: Session, offering_id: int, assignments: Sequence[Assignment], moment: datetime, page: int
) -> Iterator[Row]:
    students = session.execute(
        select(Account.id, Account.name)
        .join(Role, Role.account_id == Account.id)
        .where(*_students(offering_id))
        .order_by(Account.key)
        .limit(STUDENTS_PER_PAGE)
        .offset((page - 1) * STUDENTS_PER_PAGE)
    ).all()
    yield from _lines(session, offering_id, assignments, [(row.id, row.name) for row in students], moment)


def _lines(
    session: Session,
    offering_id: int,
    assignments: Sequence[Assignment],
    students: Sequence[tuple[int, str]],
    moment: datetime,
) -> Iterator[Row]:
    numbers = [account_id for account_id, _ in students]
    assignment_numbers = [one.id for one in assignments]
    grades = {
        (grade.account_id, grade.assignment_id): grade
        for grade in session.scalars(
            select(Grade).where(Grade.account_id.in_(numbers), Grade.assignment_id.in_(assignment_numbers))
        )
    }
    longer = {
        (extension.account_id, extension.assignment_id): extension
        for extension in session.scalars(
            select(Extension).where(Extension.account_id.in_(numbers), Extension.assignment_id.in_(assignment_numbers))
        )
    }
    groups = {
        group.id: Weighing(group.weight, group.drop_lowest)
        for group in session.scalars(select(Group).where(Group.offering_id == offering_id))
    }
    for account_id, name in students:
        cells = tuple(_cell(one, grades, longer, account_id) for one in assignments)
        parts = [Part(cell.assignment.group_id, cell.assignment.points, cell.share(moment)) for cell in cells]
        yield Row(account_id, name, cells, total(parts, groups))


def _cell(
    assignment: Assignment,
    grades: Mapping[tuple[int, int], Grade],
    longer: Mapping[tuple[int, int], Extension],
    account_id: int,
) -> Cell:
    key = account_id, assignment.id
    extension = longer.get(key)
    return Cell(assignment, dates_for(assignment, extension), grades.get(key), extension)


def _means(session: Session, offering_id: int) -> dict[int, float]:
    """Of those who have something."""
    share = func.coalesce(Grade.override, Grade.score * (1 - Grade.lost))
    rows = session.execute(
        select(Grade.assignment_id, func.avg(share))
        .join(Assignment)
        .where(Assignment.offering_id == offering_id, share.is_not(None))
        .group_by(Grade.assignment_id)
    )
    return {assignment_id: mean for assignment_id, mean in rows}


def _line(cells: Sequence[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow([spreadsheet_text(cell) for cell in cells])
    return file.getvalue()


def _number(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.2f}"
