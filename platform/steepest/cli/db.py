"""`steepest db`: what is done to the database itself."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from steepest import schema, submissions
from steepest.accounts import queries
from steepest.cli.options import with_options
from steepest.cli.site import progress, show_contents, site_database
from steepest.config import Settings
from steepest.db import Database
from steepest.keeping import transfer
from steepest.problem import Problem
from steepest.serving.claims import DataFolder


@click.group("db", short_help="Copy, migrate or tidy the database.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data folder.  [default: data]")
@click.pass_context
def command(context: click.Context, /, **options: object) -> None:
    """Copy, migrate or tidy the database that the settings name."""
    context.obj = Settings.load(with_options(options))


@command.command(short_help="Copy everything into an empty database.")
@click.argument("url")
@click.pass_obj
def copy(settings: Settings, url: str) -> None:
    """Copy everything into the empty database at URL (postgresql://... or sqlite:///...), all of it or nothing.

    Stop the site first, so that nothing is handed in meanwhile and left behind.
    """
    to = Settings.load({"STEEPEST_DATABASE_URL": url})
    if to.url == settings.url:
        raise Problem("that is the database itself: name another one")
    with (
        DataFolder(settings.data_dir),
        site_database(settings, migrate=False) as source,
        closing(Database(to.url)) as target,
        progress(source, "Copying") as advance,
    ):
        moved = transfer.copy(source, target, advance)
    show_contents(moved)
    click.echo("Every table was read back and is equal. Start the site on it by STEEPEST_DATABASE_URL.")


@command.command(short_help="Migrate up.")
@click.argument("revision", default="head")
@click.pass_obj
def upgrade(settings: Settings, revision: str) -> None:
    """Migrate up to this version's tables, or to REVISION."""
    with closing(Database(settings.url)) as database:
        schema.upgrade(database, revision)


@command.command(short_help="Migrate down, for an older version.")
@click.argument("revision")
@click.confirmation_option(prompt="What the newer tables and columns hold is deleted. Go on?")
@click.pass_obj
def downgrade(settings: Settings, revision: str) -> None:
    """Migrate down to REVISION, for an older version of Steepest. Make a backup before."""
    with DataFolder(settings.data_dir), closing(Database(settings.url)) as database:
        schema.downgrade(database, revision)


@command.command(short_help="Delete what is kept for a time only.")
@click.pass_obj
def purge(settings: Settings) -> None:
    """Delete what is kept for a time only. Workers do this every hour when nothing waits."""
    with site_database(settings) as database, database.write() as session:
        runs, guests = submissions.purge_runs(session), queries.purge(session)
    click.echo(f"{runs} runs of examples older than a day, {guests} guests not seen for 30 days")
