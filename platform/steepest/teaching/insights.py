"""What the class needs to hear: how an item goes, and which misconceptions go through the course."""

from __future__ import annotations

from typing import NamedTuple

from flask import abort, render_template

from steepest.classes.items import items
from steepest.languages import in_language
from steepest.models import Room
from steepest.quizzes.library import Known, Library
from steepest.site import site
from steepest.teaching import guards, queries
from steepest.teaching.queries import Answered
from steepest.teaching.room import room
from steepest_graders.quiz import MultipleChoice, Question, SingleChoice, TrueFalse


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
        answered = [(found, one, _options(found, one)) for one in asked for found in [known.get(one.question)]]
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


class Taken(NamedTuple):
    """An option of a question, and how many took it."""

    words: str
    is_right: bool
    times: int


def _options(known: Known | None, answered: Answered) -> list[Taken]:
    """Of a question whose answer is a choice: all options, as one that nobody takes says something, too."""
    question = known.question if known else None
    if not isinstance(question, SingleChoice | MultipleChoice | TrueFalse):
        return []
    right, parts = question.solution(), answered.parts
    taken = [Taken(in_language(one.text), one.id in right, parts.get(one.id, 0)) for one in question.face().options]
    return taken + ([Taken("–", False, parts[""])] if "" in parts else [])


@room.app_template_filter("plain_answer")
def plain_answer(given: tuple[str, ...], question: Question | None) -> str:
    """An answer in words: options by their text, anything else as it was written."""
    options = {option.id: option.text for option in question.face().options} if question else {}
    return " · ".join(in_language(options[one]) if one in options else one for one in given) or "–"
