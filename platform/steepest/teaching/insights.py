"""What the class needs to hear: how an item goes, and which misconceptions go through the course."""

from __future__ import annotations

from flask import abort, render_template

from steepest.classes.items import items
from steepest.languages import in_language
from steepest.models import Room
from steepest.quizzes.library import Library
from steepest.site import site
from steepest.teaching import guards, queries
from steepest.teaching.room import room
from steepest_graders.quiz import Question


@room.get("/teach/classes/<slug>/items/<any(exercises, quizzes, lessons):kind>/<item>")
def item(slug: str, kind: str, item: str) -> str:
    """Solved, tries, time, scores, difficulty, discrimination, and what was misunderstood."""
    with site().database.read() as session:
        _viewer, offering = guards.offering(session, slug)
        if (kind, item) not in items(session, site().course):
            abort(404)
        spread = queries.spread(session, offering.id, Room(kind), item)
        met = queries.met_in(session, offering.id, Room(kind), item)
        library = Library(session, site().course)
        quiz = library.quiz(item) if kind == Room.QUIZZES else None
        asked = queries.answered(session, offering.id, item) if quiz else []
        known = library.questions([one.question for one in asked], quiz)
        answered = [(known.get(one.question), one) for one in asked]
        shown = queries.examples(session, offering.id, item, [found.slug for found in met])
    return render_template(
        "teaching/item.html",
        offering=offering,
        kind=kind,
        item=item,
        spread=spread,
        met=met,
        examples=shown,
        answered=answered,
        many=queries.MANY_TRIES,
        course=site().course,
    )


@room.get("/teach/classes/<slug>/misconceptions")
def misconceptions(slug: str) -> str:
    """Joined over programs, quizzes and quick checks."""
    with site().database.read() as session:
        _viewer, offering = guards.offering(session, slug)
        found = queries.misconceptions(session, offering.id)
    return render_template("teaching/misconceptions.html", offering=offering, found=found, course=site().course)


@room.app_template_filter("plain_answer")
def plain_answer(given: tuple[str, ...], question: Question | None) -> str:
    """An answer in words: options by their text, anything else as it was written."""
    choices = {choice.id: choice.text for choice in getattr(question, "choices", ())}
    return " · ".join(in_language(choices[one]) if one in choices else one for one in given) or "–"
