"""The page where one looks for something."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from steepest import languages
from steepest.languages import current_language
from steepest.search.index import LONGEST_QUERY, MOST_FOUND, index_of
from steepest.site import site

room = Blueprint("search", __name__, url_prefix=languages.PREFIX)


@room.get("/search")
def find() -> str:
    query = " ".join(request.args.get("q", "").split())[:LONGEST_QUERY]
    hits = index_of(site().course, current_language()).find(query) if query else []
    return render_template("search/find.html", query=query, hits=hits, most=MOST_FOUND)
