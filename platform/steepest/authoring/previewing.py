"""A question as its students will see it: every variant, in both languages, and what is said to every answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import g, render_template
from flask_babel import force_locale
from markupsafe import Markup

from steepest.quizzes.drawing import drawn
from steepest_graders.quiz import (
    CodeReading,
    FillIn,
    Formula,
    Judgement,
    Matching,
    MultipleChoice,
    NeedsGrading,
    Numeric,
    Ordering,
    Question,
    ResponseError,
    ShortText,
)
from steepest_graders.quiz.linting import draws
from steepest_graders.quiz.variants import written
from steepest_graders.text import LANGUAGES

FIRST_SHOWN = 3  # variants
MOST_SHOWN = 60
MOST_SEEDS = 400
QUIET = 40  # seeds without a new variant: then there is hardly another one


@dataclass(frozen=True, slots=True)
class Trial:
    """An answer that somebody may give, and what it is worth."""

    said: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Shown:
    """One variant: its numbers, and how it looks in each language."""

    values: str
    sides: dict[str, Markup]


@dataclass(frozen=True, slots=True)
class Preview:
    """A question's variants. `more` says that others can be shown."""

    question: Question
    variants: tuple[Shown, ...]
    more: bool


def preview(question: Question, name: str, most: int = FIRST_SHOWN) -> Preview:
    """The first `most` variants. `name` tells its fields from those of other questions on the page."""
    most = min(max(most, 1), MOST_SHOWN)
    found = _variants(question, most + 1)
    shown = tuple(_shown(variant, f"{name}-{index}") for index, variant in enumerate(found[:most]))
    return Preview(question, shown, most < len(found) and most < MOST_SHOWN)


def _variants(question: Question, most: int) -> list[Question]:
    """Different ones, as different students get them."""
    if not question.parameters:
        return [question]
    found: dict[str, Question] = {}
    most = min(most, sum(1 for _ in draws(question)))
    newest = 0
    for seed in range(MOST_SEEDS):
        variant = question.variant(seed)
        if _values(variant) not in found:
            found[_values(variant)], newest = variant, seed
        if len(found) >= most or seed > newest + QUIET:
            break
    return list(found.values())


def _values(question: Question) -> str:
    return ", ".join(f"{name} = {written(value)}" for name, value in question.values.items())


def _shown(question: Question, name: str) -> Shown:
    sides: dict[str, Markup] = {}
    for language in LANGUAGES:
        with speaking(language):
            sides[language] = Markup(
                render_template(
                    "authoring/asked.html",
                    drawn=drawn(question, trusted=False, name=f"{name}-{language}"),
                    trials=[(trial, drawn(question, (), trial.judgement, trusted=False)) for trial in trials(question)],
                    question=question,
                )
            )
    return Shown(_values(question), sides)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Whatever is drawn inside is drawn for who reads this language."""
    before = g.get("lang")
    g.lang = language
    try:
        with force_locale(language):
            yield
    finally:
        g.lang = before


def trials(question: Question) -> list[Trial]:
    """Every answer that was foreseen, the right one first."""
    found = []
    for said, given in dict(_answers(question)).items():
        try:
            found.append(Trial(said, question.judge(given)))
        except ResponseError:
            continue
        except NeedsGrading:
            assert isinstance(question, FillIn)
            found.append(Trial(said, question.judged(True)))
    return found


def _answers(question: Question) -> Iterator[tuple[str, Sequence[str]]]:
    solution = question.solution()
    face = question.face()
    texts = {option.id: option.text for option in (*face.options, *face.targets)}
    match question:
        case Ordering():
            yield " → ".join(solution), solution
            yield " → ".join(reversed(solution)), tuple(reversed(solution))
        case Matching():
            yield " · ".join(f"{item.id} = {item.match}" for item in question.items), solution
            for item in question.items:
                other = next((target.id for target in question.targets if target.id != item.match), "")
                given = tuple(other if one is item else one.match for one in question.items)
                yield f"{item.id} = {other}", given
        case MultipleChoice():
            yield " + ".join(solution), solution
            for choice in question.choices:
                yield choice.id, (choice.id,)
        case Numeric() | Formula() | ShortText() | CodeReading() | FillIn():
            yield solution[0], solution
            for said in _foreseen(question):
                yield said, (said,)
            if not isinstance(question, FillIn):
                yield "…", (_with_unit(question, "-987654321.5"),)
        case _:
            for name in dict.fromkeys((*solution, *texts)):
                yield name, (name,)


def _with_unit(question: Question, number: str) -> str:
    """The number as an answer that can be read."""
    return f"{number} {question.unit}" if isinstance(question, Numeric) and question.needs_unit else number


def _foreseen(question: Question) -> Iterator[str]:
    """The wrong answers that its author has thought of."""
    match question:
        case Numeric():
            for wrong in question.wrong:
                yield _with_unit(question, f"{wrong.value:.12g}")
        case Formula():
            for item in question.source.get("wrong") or []:
                yield str(item["answer"])
        case ShortText():
            for item in question.source.get("wrong") or []:
                yield from map(str, item["answers"])
        case CodeReading():
            for found in question.wrong:
                yield found.output
