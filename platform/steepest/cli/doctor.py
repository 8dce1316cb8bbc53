"""`steepest doctor`: what this host can enforce, found by trying."""

from __future__ import annotations

import os
import sys

import click

from steepest_graders import LANGUAGES, WallReport, describe_host

CANNOT_GRADE = 1


@click.command("doctor", short_help="Say what this machine can enforce, and whether it can grade.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the report.")
def command(lang: str) -> None:
    """Send out canaries, programs that must fail to read a file, to connect and to fork, at every wall alone.

    Exit code: 0 where untrusted programs can be graded here, 1 where not.
    """
    host = describe_host()
    user = "root" if hasattr(os, "geteuid") and os.geteuid() == 0 else "an ordinary user"
    click.echo(f"{host.system}, {user}")
    for wall in host.walls:
        _say(wall, lang)
    if host.untested:
        click.echo("The sandbox has not been tested on this architecture; what is said above was tried just now.")
    if host.level is None:
        click.echo("This host can't grade untrusted programs: the site runs, submissions wait, grading refuses.")
        sys.exit(CANNOT_GRADE)
    click.echo(f"This host grades at level {host.level}.")


def _say(wall: WallReport, lang: str) -> None:
    click.echo(f"{wall.name}: {'holds' if wall.holds else 'DOES NOT HOLD'}. {wall.meaning.in_language(lang)}")
    if not wall.holds:
        click.echo(f"  {wall.remedy.in_language(lang)}")
