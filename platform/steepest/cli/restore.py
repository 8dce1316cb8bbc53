"""`steepest restore`: a site as a backup holds it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from steepest.cli.options import with_options
from steepest.cli.site import show_contents
from steepest.config import Settings
from steepest.db import Database
from steepest.keeping import backup
from steepest.serving.claims import DataFolder


@click.command("restore", short_help="Fill an empty site from a backup.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data folder.  [default: data]")
@click.option("--replace", is_flag=True, help="Move a SQLite database that is there aside, and take its place.")
def command(file: Path, replace: bool, **options: object) -> None:
    """Fill the site's database from FILE, which `steepest backup` wrote, and migrate it to this version.

    The site must be stopped, and its database be empty or new.
    """
    settings = Settings.load(with_options(options))
    with DataFolder(settings.data_dir):
        found = backup.restore(settings, file, replace=replace)
    show_contents(found)
    with closing(Database(settings.url)) as database:
        click.echo(f"{database.place} is as {file} holds it; start it by `steepest serve`")
