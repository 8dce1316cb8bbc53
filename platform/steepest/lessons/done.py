"""What of the course is done: checks answered, lessons without checks opened, exercises solved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from steepest import progress
from steepest.accounts.queries import Viewer
from steepest.course import Course, Lesson
from steepest.models import QuestionResponse
from steepest.progress import Place, Standing

Key = tuple[str, str]  # (room, slug) of an entry


@dataclass(frozen=True, slots=True)
class Done:
    """How far one reader has come."""

    entries: frozenset[Key] = frozenset()
    percent: int = 0
    answers: Mapping[str, QuestionResponse] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    opened: frozenset[Key] = frozenset()

    def of_lesson(self, lesson: Lesson) -> int:
        """Per cent of the lesson."""
        steps = _steps(lesson, self)
        return round(100 * sum(steps) / len(steps))


def done(session: Session, course: Course, viewer: Viewer | None) -> Done:
    """What `viewer` has done of `course`; nothing for somebody who is not known yet."""
    if viewer is None:
        return Done()
    visited: Iterable[Place] = progress.visited(session, viewer)
    found = Done(
        answers=progress.answers(session, viewer),
        standings=progress.standings(session, viewer),
        opened=frozenset((place.room.value, place.slug) for place in visited),
    )
    steps = {("lessons", lesson.slug): _steps(lesson, found) for lesson in course.lessons.values()}
    for slug in course.exercises:
        standing = found.standings.get(slug)
        steps["exercises", slug] = [standing is not None and standing.solved]
    taken = [step for each in steps.values() for step in each]
    return Done(
        entries=frozenset(key for key, each in steps.items() if all(each)),
        percent=round(100 * sum(taken) / len(taken)) if taken else 0,
        answers=found.answers,
        standings=found.standings,
        opened=found.opened,
    )


def _steps(lesson: Lesson, found: Done) -> list[bool]:
    """One step for every quick check; of a lesson without any, that it was opened."""
    if not lesson.questions:
        return [("lessons", lesson.slug) in found.opened]
    return [question.id in found.answers for question in lesson.questions]
