"""`steepest serve`: the whole site in one command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from steepest.accounts import queries
from steepest.cli.options import course_problems, with_options
from steepest.config import Settings
from steepest.course import load_course
from steepest.db import Database
from steepest.models import Purpose
from steepest.schema import upgrade
from steepest.serving.claims import DataFolder, Port
from steepest.serving.supervisor import Supervisor
from steepest.telemetry import logs, numbers


@click.command("serve", short_help="Start the site: web server and graders.")
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.  [default: 8000]")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data folder.  [default: data]")
@click.option("--course", type=click.Path(path_type=Path), help="Folder of a course.  [default: the built-in one]")
@click.option("--web-processes", type=click.IntRange(1, 64), help="Web processes.  [default: 1]")
@click.option("--graders", type=click.IntRange(0, 64), help="Grader processes; 0 for none.  [default: 1 or 2]")
@click.option("--reload", is_flag=True, help="For authors: an edit of the course shows at the next look at a page.")
def command(**options: object) -> None:
    """Start the site: create or migrate the database, load the course, run web server and graders.

    Every option stands for a STEEPEST_... variable, and is stronger than it.
    """
    options["reload"] = "on" if options["reload"] else None
    environment = with_options(options)
    settings = Settings.load(environment)
    logs.set_up(settings, "serve")
    with DataFolder(settings.data_dir), Port(settings.host, settings.port) as port:
        with course_problems():  # what is wrong is told before anything starts
            load_course(settings.course)
        for secret in (settings.signing_key, settings.site_seed):
            secret()
        database = Database(settings.url)
        upgrade(database)
        supervisor = Supervisor({**environment, **numbers.shared_folder(settings)}, say)
        supervisor.add_web(settings.host, port.number)
        for _ in range(settings.graders):
            supervisor.add_grader()
        supervisor.run(port.reached_at, port.number, when_up=lambda: announce(port.url, database))


def announce(url: str, database: Database) -> None:
    """Say where the site is, and how to take charge of it while nobody has."""
    lines = [f"Steepest is at {url}  (Ctrl-C stops it)"]
    with database.write() as session:
        if not queries.has_operator(session):
            path = queries.LINK_PATHS[Purpose.OPERATOR].format(token=queries.make_operator_link(session))
            lines.append(f"Nobody runs this site yet. Sign up, then open within an hour: {url}{path}")
    say("\n".join(lines))


def say(text: str) -> None:
    """A line for whoever started the site, at once even into a pipe."""
    try:
        click.echo(text)
    except BrokenPipeError:  # nobody reads it any more: a site goes on, and says the rest to nobody
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
