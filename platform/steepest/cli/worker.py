"""`steepest worker`: a grader alone."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from steepest import submissions
from steepest.accounts import queries
from steepest.cli.options import can_grade, course_problems, with_options
from steepest.cli.site import site_database
from steepest.config import Settings
from steepest.dispatch.worker import Worker
from steepest.quizzes import attempts
from steepest.quizzes.grading import LineGrader
from steepest.serving.lifeline import follow
from steepest.telemetry import logs, numbers
from steepest_exercises import COURSE_ROOT
from steepest_graders import describe_host, load_exercises


@click.command("worker", short_help="Start a grader alone.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data folder.  [default: data]")
@click.option("--course", type=click.Path(path_type=Path), help="Folder of a course.  [default: the built-in one]")
@click.option("--sandbox", type=click.Choice(["auto", "full", "basic"]), help="What must hold before it grades.")
@click.option("--drain", is_flag=True, help="End when nothing is waiting.")
@click.option("--lifeline", type=int, hidden=True, help="A pipe of the supervisor: end when it ends.")
def command(drain: bool, lifeline: int | None, **options: object) -> None:
    """Grade what is handed in at a site that runs elsewhere, until stopped by Ctrl-C or SIGTERM.

    It finds the site by STEEPEST_DATABASE_URL, or in the data folder. Told to stop it finishes what it grades.
    As many as wanted may run, on this machine and on others.
    """
    if lifeline is not None:
        follow(lifeline)
    settings = Settings.load(with_options(options))
    logs.set_up(settings, "grader")
    if settings.metrics_port and lifeline is None:
        numbers.serve_alone(settings)
    with course_problems():
        exercises = load_exercises(settings.course or COURSE_ROOT)  # no lessons: a grader reads none
    with site_database(settings) as database, can_grade():
        if lifeline is None and not drain:
            click.echo(f"Grading what is handed in at {database.place}  (Ctrl-C stops it)")
        Worker(settings, database, exercises, tidy, LineGrader(), describe_host).run(drain=drain)


def tidy(session: Session) -> None:
    """Delete what is kept for a time only, runs and guests who don't come back; close attempts whose time is up."""
    attempts.finish_expired(session)
    attempts.try_again(session)
    submissions.purge_runs(session)
    queries.purge(session)
