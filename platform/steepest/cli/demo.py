"""`steepest demo`: a scratch site with a class in it, so that every page has something to show."""

from __future__ import annotations

from pathlib import Path

import click

from steepest import demo
from steepest.cli.options import can_grade, with_options
from steepest.config import Settings
from steepest.course import load_course
from steepest.db import Database
from steepest.schema import upgrade
from steepest_graders import Sandbox


@click.command("demo", short_help="Fill a scratch site with a class of thirty.")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-data"),
    show_default=True,
    help="Data folder of the scratch site.",
)
def command(data_dir: Path) -> None:
    """Fill a scratch site with a class of thirty over three weeks: programs graded for real, quizzes, a gradebook.

    It takes a minute or two. A site that has accounts is refused.
    """
    settings = Settings.load(with_options({"data_dir": data_dir}))
    course = load_course(settings.course)
    with can_grade(), Sandbox(settings.sandbox):
        pass  # said before anything is made
    database = Database(settings.url)
    upgrade(database)
    with click.progressbar(length=1, label="Grading") as bar:

        def progress(done: int, whole: int) -> None:
            bar.length = whole
            bar.update(done - bar.pos)

        with can_grade():
            graded = demo.fill(database, settings, course, progress)
    database.close()
    click.echo(f"{graded} programs of {len(demo.NAMES)} students are graded. Look at them:")
    click.echo(f"  steepest serve --data-dir {data_dir}")
    click.echo(
        f"Sign in as {demo.TEACHER} (or as a student, such as {demo.NAMES[0]}); the password is {demo.PASSWORD}."
    )
