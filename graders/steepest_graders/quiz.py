"""Questions: what is asked, and what an answer is worth.

A question is written as a mapping (YAML in a course, JSON in a database; see `question_from_dict`):

    id: why-not-mse                 stable, unique in the course
    type: single                    a key of TYPES
    prompt: {en: ..., zh: ...}      Markdown of one paragraph
    points: 1                       optional
    choices:                        of the type `single`: exactly one is correct
      - id: bounded
        text: {en: ..., zh: ...}
        correct: true               optional, false where it is left out
        feedback: {en: ..., zh: ...}
        misconception: some-slug    optional, for a wrong one

The key never leaves the server before an answer: a page draws `question.options()`, which holds no
key, and after an answer `question.judge(given).options`, which holds the marks.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from steepest_graders.text import Text

Path = tuple[str | int, ...]


class QuestionError(Exception):
    """A question that can't be asked. `path` leads to the place within its mapping."""

    def __init__(self, problem: str, remedy: str, path: Path = ()) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem, self.remedy, self.path = problem, remedy, path


class ResponseError(ValueError):
    """An answer that this question doesn't offer: a forged or outdated form."""


class Mark(StrEnum):
    """What is said of an option after an answer."""

    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as a page draws it. Before an answer it has no mark and no feedback."""

    id: str
    text: Text
    chosen: bool = False
    mark: Mark | None = None
    feedback: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an answer is worth: `score` is from 0 to 1."""

    correct: bool
    score: float
    options: tuple[Option, ...]
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question(ABC):
    """What all types have. `version` changes with anything that is written in the question."""

    id: str
    prompt: Text
    points: float
    version: str

    @abstractmethod
    def options(self) -> tuple[Option, ...]:
        """What can be chosen, without the key; empty for a type with nothing to choose."""

    @abstractmethod
    def judge(self, given: Sequence[str]) -> Judgement:
        """Judge a form's values. Raises ResponseError for what the question doesn't offer."""

    @abstractmethod
    def texts(self) -> tuple[Text, ...]:
        """Every text that a reader may see, so that all can be checked before any is shown."""

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Slugs of what its wrong answers show."""
        return ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer and what is said to who chose it."""

    id: str
    text: Text
    correct: bool
    feedback: Text
    misconception: str = ""


@dataclass(frozen=True, slots=True)
class SingleChoice(Question):
    """Exactly one choice is right."""

    choices: tuple[Choice, ...]

    def options(self) -> tuple[Option, ...]:
        """See Question."""
        return tuple(Option(choice.id, choice.text) for choice in self.choices)

    def judge(self, given: Sequence[str]) -> Judgement:
        """The chosen option is marked and answered; the right one is marked only where it was chosen.

        So a wrong answer can be thought over and tried again.
        """
        chosen = next((choice for choice in self.choices if [choice.id] == list(given)), None)
        if chosen is None:
            raise ResponseError(f"{self.id!r} takes one of {[choice.id for choice in self.choices]}, not {given!r}")
        return Judgement(
            correct=chosen.correct,
            score=float(chosen.correct),
            options=tuple(
                _marked(choice) if choice is chosen else Option(choice.id, choice.text) for choice in self.choices
            ),
            misconceptions=(chosen.misconception,) if chosen.misconception else (),
        )

    def texts(self) -> tuple[Text, ...]:
        """See Question."""
        return (self.prompt, *(text for choice in self.choices for text in (choice.text, choice.feedback)))

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """See Question."""
        return tuple(choice.misconception for choice in self.choices if choice.misconception)


def _marked(choice: Choice) -> Option:
    mark = Mark.RIGHT if choice.correct else Mark.WRONG
    return Option(choice.id, choice.text, chosen=True, mark=mark, feedback=choice.feedback)


def question_from_dict(data: Any) -> Question:
    """Read a question strictly: nothing unknown, nothing missing. Raises QuestionError."""
    if not isinstance(data, Mapping):
        raise QuestionError("a question is not a mapping.", "Write id, type, prompt and the type's own keys.")
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in TYPES:
        raise QuestionError(f"the type {kind!r} is unknown.", f"Write one of: {', '.join(TYPES)}.", ("type",))
    return TYPES[kind](data)


def _single_choice(data: Mapping[str, Any]) -> SingleChoice:
    _only(data, {"id", "type", "prompt", "points", "choices"}, ())
    listed = data.get("choices")
    if not isinstance(listed, list) or len(listed) < 2:
        raise QuestionError("there are no two choices.", "List at least two under `choices`.", ("choices",))
    choices = tuple(_choice(item, ("choices", index)) for index, item in enumerate(listed))
    if len({choice.id for choice in choices}) < len(choices):
        raise QuestionError("two choices have the same id.", "Give each its own.", ("choices",))
    if (right := sum(choice.correct for choice in choices)) != 1:
        raise QuestionError(f"{right} choices are correct.", "Mark exactly one `correct: true`.", ("choices",))
    return SingleChoice(
        id=_name(data, ()),
        prompt=_text(data, "prompt", ()),
        points=_points(data),
        version=version_of(data),
        choices=choices,
    )


TYPES: Mapping[str, Callable[[Mapping[str, Any]], Question]] = {"single": _single_choice}


def version_of(data: Mapping[str, Any]) -> str:
    """A short name of exactly this wording, stored with every answer."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def _choice(data: Any, path: Path) -> Choice:
    if not isinstance(data, Mapping):
        raise QuestionError("a choice is not a mapping.", "Write id, text and feedback.", path)
    _only(data, {"id", "text", "correct", "feedback", "misconception"}, path)
    correct, misconception = data.get("correct", False), data.get("misconception", "")
    if not isinstance(correct, bool):
        raise QuestionError(f"`correct` is {correct!r}.", "Write true or false.", (*path, "correct"))
    if correct and misconception:
        raise QuestionError("the right choice shows a misconception.", "Take one of the two away.", path)
    return Choice(
        _name(data, path), _text(data, "text", path), correct, _text(data, "feedback", path), str(misconception)
    )


def _only(data: Mapping[str, Any], keys: set[str], path: Path) -> None:
    for key in data:
        if key not in keys:
            near = get_close_matches(str(key), keys, 1)
            remedy = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(sorted(keys))}."
            raise QuestionError(f"the key {key!r} is unknown.", remedy, (*path, key))


def _name(data: Mapping[str, Any], path: Path) -> str:
    name = data.get("id")
    if not isinstance(name, str) or not name.replace("-", "").isalnum() or not name.isascii() or name != name.lower():
        raise QuestionError(f"the id is {name!r}.", "Write small letters, digits and hyphens.", (*path, "id"))
    return name


def _text(data: Mapping[str, Any], key: str, path: Path) -> Text:
    texts = data.get(key)
    if not isinstance(texts, Mapping) or set(texts) != {"en", "zh"}:
        raise QuestionError(
            f"`{key}` is not given in two languages.", f"Write {key}: {{en: ..., zh: ...}}.", (*path, key)
        )
    for language, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise QuestionError(
                f"`{key}` is empty in {language!r}.", "Write a text, in quotes.", (*path, key, language)
            )
    return Text(texts["en"].strip(), texts["zh"].strip())


def _points(data: Mapping[str, Any]) -> float:
    points = data.get("points", 1)
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points <= 100:
        raise QuestionError(f"`points` is {points!r}.", "Write a number above 0, at most 100.", ("points",))
    return float(points)
