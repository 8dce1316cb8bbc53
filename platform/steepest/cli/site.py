"""The database of a site that is there, for the commands that work on one."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

import click

from steepest import schema
from steepest.config import Settings
from steepest.db import Database
from steepest.keeping import transfer
from steepest.keeping.transfer import Advance, Contents
from steepest.problem import Problem


class NoSite(Problem):
    """There is no database to work on."""


@contextmanager
def site_database(settings: Settings, *, migrate: bool = True) -> Iterator[Database]:
    """The database, migrated; with `migrate=False` it is left as it is, and refused where it is of another version.

    Raises NoSite rather than making a new one, SchemaError.
    """
    with closing(Database(settings.url, threads=2)) as database:
        if database.path and not database.path.is_file():
            raise NoSite(
                f"there is no site in {settings.data_dir}: start it by `steepest serve`, or name its --data-dir"
            )
        if migrate:
            schema.upgrade(database)
        else:
            schema.refuse_other(database)
        yield database


@contextmanager
def progress(database: Database, label: str) -> Iterator[Advance]:
    """A bar that fills while the rows of `database` are moved."""
    with click.progressbar(length=transfer.count(database), label=label, file=sys.stderr) as bar:

        def advance(table: str, rows: int) -> None:
            bar.label = f"{label} {table}"
            bar.update(rows)

        yield advance


def show_contents(found: Mapping[str, Contents]) -> None:
    """The number of rows of each table."""
    for table, held in found.items():
        click.echo(f"{held.rows:>12,}  {table}")
