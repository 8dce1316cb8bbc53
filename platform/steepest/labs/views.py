"""The pages of the labs."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, abort, render_template
from markupsafe import Markup

from steepest import languages, prose
from steepest.course import Lesson
from steepest.course.labs import Lab, labs
from steepest.labs.pictures import picture
from steepest.languages import current_language
from steepest.site import site
from steepest_graders import Text

room = Blueprint("labs", __name__, url_prefix=languages.PREFIX)


@room.app_context_processor
def _for_cards() -> dict[str, object]:
    return {"labs": labs(), "picture": picture}


@room.get("/labs/")
def index() -> str:
    return render_template("labs/index.html")


@room.get("/labs/<slug>")
def show(slug: str) -> str:
    lab = _lab(slug)
    return render_template(f"labs/{slug}.html", lab=lab, lessons=list(_lessons(slug)), marked_up=_marked_up)


def _lab(slug: str) -> Lab:
    return labs().get(slug) or abort(404)


def _lessons(slug: str) -> Iterator[Lesson]:
    """The lessons that send their readers here."""
    return (lesson for lesson in site().course.lessons.values() if slug in lesson.document("en").labs)


def _marked_up(text: Text) -> Markup:
    return prose.to_html(text.in_language(current_language()), current_language())
