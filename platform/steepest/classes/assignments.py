"""Assignments: what is to be done, until when, and how it counts; read from a form, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from steepest.classes.items import items
from steepest.classes.offerings import Refused
from steepest.course import Course
from steepest.gradebook import dates, grades
from steepest.models import Assignment, Group, Offering, Room
from steepest_graders.text import Text

DEFAULT_GROUP = "Assignments"
NOT_A_TIME = Text("Write a date and a time.", "请填写日期和时间。")
NOT_A_NUMBER = Text("Write a number.", "请填写数字。")


def create(session: Session, course: Course, offering: Offering, fields: Mapping[str, str]) -> Assignment:
    """A new assignment; what students have done already counts at once. Raises Refused."""
    room, item = _item(session, course, fields.get("item", ""))
    values = _values(session, offering, fields)
    assignment = Assignment(offering_id=offering.id, room=room, item=item, **values)
    try:
        with session.begin_nested():
            session.add(assignment)
    except IntegrityError:
        raise Refused("item", Text("This is assigned already.", "这一项已经布置过了。")) from None
    grades.settle_assignment(session, assignment, course)
    return assignment


def change(
    session: Session, course: Course, offering: Offering, assignment: Assignment, fields: Mapping[str, str]
) -> None:
    """Other dates, another rule: grades follow at once. Raises Refused."""
    for name, value in _values(session, offering, fields).items():
        setattr(assignment, name, value)
    session.flush()
    grades.settle_assignment(session, assignment, course)


def groups(session: Session, offering_id: int) -> list[Group]:
    """Those that something is in; one that was emptied keeps its weight, should its name be used again."""
    used = select(Assignment.group_id).where(Assignment.offering_id == offering_id)
    query = select(Group).where(Group.offering_id == offering_id, Group.id.in_(used)).order_by(Group.id)
    return list(session.scalars(query))


def weigh(session: Session, offering_id: int, fields: Mapping[str, str]) -> None:
    """Set weight and how many of the lowest are dropped, of every group of the form. Raises Refused."""
    for group in groups(session, offering_id):
        if f"weight-{group.id}" in fields:
            group.weight = _number(fields, f"weight-{group.id}", 0, 1000)
            group.drop_lowest = int(_number(fields, f"drop-{group.id}", 0, 100))


def _item(session: Session, course: Course, written: str) -> tuple[Room, str]:
    """'exercises/mse' is an exercise of the course."""
    room, _, item = written.partition("/")
    key = next((key for key in items(session, course) if key == (room, item)), None)
    if key is None:
        raise Refused("item", Text("Choose something of the course.", "请选择课程中的一项。"))
    return key


def _values(session: Session, offering: Offering, fields: Mapping[str, str]) -> dict[str, Any]:
    opens, due, closes = (_moment(fields, name, offering.timezone) for name in ("opens", "due", "closes"))
    ordered = [moment for moment in (opens, due, closes) if moment]
    if ordered != sorted(ordered):
        raise Refused(
            "due",
            Text(
                "These dates contradict each other: it opens first, then it is due, then it closes.",
                "这些日期互相矛盾：应先开放，再到期，最后关闭。",
            ),
        )
    return {
        "opens": opens,
        "due": due,
        "closes": closes,
        "points": _number(fields, "points", 0.01, 10_000, default="1"),
        "grace_minutes": int(_number(fields, "grace_minutes", 0, 100_000)),
        "late_per_day": _number(fields, "late_per_day", 0, 100) / 100,
        "late_cap": _number(fields, "late_cap", 0, 100, default="100") / 100,
        "group_id": _group(session, offering.id, fields.get("group", "")).id,
    }


def _group(session: Session, offering_id: int, name: str) -> Group:
    """The group of that name, made where there is none."""
    name = " ".join(name.split())[:80] or DEFAULT_GROUP
    group = session.scalar(select(Group).where(Group.offering_id == offering_id, Group.name == name))
    if group is None:
        group = Group(offering_id=offering_id, name=name)
        session.add(group)
        session.flush()
    return group


def _moment(fields: Mapping[str, str], name: str, zone: str) -> datetime | None:
    try:
        return dates.read(fields.get(name, ""), zone)
    except ValueError:
        raise Refused(name, NOT_A_TIME) from None


def _number(fields: Mapping[str, str], name: str, low: float, high: float, *, default: str = "0") -> float:
    try:
        value = float(fields.get(name, "").strip() or default)
    except ValueError:
        raise Refused(name, NOT_A_NUMBER) from None
    if not low <= value <= high:  # refuses NaN too
        raise Refused(name, Text(f"From {low:g} to {high:g}.", f"范围是 {low:g} 到 {high:g}。"))
    return value
