"""What reading a text yields: its parts in order, and what a check of the course wants to know of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from markupsafe import Markup
from pymdownx.superfences import SuperFencesException


class ProseError(SuperFencesException):  # type: ignore[misc]  # what a fence raises else is swallowed
    """A text that can't be shown as it is meant. `line` counts from 1; None where it isn't known."""

    def __init__(self, problem: str, remedy: str, excerpt: str = "", line: int | None = None) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem, self.remedy, self.excerpt, self.line = problem, remedy, excerpt, line

    def located(self, source: str) -> ProseError:
        """The same error with the line in which its excerpt stands."""
        at = source.find(self.excerpt) if self.excerpt else -1
        line = source.count("\n", 0, at) + 1 if at >= 0 else None
        return ProseError(self.problem, self.remedy, self.excerpt, line)


@dataclass(frozen=True, slots=True)
class Html:
    """Ready for the page."""

    html: Markup


@dataclass(frozen=True, slots=True)
class QuickCheck:
    """Here the page draws the form of this question."""

    question: str


@dataclass(frozen=True, slots=True)
class ExerciseLink:
    """Here the page draws a link to this exercise."""

    exercise: str


@dataclass(frozen=True, slots=True)
class LabLink:
    """Here the page draws a link to this lab."""

    lab: str


Part: TypeAlias = Html | QuickCheck | ExerciseLink | LabLink
AnyPart = TypeVar("AnyPart", Html, QuickCheck, ExerciseLink, LabLink)


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is 2 or 3; `text` is plain."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link within the course: `room` is 'exercise', 'lesson' or 'lab'."""

    room: str
    slug: str
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read."""

    parts: tuple[Part, ...]
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    formulas: tuple[str, ...] = ()  # LaTeX, in the order of the text
    figures: tuple[str, ...] = ()
    callouts: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of its quick checks, in order."""
        return tuple(part.question for part in self._of(QuickCheck))

    @property
    def exercises(self) -> tuple[str, ...]:
        """The slugs of the exercises that it sets, in order."""
        return tuple(part.exercise for part in self._of(ExerciseLink))

    @property
    def labs(self) -> tuple[str, ...]:
        """The slugs of the labs that it sends its reader to."""
        linked = [link.slug for link in self.links if link.room == "lab"]
        return tuple(dict.fromkeys([*(part.lab for part in self._of(LabLink)), *linked]))

    def _of(self, kind: type[AnyPart]) -> Iterator[AnyPart]:
        return (part for part in self.parts if isinstance(part, kind))
