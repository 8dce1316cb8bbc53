"""Accounts, sessions, one-time links, roles, and moving a guest's work into an account.

Functions that take a `Session` run inside the caller's transaction. Those that take the `Database` open
their own, because hashing a password (0.1 s and more) must not happen while a transaction is open.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, Select, delete, distinct, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from steepest.accounts import throttle
from steepest.accounts.names import LONGEST_PASSWORD, Refused, check_password, clean_name, name_key
from steepest.db import Database, put
from steepest.models import (
    DEFAULT_OFFERING,
    Account,
    Draft,
    Kind,
    OneTimeLink,
    Participant,
    Purpose,
    QuestionResponse,
    QuizAttempt,
    Role,
    RoleName,
    SessionRow,
    Submission,
    forget_posts,
    now,
)

GUEST_SESSION = timedelta(days=30)
ACCOUNT_SESSION = timedelta(days=30)
LINK_LIFETIME = timedelta(hours=1)
# Where the printed links lead; the pages at these addresses claim by POST.
LINK_PATHS = {Purpose.OPERATOR: "/en/claim/{token}", Purpose.RESET: "/en/reset/{token}"}

_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: read once per request from the session's row; holds no open transaction."""

    session_key: str
    participant_id: int
    account_id: int | None = None
    name: str = ""
    operator: bool = False
    roles: tuple[tuple[int, RoleName], ...] = ()  # in the order in which they were given
    guest_id: int | None = None  # a guest's work that this browser may still move into the account

    @property
    def is_guest(self) -> bool:
        return self.account_id is None

    @property
    def offering_id(self) -> int:
        """Where the viewer's work is done: the offering that they joined last as a student."""
        attended = [number for number, role in self.roles if role is RoleName.STUDENT]
        return attended[-1] if attended else DEFAULT_OFFERING

    def teaches(self, offering_id: int = DEFAULT_OFFERING) -> bool:
        """May change what belongs to the offering."""
        return self.operator or (offering_id, RoleName.INSTRUCTOR) in self.roles

    def assists(self, offering_id: int = DEFAULT_OFFERING) -> bool:
        """May see the instructor's pages of the offering."""
        return self.teaches(offering_id) or (offering_id, RoleName.ASSISTANT) in self.roles

    @property
    def assists_somewhere(self) -> bool:
        """Has an instructor's pages to open."""
        return self.operator or any(self.assists(number) for number, _ in self.roles)


@dataclass(frozen=True, slots=True)
class Merge:
    """What would move from a guest into the account."""

    guest_id: int
    submissions: int  # handed in, examples run not counted
    drafts: int
    answers: int  # quick checks answered
    attempts: int  # at quizzes
    exercises: tuple[str, ...]  # slugs that the above touch

    @property
    def is_empty(self) -> bool:
        return not (self.submissions or self.drafts or self.answers or self.attempts)


# --- sessions -------------------------------------------------------------------------------------------------


def viewer(session: Session, key: str) -> Viewer | None:
    """Who holds the session `key`; None when it is unknown, ended or expired."""
    row = session.scalar(
        select(SessionRow)
        .where(SessionRow.key == key, SessionRow.expires > now())
        .options(joinedload(SessionRow.participant).joinedload(Participant.account))
    )
    if row is None:
        return None
    account = row.participant.account
    if account is None:
        return Viewer(key, row.participant_id)
    roles = session.execute(
        select(Role.offering_id, Role.name).where(Role.account_id == account.id).order_by(Role.joined, Role.offering_id)
    )
    return Viewer(
        key,
        row.participant_id,
        account.id,
        account.name,
        account.operator,
        tuple((offering, name) for offering, name in roles),
        row.guest_id,
    )


def start_guest(session: Session) -> Viewer:
    """A new guest with a session; call it when a visitor first does something worth keeping."""
    guest = Participant()
    session.add(guest)
    session.flush()
    return Viewer(_start_session(session, guest.id, GUEST_SESSION), guest.id)


def touch(session: Session, viewer: Viewer) -> None:
    """Note that the viewer is here, and let the session live on."""
    row = session.get(SessionRow, viewer.session_key)
    if row is not None:
        moment = now()
        row.last_seen = moment
        row.expires = moment + (GUEST_SESSION if viewer.is_guest else ACCOUNT_SESSION)
        row.participant.last_seen = moment


def sign_out(session: Session, key: str) -> None:
    """End the session: its cookie is worth nothing from now on."""
    session.execute(delete(SessionRow).where(SessionRow.key == key))


def end_sessions(session: Session, account_id: int) -> None:
    """End every session of the account."""
    owned = select(Participant.id).where(Participant.account_id == account_id)
    session.execute(delete(SessionRow).where(SessionRow.participant_id.in_(owned)))


def _start_session(session: Session, participant_id: int, lifetime: timedelta, guest_id: int | None = None) -> str:
    key = secrets.token_urlsafe(32)
    session.add(
        SessionRow(key=key, participant_id=participant_id, guest_id=guest_id, expires=now() + lifetime),
    )
    session.flush()
    return key


# --- sign up, sign in -----------------------------------------------------------------------------------------


def sign_up(
    database: Database,
    name: str,
    password: str,
    *,
    address: str = "",
    current: Viewer | None = None,
    is_open: bool = True,
) -> Viewer:
    """Make an account and a session in it. Raises Refused or Throttled.

    The new session remembers a guest (`current`), so that its work can be moved: see `merge_preview`.
    """
    if not is_open:
        raise Refused("signup_closed")
    name = clean_name(name)
    password = check_password(password, name)
    with database.write() as session:
        throttle.hit(session, "sign-up", address, throttle.SIGN_UP_BY_ADDRESS)
    with database.read() as session:
        if session.scalar(select(Account.id).where(Account.key == name_key(name))):
            raise Refused("name_taken")
    password_hash = _hasher.hash(password)
    try:
        with database.write() as session:
            account = Account(name=name, key=name_key(name), password_hash=password_hash)
            session.add(account)
            session.flush()
            session.add(Participant(account_id=account.id))
            session.add(Role(offering_id=DEFAULT_OFFERING, account_id=account.id, name=RoleName.STUDENT))
            return _enter(session, account.id, current)
    except IntegrityError:  # somebody took the name between our look and our write
        raise Refused("name_taken") from None


def sign_in(
    database: Database, name: str, password: str, *, address: str = "", current: Viewer | None = None
) -> Viewer:
    """A new session in the account; the one of `current` ends. Raises Refused ('wrong') or Throttled.

    An unknown name takes as long as a wrong password and gets the same answer.
    """
    key = name_key(name)
    with database.write() as session:
        throttle.hit(session, "sign-in-name", key, throttle.SIGN_IN_BY_NAME)
        throttle.hit(session, "sign-in-address", address, throttle.SIGN_IN_BY_ADDRESS)
    with database.read() as session:
        found = session.execute(select(Account.id, Account.password_hash).where(Account.key == key)).one_or_none()
    account_id, stored = found or (None, _nobody())
    fits = _fits(stored, password)
    if account_id is None or not fits:
        raise Refused("wrong")
    renewed = _hasher.hash(_normal(password)) if _hasher.check_needs_rehash(stored) else None
    with database.write() as session:
        throttle.forget(session, "sign-in-name", key)
        if renewed:
            session.get_one(Account, account_id).password_hash = renewed
        return _enter(session, account_id, current)


def _enter(session: Session, account_id: int, current: Viewer | None) -> Viewer:
    """A session with a new key: one that was known before the sign-in must not be worth more after it."""
    guest_id = current.participant_id if current and current.is_guest else None
    if current:
        sign_out(session, current.session_key)
    if guest_id is not None and _merge_of(session, guest_id).is_empty:
        guest_id = None
    participant_id = session.scalars(
        select(Participant.id).where(Participant.account_id == account_id).order_by(Participant.id)
    ).first()
    if participant_id is None:
        raise LookupError(f"account {account_id} has no participant")
    key = _start_session(session, participant_id, ACCOUNT_SESSION, guest_id)
    entered = viewer(session, key)
    if entered is None:
        raise LookupError("the session that was just made is gone")
    touch(session, entered)
    return entered


def _fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)[: LONGEST_PASSWORD + 1]


@cache
def _nobody() -> str:
    """A hash that no password fits, for names that don't exist."""
    return _hasher.hash(secrets.token_urlsafe(32))


# --- one-time links -------------------------------------------------------------------------------------------


def make_operator_link(session: Session) -> str:
    """A token that makes its holder operator; earlier ones stop working. See LINK_PATHS for the address."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == Purpose.OPERATOR))
    return _make_link(session, Purpose.OPERATOR, None)


def make_reset_link(session: Session, name: str) -> str:
    """A token to set a new password for the account. Raises LookupError for an unknown name."""
    account = account_named(session, name)
    session.execute(delete(OneTimeLink).where(OneTimeLink.account_id == account.id))
    return _make_link(session, Purpose.RESET, account.id)


def link_account(session: Session, purpose: Purpose, token: str) -> str | None:
    """The name that the link is for ('' for an operator link); None if unknown, used or expired."""
    link = _link(session, purpose, token)
    if link is None:
        return None
    return session.get_one(Account, link.account_id).name if link.account_id else ""


def claim_operator(database: Database, viewer: Viewer, token: str, *, address: str = "") -> None:
    """Make the signed-in viewer operator. Raises Refused ('link') or Throttled."""
    if viewer.account_id is None:
        raise Refused("sign_in_first")
    with database.write() as session:
        throttle.hit(session, "link", address, throttle.LINK_BY_ADDRESS)
    with database.write() as session:
        link = _link(session, Purpose.OPERATOR, token)
        if link is None or has_operator(session):
            raise Refused("link")
        session.delete(link)
        session.get_one(Account, viewer.account_id).operator = True


def reset_password(database: Database, token: str, password: str, *, address: str = "") -> Viewer:
    """Set a new password, end all sessions of the account and start a new one. Raises Refused or Throttled."""
    with database.write() as session:
        throttle.hit(session, "link", address, throttle.LINK_BY_ADDRESS)
        name = link_account(session, Purpose.RESET, token)
    if name is None:
        raise Refused("link")
    password_hash = _hasher.hash(check_password(password, name))
    with database.write() as session:
        link = _link(session, Purpose.RESET, token)
        if link is None or link.account_id is None:
            raise Refused("link")
        account_id = link.account_id
        session.delete(link)
        return _renew(session, account_id, password_hash)


def change_password(database: Database, viewer: Viewer, old: str, new: str) -> Viewer:
    """Set a new password, end all sessions of the account and start a new one. Raises Refused or Throttled."""
    key = name_key(viewer.name)
    with database.write() as session:
        throttle.hit(session, "sign-in-name", key, throttle.SIGN_IN_BY_NAME)
    with database.read() as session:
        account = session.get_one(Account, viewer.account_id)
        account_id, stored = account.id, account.password_hash
    if not _fits(stored, old):
        raise Refused("not_the_password")
    password_hash = _hasher.hash(check_password(new, viewer.name))
    with database.write() as session:
        throttle.forget(session, "sign-in-name", key)
        return _renew(session, account_id, password_hash)


def _renew(session: Session, account_id: int, password_hash: str) -> Viewer:
    session.get_one(Account, account_id).password_hash = password_hash
    end_sessions(session, account_id)
    return _enter(session, account_id, None)


def _make_link(session: Session, purpose: Purpose, account_id: int | None) -> str:
    token = secrets.token_urlsafe(24)
    session.add(
        OneTimeLink(
            purpose=purpose, token_hash=_token_hash(token), account_id=account_id, expires=now() + LINK_LIFETIME
        )
    )
    session.flush()
    return token


def _link(session: Session, purpose: Purpose, token: str) -> OneTimeLink | None:
    return session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_hash == _token_hash(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.expires > now(),
        )
    )


def _token_hash(token: str) -> str:
    # A plain hash is enough: the token is 192 random bits, there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()


# --- roles ----------------------------------------------------------------------------------------------------


def account_named(session: Session, name: str) -> Account:
    """The account of that name, compared as `name_key` does. Raises LookupError."""
    account = session.scalar(select(Account).where(Account.key == name_key(name)))
    if account is None:
        raise LookupError(f"there is no account named {name}")
    return account


def accounts(session: Session) -> list[tuple[Account, RoleName | None]]:
    """All accounts with their role in the default offering, by name."""
    rows = session.execute(
        select(Account, Role.name)
        .outerjoin(Role, (Role.account_id == Account.id) & (Role.offering_id == DEFAULT_OFFERING))
        .order_by(Account.key)
    )
    return [(account, role) for account, role in rows]


def has_operator(session: Session) -> bool:
    return session.scalar(select(Account.id).where(Account.operator).limit(1)) is not None


def grant(session: Session, name: str, role: RoleName | None, offering_id: int = DEFAULT_OFFERING) -> Account:
    """Give the account a role in the offering in place of the one it has; None: make it operator of the site.

    Raises LookupError for an unknown name.
    """
    account = account_named(session, name)
    if role is None:
        account.operator = True
    else:
        put(
            session,
            Role,
            {"offering_id": offering_id, "account_id": account.id, "name": role, "joined": now()},
            keep=["joined"],
        )
    session.flush()
    return account


# --- ownership ------------------------------------------------------------------------------------------------


def mine(viewer: Viewer) -> Select[int]:
    """The numbers of all participants whose work is the viewer's: use as `Row.participant_id.in_(mine(viewer))`."""
    return select(Participant.id).where(_is_mine(viewer))


def _is_mine(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.account_id is None:
        return (Participant.id == viewer.participant_id) & Participant.account_id.is_(None)
    return Participant.account_id == viewer.account_id


def merge_preview(session: Session, viewer: Viewer) -> Merge | None:
    """What would move from the guest that this browser was; None when there is nothing to ask about."""
    if viewer.is_guest or viewer.guest_id is None:
        return None
    merge = _merge_of(session, viewer.guest_id)
    return None if merge.is_empty else merge


def merge_guest(session: Session, viewer: Viewer) -> bool:
    """Move the guest's work into the account, by changing one row. False when there is nothing to move."""
    row = session.get(SessionRow, viewer.session_key)
    guest = session.get(Participant, row.guest_id) if row and row.guest_id else None
    if row is None or guest is None or guest.account_id is not None or viewer.account_id is None:
        return False
    session.execute(delete(SessionRow).where(SessionRow.participant_id == guest.id))  # none may become the account's
    guest.account_id = viewer.account_id
    row.guest_id = None
    return True


def decline_merge(session: Session, viewer: Viewer) -> None:
    """Leave the guest's work where it is; nobody is asked again, and it is purged with other guests' data."""
    row = session.get(SessionRow, viewer.session_key)
    if row is not None:
        row.guest_id = None


def _merge_of(session: Session, guest_id: int) -> Merge:
    is_guest = select(Participant.id).where(Participant.id == guest_id, Participant.account_id.is_(None))
    submitted = (Submission.participant_id.in_(is_guest)) & (Submission.kind == Kind.SUBMIT)
    drafted = Draft.participant_id.in_(is_guest)
    exercises = select(Submission.exercise).where(submitted).union(select(Draft.exercise).where(drafted))
    return Merge(
        guest_id=guest_id,
        submissions=session.scalar(select(func.count()).select_from(Submission).where(submitted)) or 0,
        drafts=session.scalar(select(func.count()).select_from(Draft).where(drafted)) or 0,
        answers=session.scalar(
            select(func.count(distinct(QuestionResponse.question))).where(QuestionResponse.participant_id.in_(is_guest))
        )
        or 0,
        attempts=session.scalar(
            select(func.count()).select_from(QuizAttempt).where(QuizAttempt.participant_id.in_(is_guest))
        )
        or 0,
        exercises=tuple(sorted(session.scalars(exercises))),
    )


# --- purge ----------------------------------------------------------------------------------------------------


def purge(session: Session) -> int:
    """Delete guests not seen for 30 days with all their work, and whatever has expired. How many guests went."""
    moment = now()
    session.execute(delete(SessionRow).where(SessionRow.expires <= moment))
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires <= moment))
    forget_posts(session)
    old = (Participant.last_seen < moment - GUEST_SESSION) & Participant.account_id.is_(None)
    gone = session.scalars(delete(Participant).where(old).returning(Participant.id))
    return len(gone.all())
