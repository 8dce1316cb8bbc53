"""All types of questions, by the word that stands under `type`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steepest_graders.quiz.arrangements import Matching, Ordering
from steepest_graders.quiz.choices import MultipleChoice, SingleChoice, TrueFalse
from steepest_graders.quiz.code import CodeReading, FillIn
from steepest_graders.quiz.formula import Formula
from steepest_graders.quiz.model import Question
from steepest_graders.quiz.numeric import Numeric
from steepest_graders.quiz.reading import QuestionError
from steepest_graders.quiz.short import ShortText

TYPES: Mapping[str, type[Question]] = {
    kind.type: kind
    for kind in (
        SingleChoice,
        MultipleChoice,
        TrueFalse,
        Numeric,
        ShortText,
        Formula,
        Ordering,
        Matching,
        CodeReading,
        FillIn,
    )
}


def question_from_dict(data: Any, *, complete: bool = True, seed: int = 0) -> Question:
    """Read a question strictly: nothing unknown, nothing missing. Raises QuestionError.

    `complete=False` lets a text lack a language and a choice its feedback: for drafts and imports. Of a
    question with parameters this is the variant of `seed`; `question.variant` gives others.
    """
    if not isinstance(data, Mapping):
        raise QuestionError("a question is not a mapping.", "Write id, type, prompt and the type's own keys.")
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in TYPES:
        raise QuestionError(f"the type {kind!r} is unknown.", f"Write one of: {', '.join(TYPES)}.", ("type",))
    return TYPES[kind].from_dict(data, complete=complete, seed=seed)


def question_to_dict(question: Question) -> dict[str, Any]:
    """The mapping that the question was read from, keys in the usual order: reading it again gives an equal one."""
    order = ("id", "type", "tags", "points", "parameters", "derived", "prompt", *question.keys, "explanation")
    return {key: question.source[key] for key in order if key in question.source}
