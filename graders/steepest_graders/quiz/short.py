"""Short text: a word or two, compared after what does not matter is taken away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from steepest_graders.quiz.model import (
    REPLIES,
    WRONG,
    Face,
    Foreseen,
    Judgement,
    Replies,
    Typed,
    one_line,
    read_wrong,
)
from steepest_graders.quiz.reading import Fields

DASHES = str.maketrans("‐‑–—−", "-----")
BETWEEN = re.compile(r"(?:[\s_]|(?<=\w)-|-(?!\d))+")  # not the minus of -1
AROUND = " .,;:!?。，；：！？、\"'“”‘’`()"
CJK_GAP = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")


def normal(text: str, *, case: bool = False) -> str:
    """What is compared: width, spaces, hyphens and punctuation around don't matter, nor (without `case`) capitals.

    A hyphen is a space, but before a number it is a minus.
    """
    text = BETWEEN.sub(" ", unicodedata.normalize("NFKC", text).translate(DASHES)).strip(AROUND)
    text = CJK_GAP.sub("", text)
    return text if case else text.casefold()


@dataclass(frozen=True, slots=True)
class WrongWords(Foreseen):
    """Words that a certain mistake leads to."""

    answers: frozenset[str]


@dataclass(frozen=True)
class ShortText(Typed):
    """A word or two. An answer is [what was typed]. `answers` are alternatives in any language."""

    answers: tuple[str, ...]
    case: bool
    wrong: tuple[WrongWords, ...]
    type: ClassVar[str] = "short"
    keys: ClassVar[tuple[str, ...]] = ("answers", "case", "wrong", *REPLIES)

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        answers, case = fields.words("answers"), fields.flag("case", False)
        right = {normal(answer, case=case) for answer in answers}
        if "" in right:
            raise fields.error("an answer is nothing but punctuation.", "Write a word.", "answers")
        wrong = []
        for item in fields.items("wrong", ("answers", *WRONG)):
            words = frozenset(normal(answer, case=case) for answer in item.words("answers"))
            if both := sorted(words & right):
                raise item.error(f"{both[0]!r} counts as right.", "Take it away here or there.", "answers")
            wrong.append(WrongWords(read_wrong(item), words))
        return cls(**common, answers=answers, case=case, wrong=tuple(wrong), replies=Replies.read(fields))

    def face(self) -> Face:
        """See Question."""
        return Face(self.type, self.id, self.prompt, self.points)

    def judge(self, given: Sequence[str]) -> Judgement:
        """See Question."""
        got = normal(one_line(given), case=self.case)
        if got in {normal(answer, case=self.case) for answer in self.answers}:
            return self.replies.judge(True)
        return self.replies.judge(next((found.wrong for found in self.wrong if got in found.answers), None))

    def solution(self) -> tuple[str, ...]:
        """The first answer."""
        return (self.answers[0],)
