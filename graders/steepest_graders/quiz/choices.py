"""Single choice, multiple choice, true or false."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from steepest_graders.quiz.model import (
    CHOOSE,
    NOT_OFFERED,
    REPLIES,
    Face,
    Judgement,
    Mark,
    Option,
    Question,
    Remark,
    Replies,
    ResponseError,
    reordered,
)
from steepest_graders.quiz.reading import Fields, all_different, all_read_differently
from steepest_graders.text import Text

CHOICE = ("id", "text", "correct", "feedback", "misconception", "fixed")
TRUE, FALSE = Text("True", "正确"), Text("False", "错误")


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer and what is said to who chose it. A `fixed` one keeps its place in a shuffled list."""

    id: str
    text: Text
    correct: bool
    feedback: Text
    misconception: str = ""
    fixed: bool = False

    @property
    def remark(self) -> Remark:
        return Remark(Mark.RIGHT if self.correct else Mark.WRONG, self.feedback)


@dataclass(frozen=True)
class _Choices(Question):
    choices: tuple[Choice, ...]

    def _shuffled(self, seed: int) -> Self:
        shuffled: Self = reordered(self, "choices", seed)
        return shuffled

    def _face(self, rule: Text | None = None) -> Face:
        options = tuple(Option(choice.id, choice.text) for choice in self.choices)
        return Face(self.type, self.id, self.prompt, self.points, options=options, rule=rule or Text())

    def _chosen(self, given: Sequence[str]) -> list[Choice]:
        chosen = [choice for choice in self.choices if choice.id in given]
        if not given or not any(given):
            raise ResponseError(CHOOSE)
        if len(chosen) != len(given):
            raise ResponseError(NOT_OFFERED)
        return chosen

    def solution(self) -> tuple[str, ...]:
        """See Question."""
        return tuple(choice.id for choice in self.choices if choice.correct)

    def texts(self) -> tuple[Text, ...]:
        """See Question."""
        inner = (text for choice in self.choices for text in (choice.text, choice.feedback) if any(text))
        return (self.prompt, *inner, *([self.explanation] if any(self.explanation) else []))

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """See Question."""
        return tuple(choice.misconception for choice in self.choices if choice.misconception)


@dataclass(frozen=True)
class SingleChoice(_Choices):
    """Exactly one choice is right. An answer is [its id]."""

    type: ClassVar[str] = "single"
    keys: ClassVar[tuple[str, ...]] = ("choices",)

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        choices = read_choices(fields)
        if (right := sum(choice.correct for choice in choices)) != 1:
            raise fields.error(f"{right} choices are correct.", "Mark exactly one `correct: true`.", "choices")
        return cls(**common, choices=choices)

    def face(self) -> Face:
        """See Question."""
        return self._face()

    def judge(self, given: Sequence[str]) -> Judgement:
        """The chosen option is marked and answered; the right one is marked only where it was chosen."""
        if len(given) > 1:
            raise ResponseError(NOT_OFFERED)
        chosen = self._chosen(given)[0]
        misconceptions = (chosen.misconception,) if chosen.misconception else ()
        return Judgement(float(chosen.correct), {chosen.id: chosen.remark}, misconceptions=misconceptions)


RULES = {
    "balanced": Text(
        "Partial credit: your share of the right options, less your share of the wrong ones; never below 0.",
        "部分得分：选中的正确选项所占比例，减去选中的错误选项所占比例；不低于 0。",
    ),
    "all": Text(
        "Credit only where all and none but the right options are chosen.", "只有选中全部且仅选正确选项才得分。"
    ),
}


@dataclass(frozen=True)
class MultipleChoice(_Choices):
    """Any number of choices is right. An answer is the ids of those that are chosen, in any order.

    `credit` is `balanced` (the default) or `all`: see RULES, which the page states.
    """

    credit: str
    type: ClassVar[str] = "multiple"
    keys: ClassVar[tuple[str, ...]] = ("choices", "credit")

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        choices = read_choices(fields)
        if not any(choice.correct for choice in choices):
            remedy = "Mark each right one `correct: true`; add one that says that none is."
            raise fields.error("no choice is correct.", remedy, "choices")
        return cls(**common, choices=choices, credit=fields.word("credit", list(RULES)))

    def face(self) -> Face:
        """See Question."""
        return self._face(RULES[self.credit])

    def judge(self, given: Sequence[str]) -> Judgement:
        """Each chosen option is marked and answered. What is missing is not named."""
        chosen = self._chosen(given)
        right = [choice for choice in self.choices if choice.correct]
        wrong = [choice for choice in self.choices if not choice.correct]
        hits, misses = sum(choice.correct for choice in chosen), sum(not choice.correct for choice in chosen)
        score = max(0.0, hits / len(right) - (misses / len(wrong) if wrong else 0.0))
        if self.credit == "all":
            score = float(score == 1)
        return Judgement(
            score,
            {choice.id: choice.remark for choice in chosen},
            misconceptions=tuple(choice.misconception for choice in chosen if choice.misconception),
        )


def read_choices(fields: Fields) -> tuple[Choice, ...]:
    """The list under `choices`. Raises QuestionError."""
    items = fields.items("choices", CHOICE, least=2)
    choices = tuple(_choice(item) for item in items)
    all_different(items, [choice.id for choice in choices], "choices")
    all_read_differently(items, [choice.text for choice in choices], "choices")
    return choices


def _choice(fields: Fields) -> Choice:
    correct, misconception = fields.flag("correct", False), fields.optional_name("misconception")
    if correct and misconception:
        raise fields.error("the right choice shows a misconception.", "Take one of the two away.")
    return Choice(
        id=fields.name(),
        text=fields.text("text"),
        correct=correct,
        feedback=fields.text("feedback", required=fields.complete),
        misconception=misconception,
        fixed=fields.flag("fixed", False),
    )


@dataclass(frozen=True)
class TrueFalse(Question):
    """A statement that is true or false. An answer is ["true"] or ["false"]."""

    answer: bool
    replies: Replies
    misconception: str
    type: ClassVar[str] = "true-false"
    keys: ClassVar[tuple[str, ...]] = ("answer", "misconception", *REPLIES)

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        if "answer" not in fields:
            raise fields.error("`answer` is missing.", "Write answer: true or answer: false.", "answer")
        return cls(
            **common,
            answer=fields.flag("answer", True),
            replies=Replies.read(fields),
            misconception=fields.optional_name("misconception"),
        )

    def face(self) -> Face:
        """See Question."""
        options = (Option("true", TRUE), Option("false", FALSE))
        return Face(self.type, self.id, self.prompt, self.points, options=options)

    def judge(self, given: Sequence[str]) -> Judgement:
        """See Question."""
        if not given or not any(given):
            raise ResponseError(CHOOSE)
        if list(given) not in (["true"], ["false"]):
            raise ResponseError(NOT_OFFERED)
        right = list(given) == list(self.solution())
        mark, feedback = (Mark.RIGHT, self.replies.right) if right else (Mark.WRONG, self.replies.otherwise)
        misconceptions = (self.misconception,) if self.misconception and not right else ()
        return Judgement(float(right), {given[0]: Remark(mark, feedback)}, misconceptions=misconceptions)

    def solution(self) -> tuple[str, ...]:
        """See Question."""
        return ("true" if self.answer else "false",)

    def texts(self) -> tuple[Text, ...]:
        """See Question."""
        return tuple(t for t in (self.prompt, self.replies.right, self.replies.otherwise, self.explanation) if any(t))

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """See Question."""
        return (self.misconception,) if self.misconception else ()
