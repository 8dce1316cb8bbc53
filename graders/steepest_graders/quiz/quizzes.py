"""A quiz: questions with a head that says how they are asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from steepest_graders.quiz.model import Question, version_of
from steepest_graders.quiz.reading import NAME, Fields, QuestionError
from steepest_graders.quiz.types import question_from_dict
from steepest_graders.text import Text

LEVELS = ("beginner", "intermediate", "advanced")
SETTINGS = ("attempts", "counts", "time-limit", "shuffle", "feedback", "answers", "pass", "from", "until")
DRAW = ("tag", "count", "bank")
HEAD = ("title", "summary", "level", "minutes", "settings", "questions", "draw")
MOST_QUESTIONS = 200


class Counts(StrEnum):
    """Which of several attempts counts."""

    BEST = "best"
    LAST = "last"
    AVERAGE = "average"


class When(StrEnum):
    """When something shows: sooner words stand first."""

    AT_ONCE = "at-once"  # as soon as a question is answered; the answer is then final for the attempt
    AFTER_ATTEMPT = "after-attempt"
    AFTER_CLOSE = "after-close"  # when the quiz can no longer be taken
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a quiz is asked."""

    attempts: int = 0
    """How many; 0 for as many as one likes."""
    counts: Counts = Counts.BEST
    time_limit: timedelta | None = None
    shuffle: bool = True
    """Questions and options in an order of each attempt's own."""
    feedback: When = When.AT_ONCE
    """When marks and what is said to an answer show."""
    answers: When = When.AFTER_ATTEMPT
    """When right answers and explanations show."""
    passing: float = 0.6
    """Share of the points, 0 to 1."""
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """So many questions with a tag, from the bank named (else from all that are there)."""

    tag: str
    count: int
    bank: str = ""


@dataclass(frozen=True)
class Quiz:
    """What is asked: `listed` are ids in order, `own` those of them that stand in the quiz itself."""

    slug: str
    title: Text
    summary: Text
    level: str
    minutes: int
    settings: Settings
    listed: tuple[str, ...]
    own: Mapping[str, Question]
    draws: tuple[Draw, ...]
    version: str
    source: Mapping[str, Any]

    @property
    def size(self) -> int:
        """How many questions an attempt has, where every draw finds enough."""
        return len(self.listed) + sum(draw.count for draw in self.draws)

    def texts(self) -> tuple[Text, ...]:
        """Every text that a reader may see."""
        return (self.title, self.summary, *(text for question in self.own.values() for text in question.texts()))


def quiz_from_dict(slug: str, data: Any, *, complete: bool = True) -> Quiz:
    """Read a quiz strictly. Raises QuestionError."""
    fields = Fields(data, HEAD, complete=complete, what="a quiz")
    listed, own = _questions(fields)
    draws = tuple(
        Draw(item.name("tag"), item.whole("count", 1, most=MOST_QUESTIONS), item.line("bank", required=False))
        for item in fields.items("draw", DRAW)
    )
    if not listed and not draws:
        raise fields.error("the quiz asks nothing.", "List `questions`, or `draw` some by tag.", "questions")
    return Quiz(
        slug=slug,
        title=fields.text("title"),
        summary=fields.text("summary", required=complete),
        level=fields.word("level", LEVELS),
        minutes=fields.whole("minutes", 10),
        settings=_settings(fields.inner("settings", SETTINGS)),
        listed=listed,
        own=own,
        draws=draws,
        version=version_of(data),
        source=data,
    )


def quiz_to_dict(quiz: Quiz) -> dict[str, Any]:
    """The mapping that the quiz was read from, keys in the usual order."""
    return {key: quiz.source[key] for key in HEAD if key in quiz.source}


def _questions(fields: Fields) -> tuple[tuple[str, ...], dict[str, Question]]:
    listed: list[str] = []
    own: dict[str, Question] = {}
    entries = fields.data.get("questions") or []
    if not isinstance(entries, list) or len(entries) > MOST_QUESTIONS:
        raise fields.error("`questions` is no list.", f"List at most {MOST_QUESTIONS} questions, or ids.", "questions")
    for index, entry in enumerate(entries):
        place = (*fields.path, "questions", index)
        if isinstance(entry, str) and NAME.fullmatch(entry):
            name = entry
        else:
            try:
                question = question_from_dict(entry, complete=fields.complete)
            except QuestionError as error:
                raise QuestionError(error.problem, error.remedy, (*place, *error.path)) from None
            name = question.id
            own[name] = question
        if name in listed:
            raise QuestionError(f"the question {name!r} stands twice.", "Give each its own id.", place)
        listed.append(name)
    return tuple(listed), own


def _settings(fields: Fields) -> Settings:
    unlimited = fields.data.get("attempts", "unlimited") == "unlimited"
    opens, closes = fields.moment("from"), fields.moment("until")
    if opens and closes and not opens < closes:
        raise fields.error("`until` is not after `from`.", "Correct one of the two.", "until")
    answers = When(fields.word("answers", _first(When, When.AFTER_ATTEMPT)))
    if answers is When.AT_ONCE:
        remedy = "Write after-attempt: who sees the answer has nothing left to answer."
        raise fields.error("right answers can't show at once.", remedy, "answers")
    if When.AFTER_CLOSE in (answers, fields.data.get("feedback")) and closes is None:
        raise fields.error("something shows after the close, but `until` is missing.", "Write `until`.", "until")
    return Settings(
        attempts=0 if unlimited else fields.whole("attempts", most=100),
        counts=Counts(fields.word("counts", list(Counts))),
        time_limit=timedelta(minutes=fields.number("time-limit", above=0, most=1440))
        if "time-limit" in fields
        else None,
        shuffle=fields.flag("shuffle", True),
        feedback=When(fields.word("feedback", list(When))),
        answers=answers,
        passing=fields.number("pass", 0.6, above=-1e-9, most=1),
        opens=opens,
        closes=closes,
    )


def _first(words: Iterable[When], default: When) -> list[str]:
    return [default, *(word for word in words if word is not default)]
