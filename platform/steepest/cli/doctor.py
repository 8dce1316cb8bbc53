"""`steepest doctor`: what this host can enforce, found by trying."""

from __future__ import annotations

import os
import platform
import sys

import click

from steepest_graders import Sandbox, SandboxUnavailable

CANNOT_GRADE = 1

LEVELS = {
    "full": "own namespaces (no network, an empty file system, no other process), Landlock, seccomp, limits",
    "basic": "Landlock, seccomp, limits: what remains in a container that may not make namespaces",
}


@click.command("doctor", short_help="Say what this machine can enforce, and whether it can grade.")
def command() -> None:
    """Send a canary out at every level: a program that must fail to read, to connect and to fork.

    Exit code: 0 where untrusted programs can be graded here, 1 where not.
    """
    user = "root" if hasattr(os, "geteuid") and os.geteuid() == 0 else "an ordinary user"
    click.echo(
        f"{platform.system()} {platform.release()}, {platform.machine()}, Python {platform.python_version()}, {user}"
    )
    held = [level for level in LEVELS if _holds(level)]
    if not held:
        click.echo("This host can't grade untrusted programs: the site runs, submissions wait, grading refuses.")
        sys.exit(CANNOT_GRADE)
    click.echo(f"This host grades at level {held[0]}.")


def _holds(level: str) -> bool:
    click.echo(f"\nlevel {level}: {LEVELS[level]}")
    try:
        with Sandbox(level):
            click.echo("  holds: the canary could not read a file, list a folder, connect or fork")
            return True
    except SandboxUnavailable as unavailable:
        click.echo(f"  does not hold. {unavailable}")
        return False
