"""What of the course is done: checks answered, lessons without checks opened, exercises solved.

A lesson page asks for this at every visit, so it is one statement, and it loads no objects.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from steepest.accounts.queries import Viewer
from steepest.course import Course, Lesson
from steepest.models import Grading, Kind, Moment, Participant, QuestionResponse, State, Submission, Verdict, Visit, now
from steepest.progress import VISIT_EVERY

Key = tuple[str, str]  # (room, slug) of an entry


class Given(NamedTuple):
    """The newest answer to a quick check."""

    version: str
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """How far one reader has come."""

    entries: frozenset[Key] = frozenset()
    percent: int = 0
    answers: Mapping[str, Given] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)  # the best one of each exercise that was tried
    opened: Mapping[Key, datetime] = field(default_factory=dict)

    def of_lesson(self, lesson: Lesson) -> int:
        """Per cent of the lesson."""
        steps = _steps(lesson, self)
        return round(100 * sum(steps) / len(steps))

    def is_started(self, key: Key) -> bool:
        """Opened, or worked at."""
        return key in self.opened or key[1] in self.scores

    def just_left(self) -> Key | None:
        """The page that was opened last."""
        return max(self.opened, key=self.opened.__getitem__, default=None)

    def is_news(self, key: Key) -> bool:
        """Whether being at this page is worth writing down."""
        return self.just_left() != key or self.opened[key] < now() - VISIT_EVERY


def done(connection: Connection, course: Course, viewer: Viewer | None) -> Done:
    """What `viewer` has done of `course`; nothing for somebody who is not known yet."""
    if viewer is None:
        return Done()
    statement, who = (_OF_GUEST, viewer.participant_id) if viewer.is_guest else (_OF_ACCOUNT, viewer.account_id)
    found, solved = _read(connection, statement, who)
    steps = {("lessons", lesson.slug): _steps(lesson, found) for lesson in course.lessons.values()}
    steps |= {("exercises", slug): [slug in solved] for slug in course.exercises}
    taken = [step for each in steps.values() for step in each]
    return Done(
        entries=frozenset(key for key, each in steps.items() if all(each)),
        percent=round(100 * sum(taken) / len(taken)) if taken else 0,
        answers=found.answers,
        scores=found.scores,
        opened=found.opened,
    )


def _steps(lesson: Lesson, found: Done) -> list[bool]:
    """One step for every quick check; of a lesson without any, that it was opened."""
    if not lesson.questions:
        return [("lessons", lesson.slug) in found.opened]
    return [question.id in found.answers for question in lesson.questions]


def _read(connection: Connection, statement: CompoundSelect[Any], who: int | None) -> tuple[Done, set[str]]:
    answers: dict[str, Given] = {}
    scores: dict[str, float] = {}
    opened: dict[Key, datetime] = {}
    solved: set[str] = set()
    for what, name, first, second, number, moment in connection.execute(statement, {"who": who}):
        if what == "answer":
            answers[name] = Given(first, tuple(json.loads(second)))
        elif what == "visit":
            opened[first, name] = max(moment, opened.get((first, name), moment))
        else:
            scores[name] = float(first or 0)
            solved |= {name} if number else set()
    return Done(answers=answers, scores=scores, opened=opened), solved


def _statement(mine: Select[Any]) -> CompoundSelect[Any]:
    """All that is needed, as rows of one shape: what, name, two words, a number, a moment."""
    answers = select(
        literal("answer").label("what"),
        QuestionResponse.question.label("name"),
        QuestionResponse.version.label("first"),
        cast(QuestionResponse.chosen, String).label("second"),
        QuestionResponse.id.label("number"),
        cast(null(), Moment).label("moment"),
    ).where(QuestionResponse.participant_id.in_(mine))
    visits = select(
        literal("visit"), Visit.place, cast(Visit.room, String), null(), literal(0, Integer), Visit.last
    ).where(Visit.participant_id.in_(mine))
    exercises = (
        select(
            literal("exercise"),
            Submission.exercise,
            cast(func.max(Grading.score), String),
            null(),
            func.sum(case((Grading.verdict == Verdict.ACCEPTED, 1), else_=0)),
            null(),
        )
        .join(Grading)
        .where(Submission.participant_id.in_(mine), Submission.kind == Kind.SUBMIT, Grading.state == State.DONE)
        .group_by(Submission.exercise)
    )
    together: CompoundSelect[Any] = union_all(answers, visits, exercises)
    return together.order_by("what", "number")  # of several answers the newest wins


# Built once: building a statement takes longer than SQLite takes to answer it.
_WHO = bindparam("who", type_=Integer)
_OF_GUEST = _statement(select(Participant.id).where(Participant.id == _WHO, Participant.account_id.is_(None)))
_OF_ACCOUNT = _statement(select(Participant.id).where(Participant.account_id == _WHO))
