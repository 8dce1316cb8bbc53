"""A class list from a file: read, looked at, and only then taken in.

The file is what a registrar's office or a spreadsheet exports: one person a line with a column `name`, and where
it is there a column `role`; comma, semicolon or tab between them; UTF-8, UTF-16 with its mark, or GB 18030.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from steepest.accounts.names import name_key
from steepest.models import Account, Role, RoleName
from steepest_graders.text import Text

LARGEST = 256 * 1024  # bytes
MOST_LINES = 5000
NAMES = ("name", "student", "username", "login", "account", "姓名", "名字", "用户名", "账号")
ROLES = ("role", "角色")
ROLE_WORDS = {
    "": RoleName.STUDENT,
    **{role.value: role for role in RoleName},
    "学生": RoleName.STUDENT,
    "助教": RoleName.ASSISTANT,
    "教师": RoleName.INSTRUCTOR,
}


class Unreadable(Exception):
    """The file is no class list; `message` says why."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list, as found in the file."""

    number: int
    name: str
    role: RoleName | None  # None: a word that names no role
    account_id: int | None = None


@dataclass(slots=True)
class Review:
    """What taking in the list would do."""

    new: list[Line] = field(default_factory=list)  # come in, or change their role
    same: list[Line] = field(default_factory=list)  # are in already
    unknown: list[Line] = field(default_factory=list)  # have no account here
    doubled: list[Line] = field(default_factory=list)  # stand on the list before
    wrong: list[Line] = field(default_factory=list)  # name no role that there is


def read(data: bytes) -> list[Line]:
    """The people on the list. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(Text("The file is larger than 256 KiB: split it.", "文件超过 256 KiB，请分成几份。"))
    text = _decode(data)
    rows = [row for row in _rows(text) if any(cell.strip() for cell in row)]
    if not rows:
        raise Unreadable(Text("The file is empty.", "文件是空的。"))
    if len(rows) > MOST_LINES:
        raise Unreadable(Text("The list has more than 5000 lines: split it.", "名单超过 5000 行，请分成几份。"))
    return list(_lines(rows))


def review(session: Session, offering_id: int, lines: Sequence[Line]) -> Review:
    """Hold the list against the accounts and members that there are."""
    accounts = {key: number for number, key in session.execute(select(Account.id, Account.key))}
    members = session.execute(select(Role.account_id, Role.name).where(Role.offering_id == offering_id))
    roles = {account_id: role for account_id, role in members}
    found, seen = Review(), set[str]()
    for line in lines:
        key = name_key(line.name)
        account_id = accounts.get(key)
        known = Line(line.number, line.name, line.role, account_id)
        if key in seen:
            found.doubled.append(known)
        elif line.role is None:
            found.wrong.append(known)
        elif account_id is None:
            found.unknown.append(known)
        elif roles.get(account_id) is line.role:
            found.same.append(known)
        else:
            found.new.append(known)
        seen.add(key)
    return found


def _decode(data: bytes) -> str:
    """UTF-16 tells by its mark; what is no UTF-8 may be GB 18030, if what comes out are words and not garbage."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and all(cell.isprintable() for row in _rows(text) for cell in row):
            return text
    raise Unreadable(
        Text(
            "The file is not text in UTF-8: save it as “CSV UTF-8” and choose it again.",
            "文件不是 UTF-8 文本：请另存为“CSV UTF-8”后重新选择。",
        )
    )


def _rows(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    head = [cell.strip().casefold() for cell in rows[0]]
    name_at = next((head.index(word) for word in NAMES if word in head), None)
    role_at = next((head.index(word) for word in ROLES if word in head), None)
    body = rows if name_at is None else rows[1:]  # a list without a head is just names
    for number, row in enumerate(body, start=1 if name_at is None else 2):
        name = _cell(row, name_at or 0)
        if name:
            yield Line(number, name, ROLE_WORDS.get(_cell(row, role_at).casefold()))


def _cell(row: Sequence[str], at: int | None) -> str:
    return " ".join(row[at].split()) if at is not None and at < len(row) else ""
