"""`steepest worker`: a grader alone."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from steepest import submissions
from steepest.accounts import queries
from steepest.cli.options import course_problems, with_options
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch.worker import Worker
from steepest.quizzes import attempts
from steepest.quizzes.grading import LineGrader
from steepest.schema import upgrade
from steepest.serving.lifeline import follow
from steepest.telemetry import logs, numbers
from steepest_exercises import COURSE_ROOT
from steepest_graders import load_exercises


@click.command("worker", short_help="Start a grader alone.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data folder.  [default: data]")
@click.option("--course", type=click.Path(path_type=Path), help="Folder of a course.  [default: the built-in one]")
@click.option("--sandbox", type=click.Choice(["auto", "full", "basic"]), help="What must hold before it grades.")
@click.option("--drain", is_flag=True, help="End when nothing is waiting.")
@click.option("--lifeline", type=int, hidden=True, help="A pipe of the supervisor: end when it ends.")
def command(drain: bool, lifeline: int | None, **options: object) -> None:
    """Grade what is waiting in the database until stopped. SIGTERM lets it finish what it grades."""
    if lifeline is not None:
        follow(lifeline)
    settings = Settings.load(with_options(options))
    logs.set_up(settings, "grader")
    if settings.metrics_port and lifeline is None:
        numbers.serve_alone(settings)
    with course_problems():
        exercises = load_exercises(settings.course or COURSE_ROOT)  # no lessons: a grader reads none
    database = Database(settings.url, threads=2)
    upgrade(database)
    Worker(settings, database, exercises, tidy, LineGrader()).run(drain=drain)


def tidy(session: Session) -> None:
    """Delete what is kept for a time only, runs and guests who don't come back; close attempts whose time is up."""
    attempts.finish_expired(session)
    submissions.purge_runs(session)
    queries.purge(session)
