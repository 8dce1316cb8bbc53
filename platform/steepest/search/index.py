"""An index of all that there is to read: built once for each language, since a course never changes.

Words of letters are looked up whole and by their beginnings. Chinese writes no spaces between words, so there every
pair of neighbouring characters is a term (and every single one, for a query of one).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup, escape

from steepest import prose
from steepest.course import Course, Lesson
from steepest_graders import Exercise

LONGEST_QUERY = 100  # characters
MOST_FOUND = 20
SHOWN = 160  # columns of an excerpt: a Chinese character takes two
TERM = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
HEADING = re.compile(r'<h[23] id="([^"]+)">(.*?)</h[23]>', re.DOTALL)
UNSPOKEN = re.compile(r"<(svg|button)\b.*?</\1>|<div class=\"tools\">.*?</div>", re.DOTALL)
FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
BUILT_UP = re.compile(r"<(?!/|math\b|mrow\b|mi\b|mn\b|mo\b|mtext\b|mspace\b)")  # stands not in one line
WITHIN_A_LINE = re.compile(r"</?(?:strong|em|code|span|a)\b[^>]*>")
SATURATION, LENGTH_COUNTS, TITLE_COUNTS = 1.2, 0.5, 4


@dataclass(frozen=True, slots=True)
class Place:
    """A section of a lesson, or an exercise."""

    room: str
    slug: str
    fragment: str
    page: str
    title: str
    text: str

    @property
    def path(self) -> str:
        """Below the language."""
        return f"{self.room}/{self.slug}" + (f"#{self.fragment}" if self.fragment else "")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place with what of it answers the query, marked."""

    place: Place
    excerpt: Markup


class Index:
    """Ranks places by the terms that they share with a query, rare ones first (Okapi BM25)."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._counts: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._lengths = []
        for number, place in enumerate(places):
            counts = Counter(terms(place.text))
            for term in terms(f"{place.page} {place.title}"):
                counts[term] += TITLE_COUNTS
            self._lengths.append(sum(counts.values()))
            for term, count in counts.items():
                self._counts[term].append((number, count))
        self._mean = sum(self._lengths) / max(1, len(self._lengths))

    def find(self, query: str) -> list[Hit]:
        """The places that hold all of the query's terms; where there is none, those that hold some."""
        asked = [self._found(term) for term in dict.fromkeys(terms(query[:LONGEST_QUERY]))]
        if not asked:
            return []
        scores: Counter[int] = Counter()
        for found in asked:
            scores.update(found)
        whole = [number for number in scores if all(number in found for found in asked)]
        ranked = sorted(whole or scores, key=lambda number: (-scores[number], number))
        return [Hit(self._places[number], excerpt(self._places[number].text, query)) for number in ranked[:MOST_FOUND]]

    def _found(self, term: str) -> dict[int, float]:
        """What each place gains by a term, or by words that begin with it (for less)."""
        gains: dict[int, float] = {}
        longer = [word for word in self._counts if word.startswith(term) and word != term] if len(term) > 2 else []
        for word, share in [(term, 1.0), *((word, 0.6) for word in longer)]:
            places = self._counts.get(word, ())
            rarity = math.log(1 + (len(self._places) - len(places) + 0.5) / (len(places) + 0.5))
            for number, count in places:
                length = 1 - LENGTH_COUNTS + LENGTH_COUNTS * self._lengths[number] / self._mean
                gain = share * rarity * count * (SATURATION + 1) / (count + SATURATION * length)
                gains[number] = max(gains.get(number, 0.0), gain)
        return gains


def index_of(course: Course, language: str) -> Index:
    """Of everything in a course, in one language: made at the first search."""
    kept = _kept.get(language)
    if kept is None or kept[0] is not course:
        kept = _kept[language] = course, Index(_places(course, language))
    return kept[1]


_kept: dict[str, tuple[Course, Index]] = {}


def _places(course: Course, language: str) -> list[Place]:
    places: list[Place] = []
    for lesson in course.lessons.values():
        places += _sections(lesson, language)
    return places + [_exercise(exercise, language) for exercise in course.exercises.values()]


def terms(text: str) -> Iterator[str]:
    """What a text is looked up by."""
    for run in TERM.findall(folded(text)):
        if run[0] < "\u3400":
            yield run
        else:
            yield from run
            yield from (run[at : at + 2] for at in range(len(run) - 1))


def folded(text: str) -> str:
    """Small letters without accents, one spelling; as long as the text itself, character by character."""
    return "".join(unicodedata.normalize("NFKD", letter)[:1].lower()[:1] or letter for letter in text)


def excerpt(text: str, query: str) -> Markup:
    """The surroundings of the first place where the query is met, with all such places marked."""
    runs = sorted(set(TERM.findall(folded(query[:LONGEST_QUERY]))), key=len, reverse=True)
    pattern = re.compile("|".join(f"(?<![a-z0-9]){run}" if run.isascii() else run for run in runs) or r"(?!)")
    plain = folded(text)
    first = pattern.search(plain)
    start = max(0, first.start() - SHOWN // 3) if first else 0
    while 0 < start < len(text) and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    end, columns = start, 0
    while end < len(text) and columns < SHOWN:
        columns += 2 if text[end] > "\u2e80" else 1
        end += 1
    pieces, at = [Markup("… ") if start else Markup()], start
    for met in pattern.finditer(plain, start, end):
        pieces += [escape(text[at : met.start()]), Markup("<mark>") + text[met.start() : met.end()] + Markup("</mark>")]
        at = met.end()
    return Markup().join([*pieces, escape(text[at:end]), " …" if end < len(text) else ""])


def _sections(lesson: Lesson, language: str) -> list[Place]:
    html = "".join(part.html for part in lesson.document(language).parts if isinstance(part, prose.Html))
    page = lesson.title.in_language(language)
    before, *rest = HEADING.split(html)
    found = [Place("lessons", lesson.slug, "", page, "", f"{lesson.summary.in_language(language)} {_plain(before)}")]
    for at in range(0, len(rest), 3):
        found.append(Place("lessons", lesson.slug, rest[at], page, _plain(rest[at + 1]), _plain(rest[at + 2])))
    return found


def _exercise(exercise: Exercise, language: str) -> Place:
    html = prose.to_html(exercise.instructions.in_language(language), language)
    summary = exercise.summary.in_language(language)
    functions = " ".join(exercise.functions)
    text = f"{summary} {_plain(html)} {functions} {exercise.slug}"
    return Place("exercises", exercise.slug, "", exercise.title.in_language(language), "", text)


def _in_a_line(formula: re.Match[str]) -> str:
    """A formula as one line says it; a fraction or a power does not fit into one."""
    return "…" if BUILT_UP.search(formula[0]) else re.sub(r"<[^>]+>", "", formula[0])


def _plain(html: str) -> str:
    spoken = WITHIN_A_LINE.sub("", FORMULA.sub(_in_a_line, UNSPOKEN.sub(" ", html)))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", spoken)).split())
