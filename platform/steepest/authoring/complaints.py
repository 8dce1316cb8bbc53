"""What the reader of questions complains of, in both languages. It speaks English: these are its sentences."""

from __future__ import annotations

from steepest.prose import ProseError
from steepest_graders.quiz import QuestionError
from steepest_graders.text import Text


def in_both_languages(error: QuestionError) -> Text:
    """The problem and its remedy."""
    english = f"{error.problem[:1].upper()}{error.problem[1:]} {error.remedy}"
    return Text(english, english)


def of_prose(error: ProseError) -> Text:
    """The problem of a text and its remedy."""
    english = f"{error.problem[:1].upper()}{error.problem[1:]} {error.remedy}"
    return Text(english, english)
