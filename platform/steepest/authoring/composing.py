"""A quiz composed by a form: the head's fields, and what it asks. The text form stays the one truth.

What the form sends is written over the text: the same keys, in the usual order. Questions that stand in the quiz
itself, not by their id, keep their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from steepest.authoring import store
from steepest.authoring.examining import Examined, scarce
from steepest.course import textform
from steepest.course.textform import Problem
from steepest.gradebook import dates
from steepest.models import DocumentKind
from steepest.quizzes.library import KnownQuiz, Library
from steepest.site import site
from steepest_graders.quiz import Counts, Question, Quiz, When
from steepest_graders.quiz.quizzes import LEVELS
from steepest_graders.text import LANGUAGES, Text

Form = MultiDict[str, str]
ZONE = re.compile(r"T.+(Z|[+-]\d\d(:?\d\d)?)$")  # at the end of a moment


@dataclass(frozen=True, slots=True)
class Offer:
    """A question that a quiz may ask. Without a type it stands in the quiz itself, or nowhere that students reach."""

    id: str
    title: Text
    type: str
    bank: str


@dataclass(frozen=True, slots=True)
class Fields:
    """What the form shows."""

    data: Mapping[str, Any]
    settings: Mapping[str, Any]
    chosen: list[Offer]
    offers: list[Offer]
    draws: list[Mapping[str, Any]]
    tags: list[str]
    banks: list[str]
    zone: str
    levels: tuple[str, ...] = LEVELS
    counts: tuple[str, ...] = tuple(Counts)
    whens: tuple[str, ...] = tuple(When)

    def text(self, key: str, language: str) -> str:
        """What stands in a text of the head."""
        texts = self.data.get(key)
        return str(texts.get(language, "")) if isinstance(texts, Mapping) else ""

    def moment(self, key: str) -> str:
        """A moment as a field for it wants it, on the clock of `zone`."""
        return _on_clock(self.settings.get(key), self.zone)


def _on_clock(moment: Any, zone: str) -> str:
    try:
        found = datetime.fromisoformat(str(moment))
    except ValueError:
        return ""
    return dates.write(found, zone) if found.tzinfo else found.strftime(dates.FORMAT)


def missing(session: Session, examined: Examined) -> list[Problem]:
    """What a quiz lists or draws, and students would not get."""
    library, quiz = Library(session, site().course), examined.quiz
    if quiz is None:
        return []
    of = KnownQuiz(quiz, False)
    found = scarce(
        examined,
        lambda name: library.question(name) is not None,
        lambda draw: {known.question.id for known in library.drawn(draw, of)},
    )
    return list(found)


def questions(session: Session, quiz: Quiz) -> list[Question]:
    """What the quiz asks by name, as far as it is there: its own, the course's, and those that are published."""
    library = Library(session, site().course)
    return [known.question for known in library.questions_of(KnownQuiz(quiz, False))]


def fields(session: Session, data: Any, zone: str) -> Fields | None:
    """What the form shows of a text; None where the text is nothing that a form could show."""
    if not isinstance(data, Mapping):
        return None
    offers = list(_offers(session))
    known = {offer.id: offer for offer in offers}
    entries = data.get("questions")
    chosen = [_chosen(entry, known) for entry in entries] if isinstance(entries, list) else []
    settings, draws = data.get("settings"), data.get("draw")
    draws = [draw for draw in draws if isinstance(draw, Mapping)] if isinstance(draws, list) else []
    listed = {offer.id for offer in chosen}
    tags = set(store.tags(session, DocumentKind.QUESTION))
    tags |= {tag for question in site().course.questions.values() for tag in question.tags}
    banks = {bank.name for bank, _count in store.banks(session)}
    for draw in draws:  # what is asked for stays in the form, also where nothing is there for it
        tags |= {str(draw["tag"])} if draw.get("tag") else set()
        banks |= {str(draw["bank"])} if draw.get("bank") else set()
    return Fields(
        data=data,
        settings=settings if isinstance(settings, Mapping) else {},
        chosen=chosen,
        offers=[offer for offer in offers if offer.id not in listed],
        draws=draws,
        tags=sorted(tags),
        banks=sorted(banks),
        zone=zone,
    )


def _offers(session: Session) -> Iterator[Offer]:
    for slug, english, chinese, kind, bank in store.published_questions(session):
        yield Offer(slug, Text(english, chinese), kind, bank or "")
    for question in site().course.questions.values():
        yield Offer(question.id, question.prompt, question.type, "")


def _chosen(entry: Any, known: Mapping[str, Offer]) -> Offer:
    name = str(entry.get("id", "") if isinstance(entry, Mapping) else entry)
    return known.get(name) or Offer(name, Text(), "", "")


def text(source: str, form: Form) -> str:
    """The text with the form's fields in it."""
    data = textform.read(source).data
    old = dict(data) if isinstance(data, dict) else {}
    made: dict[str, Any] = {}
    for key in ("title", "summary"):
        pair = {language: " ".join(form.get(f"{key}-{language}", "").split()) for language in LANGUAGES}
        if said := {language: words for language, words in pair.items() if words}:
            made[key] = said
    made["level"] = form.get("level", LEVELS[0])
    made["minutes"] = _number(form.get("minutes", "")) or 10
    settings = old.get("settings")
    made["settings"] = dict(_settings(form, settings if isinstance(settings, Mapping) else {}))
    made["questions"] = _asked(old.get("questions"), form)
    if draws := list(_draws(form)):
        made["draw"] = draws
    return textform.write(made)


def _settings(form: Form, old: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "attempts", _number(form.get("attempts", "")) or "unlimited"
    yield "counts", form.get("counts", "best")
    if minutes := _number(form.get("time-limit", "")):
        yield "time-limit", minutes
    yield "shuffle", "shuffle" in form
    yield "feedback", form.get("feedback", When.AT_ONCE.value)
    yield "answers", form.get("answers", When.AFTER_ATTEMPT.value)
    percent = _number(form.get("pass", ""))
    yield "pass", 0.6 if percent is None else round(percent / 100, 4)
    for key in ("from", "until"):
        if written := form.get(key, "").strip():
            yield key, _moment(written, form.get("zone", ""), old.get(key))


def _moment(written: str, zone: str, old: Any) -> Any:
    """What the clock of a zone shows, as a moment; a text that says the same already stays as it is."""
    zone = zone if dates.is_zone(zone) else "UTC"
    if _on_clock(old, zone) == written and ZONE.search(str(old)):
        return old
    try:
        moment = dates.read(written, zone)
    except ValueError:
        return written  # no date: the page says so, at its line
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes") if moment else written


def _asked(entries: Any, form: Form) -> list[Any]:
    """Those that are kept, by the places that the form gives them, then those that are added."""
    old = entries if isinstance(entries, list) else []
    placed = []
    for index, entry in enumerate(old):
        if f"keep-{index}" in form:
            place = _number(form.get(f"place-{index}", ""))
            placed.append((index + 1 if place is None else place, index, entry))
    kept = [entry for *_place, entry in sorted(placed, key=lambda one: one[:2])]
    return [*kept, *dict.fromkeys(name for name in form.getlist("add") if name and name not in kept)]


def _draws(form: Form) -> Iterator[dict[str, Any]]:
    for index in takewhile(lambda index: f"draw-tag-{index}" in form, count()):
        tag, many = form.get(f"draw-tag-{index}", ""), _number(form.get(f"draw-count-{index}", ""))
        if tag and many:
            bank = form.get(f"draw-bank-{index}", "")
            yield {"tag": tag, "count": many} | ({"bank": bank} if bank else {})


def _number(typed: str) -> int | float | None:
    try:
        number = float(typed)
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < 1e9 else number
