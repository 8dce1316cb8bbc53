"""A quiz composed by a form: the head's fields, and what it asks. The text form stays the one truth.

What the form sends is written over the text: the same keys, in the usual order. Questions that stand in the quiz
itself, not by their id, keep their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from steepest.authoring import store
from steepest.course import textform
from steepest.models import DocumentKind
from steepest.quizzes.library import KnownQuiz, Library
from steepest.site import site
from steepest_graders.quiz import Counts, Question, Quiz, When
from steepest_graders.quiz.quizzes import LEVELS
from steepest_graders.text import LANGUAGES, Text

Form = MultiDict[str, str]
MOST_DRAWS = 20


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
    levels: tuple[str, ...] = LEVELS
    counts: tuple[str, ...] = tuple(Counts)
    whens: tuple[str, ...] = tuple(When)

    def text(self, key: str, language: str) -> str:
        """What stands in a text of the head."""
        texts = self.data.get(key)
        return str(texts.get(language, "")) if isinstance(texts, Mapping) else ""

    def moment(self, key: str) -> str:
        """A moment as a field for it wants it, in UTC."""
        try:
            return datetime.fromisoformat(str(self.settings.get(key))).astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
        except ValueError:
            return ""


def questions(session: Session, quiz: Quiz) -> list[Question]:
    """What the quiz asks by name, as far as it is there: its own, the course's, and those that are published."""
    library = Library(session, site().course)
    return [known.question for known in library.questions_of(KnownQuiz(quiz, False))]


def fields(session: Session, data: Any) -> Fields | None:
    """What the form shows of a text; None where the text is nothing that a form could show."""
    if not isinstance(data, Mapping):
        return None
    offers = list(_offers(session))
    known = {offer.id: offer for offer in offers}
    entries = data.get("questions")
    chosen = [_chosen(entry, known) for entry in entries] if isinstance(entries, list) else []
    settings, draws = data.get("settings"), data.get("draw")
    listed = {offer.id for offer in chosen}
    tags = set(store.tags(session, DocumentKind.QUESTION))
    tags |= {tag for question in site().course.questions.values() for tag in question.tags}
    return Fields(
        data=data,
        settings=settings if isinstance(settings, Mapping) else {},
        chosen=chosen,
        offers=[offer for offer in offers if offer.id not in listed],
        draws=[draw for draw in draws if isinstance(draw, Mapping)] if isinstance(draws, list) else [],
        tags=sorted(tags),
        banks=[bank.name for bank, _count in store.banks(session)],
    )


def _offers(session: Session) -> Iterator[Offer]:
    for document in store.search(session, DocumentKind.QUESTION):
        if document.published is not None:
            bank = document.bank.name if document.bank else ""
            yield Offer(document.slug, Text(document.title_en, document.title_zh), document.type, bank)
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
    made["settings"] = dict(_settings(form))
    made["questions"] = _asked(old.get("questions"), form)
    if draws := list(_draws(form)):
        made["draw"] = draws
    return textform.write(made)


def _settings(form: Form) -> Iterator[tuple[str, Any]]:
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
        if moment := form.get(key, "").strip():
            yield key, moment if moment.endswith("Z") or "+" in moment else f"{moment}+00:00"


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
    for index in range(MOST_DRAWS):
        tag, count = form.get(f"draw-tag-{index}", ""), _number(form.get(f"draw-count-{index}", ""))
        if tag and count:
            bank = form.get(f"draw-bank-{index}", "")
            yield {"tag": tag, "count": count} | ({"bank": bank} if bank else {})


def _number(typed: str) -> int | float | None:
    try:
        number = float(typed)
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < 1e9 else number
