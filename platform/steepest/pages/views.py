"""The way in, the pages about the site, and its health."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import text
from werkzeug.wrappers import Response

from steepest import languages, progress
from steepest.accounts.viewing import current_viewer
from steepest.course import Entry
from steepest.lessons.done import Done, done
from steepest.progress import Place
from steepest.site import site

room = Blueprint("pages", __name__)


@room.get("/")
def home() -> Response:
    """To the course, in the reader's language; it says where one left off."""
    return redirect(url_for("pages.course"))


@room.get(f"{languages.PREFIX}/")
def course() -> str:
    """The catalogue: units, what they hold, what is done, and where one left off."""
    viewer = current_viewer()
    with site().database.read() as session:
        place = progress.last_place(session, viewer) if viewer else None
        state = done(session, site().course, viewer)
    return render_template(
        "pages/course.html",
        course=site().course,
        done=state,
        onward=_onward(place, state),
        has_begun=place is not None,
    )


@room.get(f"{languages.PREFIX}/about")
def about() -> str:
    return render_template("pages/about.html")


@room.get(f"{languages.PREFIX}/licence")
def licence() -> str:
    return render_template("pages/licence.html")


@room.get(f"{languages.PREFIX}/privacy")
def privacy() -> str:
    return render_template("pages/privacy.html")


@room.get(f"{languages.PREFIX}/contribute")
def contribute() -> str:
    return render_template("pages/contribute.html")


@room.get("/healthz")
def health() -> dict[str, str]:
    """For a supervisor: the app answers and reaches its database (else 503 or 500)."""
    with site().database.read() as session:
        session.execute(text("SELECT 1"))
    return {"status": "ok"}


def _onward(place: Place | None, state: Done) -> Entry | None:
    """The page to go to: where one left off, or what comes after it if that is done."""
    entries = site().course.entries
    at = next((index for index, entry in enumerate(entries) if _is_at(entry, place)), 0)
    onward = (entry for entry in entries[at:] if (entry.room, entry.slug) not in state.entries)
    return next(onward, entries[at] if entries else None)


def _is_at(entry: Entry, place: Place | None) -> bool:
    return place is not None and (entry.room, entry.slug) == (place.room.value, place.slug)
