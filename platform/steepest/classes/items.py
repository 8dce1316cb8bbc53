"""What can be assigned and looked at: the pages of the course, and quizzes that were published from the browser."""

from __future__ import annotations

from sqlalchemy.orm import Session

from steepest.course import Course
from steepest.models import Room
from steepest.quizzes.library import Library
from steepest_graders.text import Text

Items = dict[tuple[Room, str], Text]


def items(session: Session, course: Course) -> Items:
    """The titles of all of them, in the order of the course."""
    found = {(Room(entry.room), entry.slug): entry.title for entry in course.entries}
    published = Library(session, course).published_quizzes()
    return found | {(Room.QUIZZES, quiz.slug): quiz.title for quiz in published}
