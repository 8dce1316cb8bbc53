"""`steepest doctor`: what this host can enforce, found by trying."""

from __future__ import annotations

import os
import sys

import click

from steepest_graders import LANGUAGES, Text, WallReport, describe_host

CANNOT_GRADE = 1
ROOT, ORDINARY = Text("root", "root"), Text("an ordinary user", "普通用户")
HOLDS = Text("{name}: holds. {meaning}", "{name}：有效。{meaning}")
DOES_NOT_HOLD = Text("{name}: DOES NOT HOLD. {meaning}", "{name}：未生效！{meaning}")
UNTESTED = Text(
    "The sandbox has not been tested on this architecture; what is said above was tried just now.",
    "沙箱尚未在此架构上测试过；以上结果是刚才实际尝试得出的。",
)
REFUSES = Text(
    "This host can't grade untrusted programs: the site runs, submissions wait, grading refuses.",
    "这台主机不能评判未经审阅的程序：网站照常运行，提交会排队等待，但拒绝评判。",
)
GRADES = Text("This host grades at level {level}.", "这台主机以 {level} 级别评判。")


@click.command("doctor", short_help="Say what this machine can enforce, and whether it can grade.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the report.")
def command(lang: str) -> None:
    """Send out canaries, programs that must fail to read a file, to connect and to fork, at every wall alone.

    Exit code: 0 where untrusted programs can be graded here, 1 where not.
    """
    host = describe_host()
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    click.echo(f"{host.system}, {(ROOT if root else ORDINARY).in_language(lang)}")
    for wall in host.walls:
        _say(wall, lang)
    if host.untested:
        click.echo(UNTESTED.in_language(lang))
    if host.level is None:
        click.echo(REFUSES.in_language(lang))
        sys.exit(CANNOT_GRADE)
    click.echo(GRADES.format(level=host.level).in_language(lang))


def _say(wall: WallReport, lang: str) -> None:
    told = (HOLDS if wall.holds else DOES_NOT_HOLD).format(name=wall.name, meaning=wall.meaning)
    click.echo(told.in_language(lang))
    if not wall.holds:
        click.echo(f"  {wall.remedy.in_language(lang)}")
