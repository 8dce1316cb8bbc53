"""`steepest backup`: all that a site stores, in one file, while it runs."""

from __future__ import annotations

from pathlib import Path

import click

from steepest.cli.options import with_options
from steepest.cli.site import progress, show_contents, site_database
from steepest.config import Settings
from steepest.keeping import backup
from steepest.models import now


@click.command("backup", short_help="Write all that the site stores into one file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data folder.  [default: data]")
@click.option("--keep", type=click.IntRange(1), help="Delete all but the newest KEEP backups beside this one.")
def command(file: Path | None, keep: int | None, **options: object) -> None:
    """Write all that the site stores into FILE, while it runs; by default into backups/ of the data folder.

    The file holds passwords' hashes and the site's secrets: keep it as safe as the site. It can be restored on
    SQLite and on PostgreSQL alike, and was restored once on trial when this command ends.
    """
    settings = Settings.load(with_options(options))
    file = file or settings.data_dir / "backups" / backup.default_name(now())
    with site_database(settings, migrate=False) as database, progress(database, "Backing up") as advance:
        found = backup.back_up(settings, file, advance)
    show_contents(found)
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB, restored on trial and found equal")
    for old in backup.oldest(file.parent, keep) if keep else ():
        old.unlink()
        click.echo(f"{old}: deleted")
