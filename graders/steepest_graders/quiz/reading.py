"""Reading a mapping strictly: nothing unknown, nothing missing, and every mistake with its place and a remedy."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from steepest_graders.text import LANGUAGES, Text

Path = tuple[str | int, ...]
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WITH_EXPONENT = re.compile(r"-?\d+(\.\d+)?[eE][-+]?\d{1,3}")  # which YAML 1.1 takes for a text
LONGEST_NAME = 64  # characters: a column of the database holds it
LONGEST_TAG = 40  # likewise
LONGEST_TEXT = 20_000
MOST_ITEMS = 100
LARGEST = 1e300  # of a number that somebody writes


class QuestionError(Exception):
    """A question or quiz that can't be asked. `path` leads to the place within its mapping."""

    def __init__(self, problem: str, remedy: str, path: Path = ()) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem, self.remedy, self.path = problem, remedy, path


class Fields:
    """The keys of one mapping. All of `known` may stand in it, nothing else.

    With `complete` every text has both languages and whatever a student needs is there: what a course ships.
    Without it a text may lack a language, which then reads as the other one: a draft, or what was imported.
    """

    def __init__(
        self, data: Any, known: Sequence[str], *, path: Path = (), complete: bool = True, what: str = "this"
    ) -> None:
        if not isinstance(data, Mapping):
            raise QuestionError(f"{what} is not a mapping.", f"Write its keys: {', '.join(known)}.", path)
        self.data, self.path, self.complete = data, path, complete
        for key in data:
            if key not in known:
                near = get_close_matches(str(key), known, 1)
                remedy = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(sorted(known))}."
                raise QuestionError(f"the key {key!r} is unknown.", remedy, (*path, str(key)))

    def __contains__(self, key: str) -> bool:
        return self.data.get(key) is not None

    def error(self, problem: str, remedy: str, *place: str | int) -> QuestionError:
        """What is wrong at `place` within this mapping."""
        return QuestionError(problem, remedy, (*self.path, *place))

    def name(self, key: str = "id") -> str:
        """An id: small letters, digits and single hyphens."""
        name = self.data.get(key)
        if not isinstance(name, str) or not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            remedy = f"Write small letters, digits and hyphens, at most {LONGEST_NAME}."
            raise self.error(f"the {key} is {name!r}.", remedy, key)
        return name

    def names(self, key: str) -> tuple[str, ...]:
        """A list of different tags; empty where it is left out."""
        names = self.data.get(key, [])
        good = isinstance(names, list) and all(isinstance(name, str) and NAME.fullmatch(name) for name in names)
        if not good or len(set(names)) < len(names) or len(names) > MOST_ITEMS:
            raise self.error(f"`{key}` is no list of different words.", f"Write {key}: [one, another].", key)
        if any(len(name) > LONGEST_TAG for name in names):
            raise self.error(f"a word of `{key}` is too long.", f"Write at most {LONGEST_TAG} characters.", key)
        return tuple(names)

    def optional_name(self, key: str) -> str:
        """An id, or '' where there is none."""
        return self.name(key) if key in self else ""

    def text(self, key: str, *, required: bool = True) -> Text:
        """A text in two languages; empty where it is not required and left out."""
        texts = self.data.get(key)
        if texts is None and not required:
            return Text()
        least = set(LANGUAGES) if self.complete else set()
        if not isinstance(texts, Mapping) or not texts or not least <= set(texts) <= set(LANGUAGES):
            raise self.error(f"`{key}` is not given in two languages.", f"Write {key}: {{en: ..., zh: ...}}.", key)
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                raise self.error(f"`{key}` is empty in {language!r}.", "Write a text, in quotes.", key, language)
            if len(text) > LONGEST_TEXT or "\0" in text:
                remedy = f"Write at most {LONGEST_TEXT} characters, without NUL."
                raise self.error(f"`{key}` can't be kept in {language!r}.", remedy, key, language)
        english, chinese = (texts.get(language, "").strip() for language in LANGUAGES)
        return Text(english or chinese, chinese or english)

    def words(self, key: str, *, least: int = 1) -> tuple[str, ...]:
        """A list of short strings; a number among them is taken as it is written."""
        words = self.data.get(key)
        if not isinstance(words, list) or not least <= len(words) <= MOST_ITEMS:
            raise self.error(f"`{key}` is no list.", f"Write {key}: [one, another].", key)
        for index, word in enumerate(words):
            if isinstance(word, bool) or not isinstance(word, str | int | float) or not str(word).strip():
                raise self.error(f"{word!r} is no word.", "Write it in quotes.", key, index)
            if len(str(word)) > LONGEST_TEXT:
                raise self.error("this is too long.", f"Write at most {LONGEST_TEXT} characters.", key, index)
        return tuple(str(word) for word in words)

    def line(self, key: str, *, required: bool = True) -> str:
        """A string in no language: code, an expression, a unit."""
        line = self.data.get(key)
        if line is None and not required:
            return ""
        if isinstance(line, int | float) and not isinstance(line, bool):
            line = str(line)
        if not isinstance(line, str) or not line.strip():
            raise self.error(f"`{key}` is missing or empty.", f"Write {key}: ..., in quotes.", key)
        if len(line) > LONGEST_TEXT or "\0" in line:
            raise self.error(f"`{key}` can't be kept.", f"Write at most {LONGEST_TEXT} characters, without NUL.", key)
        return line

    def flag(self, key: str, otherwise: bool) -> bool:
        """True or false."""
        flag = self.data.get(key, otherwise)
        if not isinstance(flag, bool):
            raise self.error(f"`{key}` is {flag!r}.", "Write true or false.", key)
        return flag

    def word(self, key: str, offered: Sequence[str]) -> str:
        """One of the words that are offered; the first where it is left out."""
        word = self.data.get(key, offered[0])
        if word not in offered:
            raise self.error(f"`{key}` is {word!r}.", f"Write one of: {', '.join(offered)}.", key)
        return str(word)

    def number(
        self, key: str, otherwise: float | None = None, *, above: float = -math.inf, most: float = LARGEST
    ) -> float:
        """A number above `above`, at most `most`."""
        number = self.data.get(key, otherwise)
        if isinstance(number, str) and WITH_EXPONENT.fullmatch(number):
            number = float(number)
        good = isinstance(number, int | float) and not isinstance(number, bool)
        if not good or not above < number <= most or abs(number) > LARGEST:
            low = f" above {above:g}" if above > -math.inf else ""
            high = f", at most {most:g}" if most < LARGEST else ""
            raise self.error(f"`{key}` is {number!r}.", f"Write a number{low}{high}.", key)
        return float(number)

    def whole(self, key: str, otherwise: int | None = None, *, least: int = 1, most: int = 1000) -> int:
        """A whole number."""
        number = self.data.get(key, otherwise)
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            raise self.error(f"`{key}` is {number!r}.", f"Write a whole number from {least} to {most}.", key)
        return number

    def moment(self, key: str) -> datetime | None:
        """A moment with its time zone; None where it is left out."""
        moment = self.data.get(key)
        if isinstance(moment, str):
            try:
                moment = datetime.fromisoformat(moment)
            except ValueError:
                moment = False
        if moment is None:
            return None
        if not isinstance(moment, datetime) or moment.tzinfo is None:
            raise self.error(f"`{key}` is {self.data[key]!r}.", f'Write {key}: "2027-01-31T23:59+01:00".', key)
        return moment.astimezone(UTC)

    def inner(self, key: str, known: Sequence[str]) -> Fields:
        """The mapping under `key`; an empty one where it is left out."""
        data = self.data.get(key)
        return Fields(
            {} if data is None else data, known, path=(*self.path, key), complete=self.complete, what=f"`{key}`"
        )

    def items(self, key: str, known: Sequence[str], *, least: int = 0) -> tuple[Fields, ...]:
        """The mappings listed under `key`."""
        listed = self.data.get(key, [])
        if not isinstance(listed, list) or len(listed) < least:
            count = {1: "at least one", 2: "at least two"}.get(least, "them")
            raise self.error(f"there are no {NUMBERS.get(least, '')}{key}.", f"List {count} under `{key}`.", key)
        if len(listed) > MOST_ITEMS:
            raise self.error(f"there are {len(listed)} {key}.", f"List at most {MOST_ITEMS}.", key)
        return tuple(
            Fields(item, known, path=(*self.path, key, index), complete=self.complete, what=f"an item of `{key}`")
            for index, item in enumerate(listed)
        )


NUMBERS = {2: "two "}


def all_read_differently(items: Sequence[Fields], texts: Sequence[Text], what: str) -> None:
    """Raises QuestionError at the first text that readers of some language can't tell from another one."""
    for index, text in enumerate(texts):
        if any(one == other for earlier in texts[:index] for one, other in zip(text, earlier, strict=True)):
            raise items[index].error(f"two {what} read the same.", "Word them differently.", "text")


def all_different(items: Sequence[Fields], ids: Sequence[str], what: str) -> None:
    """Raises QuestionError at the first id that stands twice."""
    for index, name in enumerate(ids):
        if name in ids[:index]:
            raise items[index].error(f"two {what} have the same id, {name!r}.", "Give each its own.", "id")
