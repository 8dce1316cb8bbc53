"""Programs with two mistakes at once, made from those with one: where two mistakes change a right program in
different places, both changes are made.

Every mistake is a right program but for a few words. The words in which it differs from the right program
that it is nearest to are its edits; those of two mistakes meet in one program unless they touch the same place.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from steepest_graders.exercise import Misconception, Mistake

_WORD = re.compile(r"\s*(?:\w+|[^\w\s]|$)")


class Pair(NamedTuple):
    """Two mistakes, and the program that makes both."""

    mistakes: tuple[Mistake, Mistake]
    source: str

    @property
    def misconceptions(self) -> tuple[Misconception, Misconception]:
        """What the two show."""
        return self.mistakes[0].misconception, self.mistakes[1].misconception


class Edit(NamedTuple):
    """`words` take the place of those from `start` up to `stop` of the right program."""

    start: int
    stop: int
    words: tuple[str, ...]

    def excludes(self, other: Edit) -> bool:
        """Whether the two can't both be made: they overlap, or one puts words where the other begins or ends."""
        if self == other:
            return False
        if self.start == self.stop or other.start == other.stop:
            return self.start <= other.stop and other.start <= self.stop
        return self.start < other.stop and other.start < self.stop


def pairs(mistakes: Sequence[Mistake], right: Sequence[str]) -> list[Pair]:
    """Every two mistakes of different misconceptions that one program can make; `right` are right programs."""
    bases = [_words(source) for source in right]
    edits = [_edits_of_nearest(bases, _words(mistake.source)) for mistake in mistakes]
    seen = {_joined(_words(source)) for source in (*right, *(mistake.source for mistake in mistakes))}
    found = []
    for one, other in itertools.combinations(range(len(mistakes)), 2):
        (base, first), (same, second) = edits[one], edits[other]
        slugs = {mistakes[index].misconception.slug for index in (one, other)}
        if base != same or len(slugs) < 2 or any(edit.excludes(that) for edit in first for that in second):
            continue
        source = _joined(_made(bases[base], sorted({*first, *second})))
        if source not in seen and _ends(source):
            seen.add(source)
            found.append(Pair((mistakes[one], mistakes[other]), source))
    return found


def _words(source: str) -> list[str]:
    """The program word by word, each with the space before it; without comments and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return _WORD.findall(ast.unparse(tree))


def _edits_of_nearest(bases: Sequence[list[str]], words: list[str]) -> tuple[int, list[Edit]]:
    """Which right program has most of the words, and what they change in it."""
    counts = Counter(words)
    strange = [(counts - Counter(base)).total() + (Counter(base) - counts).total() for base in bases]
    nearest = strange.index(min(strange))
    return nearest, list(_edits(bases[nearest], words))


def _edits(base: list[str], words: list[str]) -> Iterator[Edit]:
    for tag, start, stop, at, until in SequenceMatcher(None, base, words, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Edit(start, stop, tuple(words[at:until]))


def _made(base: list[str], edits: Sequence[Edit]) -> Iterator[str]:
    at = 0
    for edit in edits:
        yield from base[at : edit.start]
        yield from edit.words
        at = edit.stop
    yield from base[at:]


def _joined(words: Iterable[str]) -> str:
    """The words as a program: two that would run into one another are kept apart."""
    source = ""
    for word in words:
        source += " " + word if source[-1:].isidentifier() and word[:1].isalnum() else word
    return source


def _ends(source: str) -> bool:
    """Whether it is a program, and one that is sure to end: it runs in this process, without limits."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    return not any(isinstance(node, ast.While) for node in ast.walk(tree))
