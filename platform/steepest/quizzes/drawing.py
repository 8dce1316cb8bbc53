"""A question as templates draw it: its face, the reader's answer, and what is said of that."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from steepest import prose
from steepest.languages import current_language, in_language
from steepest.quizzes import forms
from steepest_graders import Text
from steepest_graders.quiz import Face, Judgement, Option, Question

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FORMULA = re.compile(r"\$[^$]+\$")
MARKUP = set("$`*_[<&\\")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a template needs, and nothing of the key. `solution` is only there when it is due."""

    face: Face
    given: tuple[str, ...]
    judgement: Judgement | None
    places: Mapping[str, str]
    inline: Callable[[Text], Markup]
    code: Markup
    reading: Markup
    name: str
    """What the fields are called, and the beginning of their ids."""
    solution: Drawn | None = None

    def ordered(self) -> list[Option]:
        """The items as the reader has put them, those without a place at the end."""
        last = str(len(self.face.options) + 1)
        return sorted(self.face.options, key=lambda option: int(self.places.get(option.id) or last))

    def letter(self, index: int) -> str:
        """A name for a target, in a list that may hold formulas."""
        return LETTERS[index] if index < len(LETTERS) else str(index + 1)

    def spoken(self, text: Text) -> str:
        """What a control is called whose text is nothing but a formula; '' where its text says it."""
        words = in_language(text).strip()
        return words.strip("$").strip() if FORMULA.fullmatch(words) else ""

    def plain(self, text: Text) -> str:
        """The text where no markup can stand, behind a letter; nothing where it needs markup."""
        words = in_language(text)
        return "" if MARKUP & set(words) else f" · {words}"


def drawn(
    question: Question,
    given: Sequence[str] = (),
    judgement: Judgement | None = None,
    *,
    trusted: bool = True,
    due: bool = False,
    name: str = "choice",
) -> Drawn:
    """The question for this reader; with its right answer where that is `due`.

    `trusted`: it came with the course. What was written in the browser goes through an allow list.
    """
    face = question.face()
    to_html = _trusted if trusted else _safe
    return Drawn(
        face=face,
        given=tuple(given),
        judgement=judgement,
        places=forms.places(face, given),
        inline=to_html,
        code=prose.highlight(face.code) if face.code else Markup(),
        reading=_safe(Text(f"${judgement.reading}$", f"${judgement.reading}$"))
        if judgement and judgement.reading
        else Markup(),
        name=name,
        solution=drawn(question, question.solution(), trusted=trusted, name=f"{name}-answer") if due else None,
    )


def _trusted(text: Text) -> Markup:
    return prose.to_inline_html(in_language(text), current_language())


def _safe(text: Text) -> Markup:
    """The text as far as it can be read as Markdown, else as it stands."""
    try:
        return prose.to_safe_inline_html(in_language(text), current_language())
    except prose.ProseError:
        return Markup(Markup.escape(in_language(text)))
