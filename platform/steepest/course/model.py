"""Course, Unit, Lesson and their order. See the package's docstring for how they are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from steepest import prose
from steepest_graders import ContentError, Exercise, Misconception, Text
from steepest_graders.quiz import Question, Quiz
from steepest_graders.text import Language

Rooms = Literal["lessons", "exercises", "quizzes"]  # the second part of an address
LEVELS = ("beginner", "intermediate", "advanced")


class CourseError(ContentError):
    """A course that can't be shown: names the file (and line), what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the course as the outline lists it: its address is /{lang}/{room}/{slug}."""

    room: Rooms
    slug: str
    unit: str
    title: Text
    summary: Text
    level: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A chapter: its slug is its folder's name."""

    slug: str
    title: Text
    summary: Text
    level: str
    minutes: int
    entries: tuple[Entry, ...]
    leads_to: tuple[str, ...] = ()
    """Slugs of the units that build on it."""


@dataclass(frozen=True)
class Lesson:
    """A page to read."""

    slug: str
    unit: str
    title: Text
    summary: Text
    level: str
    minutes: int
    source: Text
    path: Text
    figures: Mapping[str, Text]
    questions: tuple[Question, ...]
    translated: bool = True
    """Stands in Chinese too. Else the English text is shown there, and that it is so is said."""

    def shown_in(self, language: str) -> Language:
        """The language that a reader of `language` gets the text in."""
        return "zh" if language == "zh" and self.translated else "en"

    def document(self, language: str) -> prose.Document:
        """The text, read once per process."""
        return self.chinese if self.shown_in(language) == "zh" else self.english

    @cached_property
    def english(self) -> prose.Document:
        """See `document`."""
        return self._read("en")

    @cached_property
    def chinese(self) -> prose.Document:
        """See `document`."""
        return self._read("zh")

    def question(self, question_id: str) -> Question | None:
        """The quick check with this id, if it stands in this lesson."""
        return next((question for question in self.questions if question.id == question_id), None)

    def _read(self, language: str) -> prose.Document:
        drawings = {name: svg.in_language(language) for name, svg in self.figures.items()}
        return prose.read(self.source.in_language(language), language, drawings)


@dataclass(frozen=True)
class Course:
    """All that there is to read and to do, in order."""

    slug: str
    title: Text
    summary: Text
    units: tuple[Unit, ...]
    lessons: Mapping[str, Lesson]
    exercises: Mapping[str, Exercise]
    quizzes: Mapping[str, Quiz]
    questions: Mapping[str, Question]
    misconceptions: Mapping[str, Misconception]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every page, in order."""
        return tuple(entry for unit in self.units for entry in unit.entries)

    def entry(self, room: str, slug: str) -> Entry | None:
        """The page at /{lang}/{room}/{slug}, if there is one."""
        return next((entry for entry in self.entries if (entry.room, entry.slug) == (room, slug)), None)

    def unit_of(self, slug: str) -> Unit:
        """The unit that holds a page. Raises KeyError."""
        for unit in self.units:
            if any(entry.slug == slug for entry in unit.entries):
                return unit
        raise KeyError(slug)

    def neighbours(self, slug: str) -> tuple[Entry | None, Entry | None]:
        """The pages before and after this one. Raises KeyError."""
        slugs = [entry.slug for entry in self.entries]
        if slug not in slugs:
            raise KeyError(slug)
        at = slugs.index(slug)
        before = self.entries[at - 1] if at else None
        return before, (self.entries[at + 1] if at + 1 < len(slugs) else None)

    def position(self, slug: str) -> tuple[int, int]:
        """A lesson's number among the lessons, from 1, and how many there are. Raises KeyError."""
        slugs = list(self.lessons)
        if slug not in slugs:
            raise KeyError(slug)
        return slugs.index(slug) + 1, len(slugs)
