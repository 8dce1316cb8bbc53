"""A class to look at: thirty students over three weeks, whose right and wrong programs are graded for real."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select, update

from steepest import submissions
from steepest.accounts import queries
from steepest.accounts.queries import Viewer
from steepest.classes import assignments, offerings
from steepest.config import Settings
from steepest.course import Course
from steepest.db import Database
from steepest.dispatch.worker import Worker
from steepest.gradebook import dates, results
from steepest.models import Account, Grading, QuizAttempt, Room, State, now
from steepest.problem import Problem
from steepest.quizzes import attempts
from steepest.quizzes.library import Library
from steepest_graders import Exercise
from steepest_graders.quiz import Question

PASSWORD = "downhill-2027"  # of everybody here: the site is a scratch one, and the command prints it
TEACHER, SLUG = "Grace", "demo"
NAMES = (
    "Ada",
    "Alan",
    "Anita",
    "Barbara",
    "Claude",
    "Dorothy",
    "Edsger",
    "Emmy",
    "Evelyn",
    "Fei",
    "Frances",
    "Geoffrey",
    "Grete",
    "Hedy",
    "Isaac",
    "Joan",
    "Karen",
    "Katherine",
    "Kurt",
    "Leslie",
    "Lin",
    "Margaret",
    "Mary",
    "Noor",
    "Ole",
    "Radia",
    "Sofia",
    "Tim",
    "Wei",
    "Yann",
)
EXERCISES, QUIZZES = 9, 3
WEEKS = timedelta(weeks=3)


class NotEmpty(Problem):
    """The site has accounts: a demonstration is for a scratch one."""


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody made up: `skill` is how likely they get a thing right at once."""

    viewer: Viewer
    skill: float


def fill(database: Database, settings: Settings, course: Course, progress: Callable[[int, int], None]) -> int:
    """Make the class; how many programs were graded. `progress` is called with how many are, and of how many.

    Raises NotEmpty.
    """
    with database.read() as session:
        if session.scalar(select(Account.id).limit(1)):
            raise NotEmpty("this site has accounts already: name another folder by --data-dir")
    luck = random.Random(2027)  # the same class every time
    began = now() - WEEKS
    teacher = queries.sign_up(database, TEACHER, PASSWORD)
    students = [
        Student(queries.sign_up(database, name, PASSWORD, address=name), luck.betavariate(4, 3)) for name in NAMES
    ]
    chosen = _spread_out(list(course.exercises.values()), EXERCISES)
    _open(database, course, teacher, students, chosen, began)
    with database.read() as session:
        students = [Student(_again(queries.viewer(session, one.viewer.session_key)), one.skill) for one in students]
    plan = list(_plan(students, chosen, began, luck))
    for first in range(0, len(plan), BATCH):
        _hand_in(database, settings, plan[first : first + BATCH])
        _grade(database, settings, course, partial(_report, progress, first, len(plan)))
    _answer_quizzes(database, course, students, began, luck)
    return len(plan)


def _report(progress: Callable[[int, int], None], before: int, whole: int, done: int) -> None:
    progress(before + done, whole)


BATCH = 60  # programs that wait at a time: nobody has more waiting than one may


@dataclass(frozen=True, slots=True)
class _Program:
    student: Student
    exercise: Exercise
    source: str
    at: datetime


def _open(
    database: Database,
    course: Course,
    teacher: Viewer,
    students: Sequence[Student],
    chosen: Sequence[Exercise],
    began: datetime,
) -> None:
    """The class, its people, and what is due when."""
    with database.write() as session:
        queries.grant(session, TEACHER, None)
        fields = {"title_en": "Demonstration", "title_zh": "演示班级", "slug": SLUG, "timezone": "UTC"}
        offering = offerings.create(session, course, teacher, fields)
        for one in students:
            offerings.join(session, course, offering, one.viewer.account_id or 0)
        quizzes = list(course.quizzes)[:QUIZZES]
        for number, item in enumerate([f"exercises/{one.slug}" for one in chosen] + [f"quizzes/{q}" for q in quizzes]):
            due = began + WEEKS * (number % EXERCISES + 1) / (EXERCISES + 1)
            rule = {"due": dates.write(due, "UTC"), "grace_minutes": "15", "late_per_day": "10", "late_cap": "50"}
            group = "Quizzes" if item.startswith("quizzes") else "Exercises"
            assignments.create(session, course, offering, {**rule, "item": item, "group": group})


def _plan(
    students: Sequence[Student], chosen: Sequence[Exercise], began: datetime, luck: random.Random
) -> Iterator[_Program]:
    """Who hands in what, when: wrong ones first, for some for long, then mostly a right one."""
    for number, exercise in enumerate(chosen):
        due = began + WEEKS * (number + 1) / (EXERCISES + 1)
        right = [path.read_text(encoding="utf-8") for path in exercise.accepted] or [exercise.solution]
        favourites = [mistake.source for mistake in exercise.mistakes]
        luck.shuffle(favourites)
        for student in students:
            if luck.random() < 0.06:
                continue  # did not come to it
            at = due - timedelta(hours=luck.triangular(-30, 60, 5))
            tries = 0
            while luck.random() > student.skill and tries < 4 and favourites:
                wrong = favourites[min(int(luck.expovariate(0.7)), len(favourites) - 1)]
                yield _Program(student, exercise, wrong, min(at, now()))
                at += timedelta(minutes=luck.uniform(2, 45))
                tries += 1
            if tries < 4 or luck.random() < 0.4:
                yield _Program(student, exercise, luck.choice(right), min(at, now()))


def _hand_in(database: Database, settings: Settings, programs: Sequence[_Program]) -> None:
    with database.write() as session:
        for one in programs:
            handed_in = submissions.submit(
                session, one.student.viewer, one.exercise, one.source, site_seed=settings.site_seed()
            )
            handed_in.created = one.at
            session.flush()


def _grade(database: Database, settings: Settings, course: Course, progress: Callable[[int], None]) -> None:
    """With a worker of our own, as the site would. Raises SandboxUnavailable."""
    before = _waiting(database)
    worker = Worker(settings, database, course.exercises)
    with ThreadPoolExecutor(1) as pool:
        grading = pool.submit(worker.run, drain=True)
        while not wait([grading], 0.3).done:
            progress(before - _waiting(database))
        grading.result()
    progress(before - _waiting(database))


def _waiting(database: Database) -> int:
    with database.read() as session:
        unfinished = Grading.state.in_((State.QUEUED, State.RUNNING))
        return session.scalar(select(func.count()).select_from(Grading).where(unfinished)) or 0


def _answer_quizzes(
    database: Database, course: Course, students: Sequence[Student], began: datetime, luck: random.Random
) -> None:
    for number, slug in enumerate(list(course.quizzes)[:QUIZZES]):
        for student in students:
            if luck.random() < 0.1:
                continue
            at = began + WEEKS * (number + 1) / (EXERCISES + 1) - timedelta(hours=luck.uniform(1, 50))
            with database.write() as session:
                library = Library(session, course)
                quiz = library.quiz(slug)
                assert quiz is not None
                attempt = attempts.begin(session, student.viewer, library, quiz)
                answers = {
                    response.position: _answer(attempts.asked(response), student.skill, luck)
                    for response in attempt.responses
                }
                attempts.save(session, attempt, answers)
                attempts.finish(session, attempt, course)
                session.execute(update(QuizAttempt).where(QuizAttempt.id == attempt.id).values(started=at, finished=at))
                session.expire_all()
                results.recount(session, student.viewer.participant_id, Room.QUIZZES, slug, course)


def _answer(question: Question, skill: float, luck: random.Random) -> Sequence[str]:
    """The right answer, or a wrong option, or nothing where there is none to choose."""
    if luck.random() < 0.25 + 0.7 * skill:
        return question.solution()
    wrong = [choice.id for choice in getattr(question, "choices", ()) if not choice.correct]
    return [luck.choice(wrong)] if wrong else []


def _spread_out(exercises: Sequence[Exercise], most: int) -> list[Exercise]:
    """Some over all units, in the order of the course."""
    step = max(1, len(exercises) // most)
    return list(exercises[::step])[:most]


def _again(viewer: Viewer | None) -> Viewer:
    assert viewer is not None
    return viewer
