"""Who is looking, as the cookie says: read once a request, made a guest on the first thing worth keeping."""

from __future__ import annotations

import time

from flask import Flask, g, request, session
from flask.sessions import SecureCookieSessionInterface

from steepest.accounts import queries
from steepest.accounts.queries import Viewer
from steepest.models import RoleName, now
from steepest.site import site

TOUCH_EVERY = 600  # seconds: reading a page writes nothing more often than this


class Cookies(SecureCookieSessionInterface):
    """The session's cookie, sent over TLS only where the reader came by TLS."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init_app(app: Flask) -> None:
    """Keep the session in a signed cookie that no script and no other site can use."""
    app.session_interface = Cookies()
    app.config.update(
        SESSION_COOKIE_NAME="steepest",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=365 * 86400,  # the session's row in the database decides when it ends
    )
    app.jinja_env.globals.update(current_viewer=current_viewer, here=here)


class SignInFirst(Exception):
    """Somebody without an account does what needs one. The site leads them to the sign-in; a form comes back."""


def here() -> str:
    """The address of this page, below whatever the site is mounted at: where a sign-in leads back to."""
    return request.script_root + request.path


def current_viewer() -> Viewer | None:
    """Who is looking; None for somebody who has done nothing yet that is kept."""
    if "viewer" not in g:
        key = session.get("key")
        g.viewer = _read(key) if key else None
    viewer: Viewer | None = g.viewer
    return viewer


def working_viewer() -> Viewer:
    """Who is doing something worth keeping: a visitor becomes a guest here. Raises SignInFirst without guests."""
    viewer = current_viewer()
    if viewer is None:
        if not site().settings.guests:
            raise SignInFirst
        with site().database.write() as database:
            viewer = queries.start_guest(database)
        remember(viewer)
    return viewer


def remember(viewer: Viewer) -> None:
    """Name the viewer's session in the cookie."""
    session.permanent = True
    session["key"] = viewer.session_key
    session["account"] = viewer.account_id
    session["seen"] = int(time.time())
    g.viewer = viewer


def enter(viewer: Viewer) -> None:
    """After a sign-in: nothing of the old cookie lives on but the language."""
    forget()
    remember(viewer)


def leave() -> None:
    """End the session, here and in the database."""
    viewer = current_viewer()
    if viewer is not None:
        with site().database.write() as database:
            queries.sign_out(database, viewer.session_key)
    forget()


def forget() -> None:
    """Empty the cookie, of all but the language."""
    language = session.get("lang")
    session.clear()
    if language:
        session["lang"] = language
    g.viewer = None


def _read(key: str) -> Viewer | None:
    viewer = _viewer(key)
    if viewer is None:
        session.pop("key")  # ended elsewhere, or expired
    elif time.time() - session.get("seen", 0) > TOUCH_EVERY:
        with site().database.write() as database:
            queries.touch(database, viewer)
        session["seen"] = int(time.time())
    return viewer


def _viewer(key: str) -> Viewer | None:
    """As `queries.viewer`, but cheap: every page asks for this."""
    rows = site().lookups.rows(_VIEWER, key=key, moment=now())
    if not rows:
        return None
    participant, account, name, operator, guest, *_ = rows[0]
    roles = tuple((offering, RoleName(role)) for *_, offering, role in rows if role)
    return Viewer(key, participant, account, name or "", bool(operator), roles, guest)


_VIEWER = """
    SELECT session.participant_id, participant.account_id, account.name, account.operator, session.guest_id,
           role.offering_id, role.name
      FROM session
      JOIN participant ON participant.id = session.participant_id
      LEFT JOIN account ON account.id = participant.account_id
      LEFT JOIN role ON role.account_id = account.id
     WHERE session.key = :key AND session.expires > :moment
     ORDER BY role.joined, role.offering_id
"""
