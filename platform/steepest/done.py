"""What of the course is done: checks answered, lessons without checks opened, exercises solved, quizzes passed.

A lesson page asks for this at every visit, so it is one statement, and it loads no objects.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from steepest.accounts.queries import Viewer
from steepest.course import Course, Lesson
from steepest.lookups import moment
from steepest.models import now
from steepest.progress import VISIT_EVERY
from steepest.site import site
from steepest_graders.quiz import When

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


def done(course: Course, viewer: Viewer | None) -> Done:
    """What `viewer` has done of `course`; nothing for somebody who is not known yet."""
    if viewer is None:
        return Done()
    found, solved = _read(viewer)
    entries = {("exercises", slug) for slug in solved.exercises if slug in course.exercises}
    entries |= {("quizzes", slug) for slug, passed in solved.quizzes.items() if passed or _may_be_silent(course, slug)}
    taken = sum(room == "exercises" or slug in course.quizzes for room, slug in entries)
    all_steps = len(course.exercises) + len(course.quizzes)
    for lesson in course.lessons.values():
        steps = _steps(lesson, found)
        taken, all_steps = taken + sum(steps), all_steps + len(steps)
        if all(steps):
            entries.add(("lessons", lesson.slug))
    percent = round(100 * taken / all_steps) if all_steps else 0
    return Done(frozenset(entries), percent, found.answers, found.scores, found.opened)


def _steps(lesson: Lesson, found: Done) -> list[bool]:
    """One step for every quick check; of a lesson without any, that it was opened."""
    if not lesson.questions:
        return [("lessons", lesson.slug) in found.opened]
    return [question.id in found.answers for question in lesson.questions]


def _may_be_silent(course: Course, slug: str) -> bool:
    """Whether the quiz keeps its results to itself for now: then having handed it in is all that one is told.

    What a quiz that was published from the browser says is not asked here; it may.
    """
    known = course.quizzes.get(slug)
    return known is None or known.settings.feedback in (When.AFTER_CLOSE, When.NEVER)


@dataclass(frozen=True, slots=True)
class _Solved:
    exercises: set[str] = field(default_factory=set)
    quizzes: dict[str, bool] = field(default_factory=dict)  # those handed in, and whether passed


def _read(viewer: Viewer) -> tuple[Done, _Solved]:
    answers: dict[str, Given] = {}
    scores: dict[str, float] = {}
    opened: dict[Key, datetime] = {}
    solved = _Solved()
    sql, who = (_OF_GUEST, viewer.participant_id) if viewer.is_guest else (_OF_ACCOUNT, viewer.account_id)
    for what, name, first, second, number, when in site().lookups.rows(sql, who=who):
        if what == "answer":
            answers[name] = Given(first, tuple(json.loads(second)))
        elif what == "visit":
            opened[first, name] = max(moment(when), opened.get((first, name), moment(when)))
        elif what == "quiz":
            solved.quizzes[name] = bool(number)
        else:
            scores[name] = float(first or 0)
            if number:
                solved.exercises.add(name)
    return Done(answers=answers, scores=scores, opened=opened), solved


# Rows of one shape: what, a name, two words, a number, a moment; ordered so that of several answers the newest wins.
_STATEMENT = """
    WITH mine AS (SELECT id FROM participant WHERE {mine})
    SELECT 'answer' AS what, question AS name, version AS first, CAST(chosen AS VARCHAR) AS second,
           id AS number, NULL AS moment
      FROM question_response WHERE participant_id IN (SELECT id FROM mine)
    UNION ALL
    SELECT 'visit', place, room, NULL, 0, last
      FROM visit WHERE participant_id IN (SELECT id FROM mine)
    UNION ALL
    SELECT 'exercise', submission.exercise, CAST(MAX(grading.score) AS VARCHAR), NULL,
           SUM(CASE WHEN grading.verdict = 'accepted' THEN 1 ELSE 0 END), NULL
      FROM submission JOIN grading ON grading.submission_id = submission.id
     WHERE submission.participant_id IN (SELECT id FROM mine) AND submission.kind = 'submit'
       AND grading.id = (SELECT MAX(CASE WHEN newest.state = 'done' AND NOT newest.trial THEN newest.id END)
                           FROM grading AS newest WHERE newest.submission_id = submission.id)  -- as models.counts says
     GROUP BY submission.exercise
    UNION ALL
    SELECT 'quiz', quiz, NULL, NULL, SUM(CASE WHEN passed THEN 1 ELSE 0 END), NULL
      FROM quiz_attempt
     WHERE participant_id IN (SELECT id FROM mine) AND kind = 'quiz' AND finished IS NOT NULL
     GROUP BY quiz
     ORDER BY what, number
"""
_OF_GUEST = _STATEMENT.format(mine="id = :who AND account_id IS NULL")
_OF_ACCOUNT = _STATEMENT.format(mine="account_id = :who")
