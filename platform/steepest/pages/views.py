"""The way in, the pages about the site, and its health."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import text
from werkzeug.wrappers import Response

from steepest import languages
from steepest.accounts.viewing import current_viewer
from steepest.course import Entry
from steepest.done import Done, done
from steepest.pages.formulas import formulas_of
from steepest.site import site

room = Blueprint("pages", __name__)


@room.get("/")
def home() -> Response:
    """To the course, in the reader's language; it says where one left off."""
    return redirect(url_for("pages.course"))


@room.get(f"{languages.PREFIX}/")
def course() -> str:
    """The catalogue: units, what they hold, what is done, and where one left off."""
    state = done(site().course, current_viewer())
    return render_template(
        "pages/course.html",
        course=site().course,
        done=state,
        onward=_onward(state),
        has_begun=state.just_left() is not None,
    )


@room.get(f"{languages.PREFIX}/about")
def about() -> str:
    return render_template("pages/about.html")


@room.get(f"{languages.PREFIX}/about/formulas")
def formulas() -> str:
    """Every distinct formula of the course: where a change of browser or font is looked at."""
    return render_template("pages/formulas.html", groups=formulas_of(site().course))


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


def _onward(state: Done) -> Entry | None:
    """The page to go to: where one left off, or the next after it that is not done; None where all is done."""
    entries = site().course.entries
    keys = [(entry.room, entry.slug) for entry in entries]
    left = state.just_left()
    at = keys.index(left) if left in keys else 0
    ahead = (*entries[at:], *entries[:at])
    return next((entry for entry in ahead if (entry.room, entry.slug) not in state.entries), None)
