"""What a reader is told when something went wrong: a page in their language that says what to do next.

An error page asks the database nothing: it must show when the database is what failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug import Response
from werkzeug.exceptions import HTTPException, InternalServerError

from steepest.accounts.viewing import SignInFirst, here
from steepest.db import DatabaseBusy, DatabaseGone, Unstorable

Page = tuple[str, int, Mapping[str, str]]
Fields = list[tuple[str, str]]
RETRY = {"Retry-After": "2"}  # seconds


def init_app(app: Flask) -> None:
    """Guard every form with a token, and answer every error with a page."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a token lives as long as its session: people think for hours
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(SignInFirst, _sign_in)
    app.register_error_handler(DatabaseBusy, _busy)
    app.register_error_handler(Unstorable, _unstorable)
    app.register_error_handler(HTTPException, _http)


def token() -> str:
    """The token of this reader's forms. Signing one takes longer than all the rest of filling a page: kept."""
    signed = _signed.get(session.get("csrf_token", ""))
    if signed is None:
        signed = generate_csrf()
        if len(_signed) >= MOST_KEPT:
            _signed.clear()
        _signed[session["csrf_token"]] = signed
    return signed


MOST_KEPT = 10_000
_signed: dict[str, str] = {}


def _http(error: HTTPException) -> Page | HTTPException:
    code = error.code or InternalServerError.code
    if code < HTTPStatus.BAD_REQUEST:
        return error  # a redirect
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return _page(code, headers)


def _busy(error: DatabaseBusy) -> Page:
    """Nothing was written, and `Retry-After` says that sending it again is right; our scripts do so by themselves.

    Where the database was lost on the way, a change may have been kept: only who has looked should send it again.
    """
    code = HTTPStatus.SERVICE_UNAVAILABLE
    if request.method != "POST":
        return _page(code, RETRY)
    title = _("The site is busy")
    if isinstance(error, DatabaseGone):
        return _error_page(code, title, _("Go back and look whether it was kept; if not, send it again.")), code, {}
    if "X-Fragment" in request.headers or not _is_kept_whole():
        return _page(code, RETRY)
    lede = _("Nothing was stored yet, and nothing is lost. Send it again in a few seconds.")
    return _form_again(title, lede, _kept()), code, RETRY


def _unstorable(error: Unstorable) -> Page:
    """What has a number that no row can have is not there; a form with such a value is none of ours."""
    return _page(HTTPStatus.NOT_FOUND if request.method in ("GET", "HEAD") else HTTPStatus.BAD_REQUEST, {})


def _token(error: CSRFError) -> Page:
    """The form is older than the session. What was written in it comes back, ready to be sent again."""
    kept = _kept() if _is_ours() else []
    lede = (
        _(
            "You have signed in or out since the page was loaded. Nothing that you wrote is lost: it stands below."
            " Send it again, or copy it."
        )
        if kept
        else _("Go back, reload the page and send the form once more.")
    )
    page = _form_again(_("This form has expired"), lede, kept)
    headers = {"X-Token": token(), "X-Reader": str(session.get("account") or "")}
    return page, HTTPStatus.BAD_REQUEST, headers if _is_ours() else {}


def _sign_in(_error: SignInFirst) -> Page | Response:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=here()))
    kept = _kept() if _is_ours() else []
    lede = (
        _("Here one works with an account. Sign in in another tab and send this again: nothing you wrote is lost.")
        if kept
        else _("Here one works with an account.")
    )
    return _form_again(_("Sign in first"), lede, kept), HTTPStatus.FORBIDDEN, {}


def _form_again(title: str, lede: str, kept: Fields) -> str:
    action = request.full_path.rstrip("?")
    return render_template("again.html", plain=True, title=title, lede=lede, kept=kept, action=action)


def _kept() -> Fields:
    """What was written in the form, but for tokens and passwords."""
    return [(name, value) for name, value in request.form.items(multi=True) if _is_kept(name)]


def _is_kept_whole() -> bool:
    """Whether the form can come back as it was sent: a password or a file would not."""
    has_file = any(upload.filename for upload in request.files.values())
    return _is_ours() and not has_file and not any("password" in name for name in request.form)


def _is_ours() -> bool:
    """Sent from a page of this site, as the browser says.

    A page elsewhere must not get its form sent by a reader who presses the button that we show.
    """
    where = request.headers.get("Sec-Fetch-Site")
    if where is not None:
        return where == "same-origin"
    return request.headers.get("Origin", request.host_url.rstrip("/")) == request.host_url.rstrip("/")


def _is_kept(name: str) -> bool:
    return "token" not in name and "password" not in name


def _page(code: int, headers: Mapping[str, str]) -> Page:
    return _error_page(code, *_words(code)), code, headers


def _error_page(code: int, title: str, remedy: str) -> str:
    return render_template("error.html", plain=True, code=code, title=title, remedy=remedy)


def _words(code: int) -> tuple[str, str]:
    """What happened, and what to do now."""
    known = {
        400: (_("That request could not be read"), _("Go back, reload the page and try once more.")),
        403: (_("This page is not yours to open"), _("Sign in with an account that may open it.")),
        404: (_("There is no such page"), _("It may have moved, or it belongs to somebody else. The course is here:")),
        405: (_("That can't be done here"), _("Go back and use the buttons of the page.")),
        413: (
            _("That is too large"),
            _("A program may have at most 64 KiB. Go back and shorten it; it was not saved."),
        ),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
        503: (_("The site is busy"), _("Nothing was lost. Go back and try again in a few seconds.")),
    }
    other = _("Something went wrong here"), _("It is our fault, and it has been noted. Try again in a moment.")
    return known.get(code, known[400] if code < HTTPStatus.INTERNAL_SERVER_ERROR else other)
