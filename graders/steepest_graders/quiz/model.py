"""What all questions have: what a page may draw before an answer, and what an answer is worth."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar, Self

from steepest_graders.quiz.functions import Value
from steepest_graders.quiz.reading import Fields, QuestionError
from steepest_graders.quiz.variants import Parameters, filled, filler, read_parameters, shuffled
from steepest_graders.text import Text

COMMON = ("id", "type", "prompt", "points", "tags", "explanation", "parameters", "derived")
LONGEST_ANSWER = 4000  # characters of one value of a form
CHOOSE = Text("Choose an answer first.", "请先选择一个答案。")
WRITE = Text("Write an answer first.", "请先写下答案。")
NOT_OFFERED = Text(
    "This answer is not offered here. Reload the page and answer again.", "这里没有这个答案。请重新载入页面再作答。"
)
TOO_LONG = Text("The answer is too long.", "答案太长。")


class ResponseError(ValueError):
    """An answer that can't be judged: nothing in it, unreadable, or not offered (a forged or outdated form).

    `message` says so to the student, and what to write instead; it costs them nothing.
    """

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class Mark(StrEnum):
    """What is said of an answer, or of a part of it."""

    RIGHT = "right"
    WRONG = "wrong"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen, put in order or matched."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Face:
    """A question as a page may draw it before an answer: nothing of the key is in here."""

    type: str
    id: str
    prompt: Text
    points: float
    options: tuple[Option, ...] = ()
    """Choices; items to order or to match, in the order in which they are shown."""
    targets: tuple[Option, ...] = ()
    """What items are matched with."""
    code: str = ""
    unit: str = ""
    figures: int = 0
    """Significant figures that are asked for; 0 where nothing is said of them."""
    variables: tuple[str, ...] = ()
    rule: Text = field(default_factory=Text)
    """How a part of the points is earned; empty where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of one part of an answer: of an option that was chosen, of an item."""

    mark: Mark | None
    feedback: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an answer is worth: `score` is from 0 to 1. Nothing in it says what would have been right."""

    score: float
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    """By the id of an option: only of what was chosen, so that a wrong answer can be thought over."""
    feedback: Text = field(default_factory=Text)
    """What is said of the whole answer."""
    misconceptions: tuple[str, ...] = ()
    reading: str = ""
    """A formula: how it was read, in LaTeX."""

    @property
    def correct(self) -> bool:
        return self.score == 1

    @property
    def mark(self) -> Mark:
        return Mark.RIGHT if self.correct else Mark.PARTLY if self.score else Mark.WRONG


@dataclass(frozen=True)
class Question(ABC):
    """A question as it is asked: one variant of what its author wrote.

    `source` is the mapping it was read from, whole. An answer, `given`, is always a sequence of strings, as a
    form sends it: see each type's `judge`.
    """

    id: str
    prompt: Text
    points: float
    version: str
    """Changes with anything that is written in the question; the same for all of its variants."""
    tags: tuple[str, ...]
    explanation: Text
    """Shown together with the right answer, when that is due."""
    parameters: Parameters
    values: Mapping[str, Value]
    """The numbers of this variant."""
    source: Mapping[str, Any]
    complete: bool
    """Read strictly: in both languages, with all feedback."""

    type: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    """The type's own keys, beside COMMON."""
    varies: ClassVar[bool] = True
    """May have parameters."""

    @classmethod
    @abstractmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        """The question of filled fields."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, complete: bool = True, seed: int = 0) -> Self:
        """The variant of `seed`. Raises QuestionError."""
        known = (*COMMON, *cls.keys) if cls.varies else (*COMMON[:-2], *cls.keys)
        fields = Fields(data, known, complete=complete, what="a question")
        parameters = read_parameters(fields)
        error: QuestionError | None = None
        for values in parameters.draws(seed):
            try:
                return cls._variant(fields, parameters, values)
            except QuestionError as problem:
                error = error or problem
        raise error or fields.error("no draw of the parameters has a value.", "Change their ranges.", "parameters")

    @classmethod
    def _variant(cls, fields: Fields, parameters: Parameters, values: Mapping[str, Value]) -> Self:
        data = filled(fields.data, filler(fields, values)) if parameters else fields.data
        inner = Fields(data, list(data), complete=fields.complete)
        common = {
            "id": inner.name(),
            "prompt": inner.text("prompt"),
            "points": inner.number("points", 1, above=0, most=100),
            "version": version_of(fields.data),
            "tags": inner.names("tags"),
            "explanation": inner.text("explanation", required=False),
            "parameters": parameters,
            "values": values,
            "source": fields.data,
            "complete": fields.complete,
        }
        return cls._read(inner, common)

    def variant(self, seed: int, *, shuffle: bool = False) -> Self:
        """The question with the numbers that belong to `seed`, and its options in the order that does."""
        variant = type(self).from_dict(self.source, complete=self.complete, seed=seed) if self.parameters else self
        return variant._shuffled(seed) if shuffle else variant

    def _shuffled(self, seed: int) -> Self:
        return self

    @abstractmethod
    def face(self) -> Face:
        """What a page may draw."""

    @abstractmethod
    def judge(self, given: Sequence[str]) -> Judgement:
        """What an answer is worth. Raises ResponseError for one that can't be judged."""

    @abstractmethod
    def solution(self) -> tuple[str, ...]:
        """An answer that is right, to be shown when it is due: `judge(solution())` is correct."""

    @abstractmethod
    def texts(self) -> tuple[Text, ...]:
        """Every text that a reader may see, so that all can be checked before any is shown."""

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Slugs of what its wrong answers show."""
        return ()


def version_of(data: Mapping[str, Any]) -> str:
    """A short name of exactly this wording, stored with every answer."""
    text = json.dumps(_with_names(data), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _with_names(data: Any) -> Any:
    """With every key as a string: what is no question yet may have any, which could not be sorted."""
    if isinstance(data, Mapping):
        return {str(key): _with_names(value) for key, value in data.items()}
    return [_with_names(item) for item in data] if isinstance(data, list) else data


def one_line(given: Sequence[str]) -> str:
    """The only string of an answer that has one. Raises ResponseError."""
    if len(given) > 1:
        raise ResponseError(NOT_OFFERED)
    if not given or not given[0].strip():
        raise ResponseError(WRITE)
    if len(given[0]) > LONGEST_ANSWER or "\0" in given[0]:
        raise ResponseError(TOO_LONG)
    return given[0]


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """What is said to who gave a wrong answer that was foreseen."""

    feedback: Text
    misconception: str
    score: float


REPLIES = ("right", "otherwise")
WRONG = ("feedback", "misconception", "score")


@dataclass(frozen=True, slots=True)
class Replies:
    """What is said to a right answer, and to a wrong one that was not foreseen."""

    right: Text
    otherwise: Text

    @classmethod
    def read(cls, fields: Fields) -> Replies:
        return cls(fields.text("right", required=False), fields.text("otherwise", required=False))

    def judge(self, found: WrongAnswer | bool | None) -> Judgement:
        """`found`: True for a right answer, else what was foreseen of the wrong one, or None."""
        if found is True:
            return Judgement(1.0, feedback=self.right)
        if not found:
            return Judgement(0.0, feedback=self.otherwise)
        misconceptions = (found.misconception,) if found.misconception else ()
        said = found.feedback if any(found.feedback) else self.otherwise
        return Judgement(found.score, feedback=said, misconceptions=misconceptions)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A wrong answer that the author foresaw, and what is said to it; types add how it is recognised."""

    wrong: WrongAnswer


@dataclass(frozen=True)
class Typed(Question):
    """A question whose answer is typed."""

    wrong: tuple[Foreseen, ...]
    replies: Replies

    def texts(self) -> tuple[Text, ...]:
        """See Question."""
        said = (found.wrong.feedback for found in self.wrong)
        all_texts = (self.prompt, *said, self.replies.right, self.replies.otherwise, self.explanation)
        return tuple(text for text in all_texts if any(text))

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """See Question."""
        return tuple(found.wrong.misconception for found in self.wrong if found.wrong.misconception)


def read_wrong(fields: Fields) -> WrongAnswer:
    """An item of `wrong`."""
    score = fields.number("score", 0.0, above=-1e-9, most=0.99)
    feedback = fields.text("feedback", required=fields.complete)
    return WrongAnswer(feedback, fields.optional_name("misconception"), max(0.0, score))


def reordered(question: Any, key: str, seed: int) -> Any:
    """The question with the options of `key` in an order of `seed`'s; what is `fixed` keeps its place."""
    options = getattr(question, key)
    free = [index for index, option in enumerate(options) if not getattr(option, "fixed", False)]
    order = list(options)
    for place, option in zip(free, shuffled([options[index] for index in free], f"{seed}:{question.id}"), strict=True):
        order[place] = option
    return replace(question, **{key: tuple(order)})
