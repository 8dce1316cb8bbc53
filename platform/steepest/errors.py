"""What a reader is told when something went wrong: a page in their language that says what to do next.

An error page asks the database nothing: it must show when the database is what failed.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, render_template, request, session
from flask_babel import gettext as _
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import HTTPException, InternalServerError

from steepest.db import DatabaseBusy, Unstorable

Page = tuple[str, int, dict[str, str]]


def init_app(app: Flask) -> None:
    """Guard every form with a token, and answer every error with a page."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a token lives as long as its session: people think for hours
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _token)
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
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "2"})


def _unstorable(error: Unstorable) -> Page:
    """What has a number that no row can have is not there; a form with such a value is none of ours."""
    return _page(HTTPStatus.NOT_FOUND if request.method in ("GET", "HEAD") else HTTPStatus.BAD_REQUEST, {})


def _token(error: CSRFError) -> Page:
    """The form is older than the session. What was written in it comes back, ready to be sent again.

    Only to a form of ours: a page elsewhere must not get its form sent by a reader who presses the button.
    """
    ours = _is_ours()
    kept = [(name, value) for name, value in request.form.items(multi=True) if _is_kept(name)] if ours else []
    page = render_template("expired.html", plain=True, kept=kept, action=request.full_path.rstrip("?"))
    return page, HTTPStatus.BAD_REQUEST, {"X-Token": token()} if ours else {}


def _is_ours() -> bool:
    """Sent from a page of this site, as the browser says."""
    where = request.headers.get("Sec-Fetch-Site")
    if where is not None:
        return where == "same-origin"
    return request.headers.get("Origin", request.host_url.rstrip("/")) == request.host_url.rstrip("/")


def _is_kept(name: str) -> bool:
    return "token" not in name and "password" not in name


def _page(code: int, headers: dict[str, str]) -> Page:
    title, remedy = _words(code)
    return render_template("error.html", plain=True, code=code, title=title, remedy=remedy), code, headers


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
