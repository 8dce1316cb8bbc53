"""Offerings: made by an operator or an instructor, joined by a code, a link or a list."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from steepest.accounts.queries import Viewer
from steepest.course import Course
from steepest.db import put_all
from steepest.gradebook import grades
from steepest.gradebook.dates import is_zone
from steepest.models import Account, Action, LogEntry, Offering, Role, RoleName, now
from steepest_graders.text import Text

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_TITLE = 64, 200
NO_INSTRUCTOR = Text(
    "Nobody would be left to teach the class: name another instructor first.",
    "这样班级就没有教师了：请先指定另一位教师。",
)
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another one


class Refused(Exception):
    """What was entered can't be taken: for the field `name`, because of `message`."""

    def __init__(self, field: str, message: Text) -> None:
        super().__init__(message.en)
        self.field, self.message = field, message


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in an offering."""

    account_id: int
    name: str
    role: RoleName


def create(session: Session, course: Course, actor: Viewer, fields: Mapping[str, str]) -> Offering:
    """A new offering, taught by whoever made it. Raises Refused."""
    offering = Offering(course=course.slug, join_code=new_code(), **_checked(fields))
    try:
        with session.begin_nested():
            session.add(offering)
    except IntegrityError:
        raise Refused("slug", Text("This short name is taken.", "这个短名已被使用。")) from None
    if actor.account_id is not None:
        _enter(session, offering.id, {actor.account_id: RoleName.INSTRUCTOR})
    return offering


def change(offering: Offering, fields: Mapping[str, str]) -> None:
    """Set titles and time zone; the short name stays, because addresses hold it. Raises Refused."""
    for name, value in _checked({**fields, "slug": offering.slug}).items():
        setattr(offering, name, value)


def _checked(fields: Mapping[str, str]) -> dict[str, str]:
    found = {name: " ".join(fields.get(name, "").split()) for name in ("slug", "title_en", "title_zh", "timezone")}
    found["title_zh"] = found["title_zh"] or found["title_en"]
    found["title_en"] = found["title_en"] or found["title_zh"]
    found["timezone"] = found["timezone"] or "UTC"
    if not found["title_en"] or max(len(found["title_en"]), len(found["title_zh"])) > LONGEST_TITLE:
        raise Refused("title_en", Text("A title has 1 to 200 characters.", "标题为 1 到 200 个字符。"))
    if not SLUG.fullmatch(found["slug"]) or len(found["slug"]) > LONGEST_SLUG:
        raise Refused(
            "slug",
            Text(
                "A short name is made of a-z, 0-9 and hyphens, such as spring-2027.",
                "短名由 a-z、0-9 和连字符组成，例如 spring-2027。",
            ),
        )
    if not is_zone(found["timezone"]):
        raise Refused(
            "timezone",
            Text(
                "This time zone is unknown: write it as Europe/Berlin or Asia/Shanghai.",
                "未知的时区：请写成 Europe/Berlin 或 Asia/Shanghai 的形式。",
            ),
        )
    return found


def new_code() -> str:
    """A code to join by: 40 bits, and throttled, so that guessing one is hopeless."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(8))


def named(session: Session, slug: str) -> Offering | None:
    return session.scalar(select(Offering).where(Offering.slug == slug))


def with_code(session: Session, code: str) -> Offering | None:
    """The offering that `code` opens, however it was typed."""
    plain = re.sub(r"[\s-]", "", code).upper()
    return session.scalar(select(Offering).where(Offering.join_code == plain)) if plain else None


def seen_by(session: Session, viewer: Viewer) -> list[Offering]:
    """The offerings whose instructor's pages the viewer may see, the newest first."""
    query = select(Offering).order_by(Offering.id.desc())
    if not viewer.operator:
        staff = [number for number, _ in viewer.roles if viewer.assists(number)]
        query = query.where(Offering.id.in_(staff))
    return list(session.scalars(query))


def attended_by(session: Session, viewer: Viewer) -> list[Offering]:
    """The offerings that the viewer is a student of, the one that was joined last first."""
    numbers = [number for number, role in viewer.roles if role is RoleName.STUDENT]
    found = {offering.id: offering for offering in session.scalars(select(Offering).where(Offering.id.in_(numbers)))}
    return [found[number] for number in reversed(numbers)]


def members(session: Session, offering_id: int) -> list[Member]:
    """Instructors, assistants, then students, each by name."""
    rows = session.execute(
        select(Account.id, Account.name, Role.name)
        .join(Role, Role.account_id == Account.id)
        .where(Role.offering_id == offering_id)
        .order_by(Account.key)
    )
    order = list(RoleName)
    return sorted((Member(*row) for row in rows), key=lambda member: order.index(member.role))


def join(session: Session, course: Course, offering: Offering, account_id: int) -> bool:
    """Become a student. False for who is in it already: an instructor who tries the link stays one."""
    if session.get(Role, (offering.id, account_id)) is not None:
        return False
    admit(session, course, offering.id, {account_id: RoleName.STUDENT}, actor_id=account_id)
    return True


def admit(
    session: Session, course: Course, offering_id: int, roles: Mapping[int, RoleName], *, actor_id: int | None
) -> None:
    """Give accounts roles in the offering, in place of those they have there. Work done before counts too.

    Raises Refused where it would leave the class without an instructor.
    """
    with _keeps_an_instructor(session, offering_id):
        _enter(session, offering_id, roles)
    students = [account_id for account_id, role in roles.items() if role is RoleName.STUDENT]
    if students:
        grades.settle_students(session, offering_id, students, course)
    _note(session, offering_id, actor_id, roles)


def remove(session: Session, offering_id: int, account_id: int, *, actor_id: int | None) -> None:
    """Take somebody out. Their work stays theirs, and their grades here stay, should they come back. Raises Refused."""
    with _keeps_an_instructor(session, offering_id):
        session.execute(delete(Role).where(Role.offering_id == offering_id, Role.account_id == account_id))
    _note(session, offering_id, actor_id, {account_id: None})


def _enter(session: Session, offering_id: int, roles: Mapping[int, RoleName]) -> None:
    moment = now()
    rows = [
        {"offering_id": offering_id, "account_id": account_id, "name": role, "joined": moment}
        for account_id, role in roles.items()
    ]
    put_all(session, Role, rows, keep=["joined"])


@contextmanager
def _keeps_an_instructor(session: Session, offering_id: int) -> Iterator[None]:
    """Undo what takes the last instructor away: by a slip of the mouse nobody could open the class any more."""
    teaches = select(Role.account_id).where(Role.offering_id == offering_id, Role.name == RoleName.INSTRUCTOR).limit(1)
    was_taught = session.scalar(teaches) is not None
    with session.begin_nested():
        yield
        if was_taught and session.scalar(teaches) is None:
            raise Refused("account", NO_INSTRUCTOR)


def _note(session: Session, offering_id: int, actor_id: int | None, roles: Mapping[int, RoleName | None]) -> None:
    """Log who has which role now, None for who was taken out."""
    entry = {"offering_id": offering_id, "action": Action.MEMBER, "actor_id": actor_id}
    rows = [entry | {"account_id": account_id, "detail": {"role": role}} for account_id, role in roles.items()]
    if rows:
        session.execute(insert(LogEntry), rows)
