"""The instructor's page: per exercise the share solved and the misconceptions met."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from steepest import languages
from steepest.accounts.viewing import current_viewer
from steepest.models import DEFAULT_OFFERING
from steepest.site import site
from steepest.teaching import queries

room = Blueprint("teaching", __name__, url_prefix=languages.PREFIX)


@room.get("/teach")
def overview() -> str:
    viewer = current_viewer()
    if viewer is None or not viewer.teaches():
        abort(404)  # a stranger does not learn that there is a page
    with site().database.read() as session:
        summaries = queries.summaries(session, DEFAULT_OFFERING)
    return render_template("teaching/overview.html", course=site().course, summaries=summaries)
