"""Every formula of the course, once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from steepest import prose
from steepest.course import Course, Entry

MATHS = re.compile(r"<math\b.*?</math>", re.DOTALL)
NAME = re.compile(r' aria-label="[^"]*"')  # of one that is a heading


class Group(NamedTuple):
    """The formulas that stand in a page and in none before it, as they are drawn there."""

    entry: Entry
    formulas: Sequence[Markup]


def formulas_of(course: Course) -> list[Group]:
    """The pages that bring new formulas, in order; the languages have the same ones."""
    seen: set[str] = set()
    groups = []
    for entry in course.entries:
        found = dict.fromkeys(MATHS.findall(NAME.sub("", _html(course, entry))))
        if fresh := [formula for formula in found if formula not in seen]:
            seen.update(fresh)
            groups.append(Group(entry, [Markup(formula) for formula in fresh]))  # the course's own
    return groups


def _html(course: Course, entry: Entry) -> str:
    if entry.room == "lessons":
        lesson = course.lessons[entry.slug]
        parts = [part.html for part in lesson.document("en").parts if isinstance(part, prose.Html)]
        texts = [text for question in lesson.questions for text in question.texts()]
    elif entry.room == "exercises":
        exercise = course.exercises[entry.slug]
        parts, texts = [prose.to_html(exercise.instructions.en, "en")], [*exercise.hints]
    else:
        parts = []
        texts = [text for question in course.quizzes[entry.slug].own.values() for text in question.texts()]
    return "".join([*parts, *(prose.to_html(text.en, "en") for text in texts)])
