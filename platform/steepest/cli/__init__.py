"""The `steepest` command. Each subcommand is a module here, imported when it is called and not before:

`steepest grade` needs neither Flask nor the database, and shouldn't wait for them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from steepest.problem import Problem

COMMANDS = {
    "serve": "Start the site: web server and graders.",
    "worker": "Start a grader alone, beside a site that runs elsewhere.",
    "grade": "Grade files against an exercise.",
    "check": "Prove a course's content.",
    "quiz": "Import, export and lint questions.",
    "new": "Write the skeleton of a course or an exercise.",
    "user": "List accounts, grant roles, reset a password.",
    "demo": "Fill a scratch site with a class of thirty.",
    "backup": "Write all that the site stores into one file.",
    "restore": "Fill an empty site from a backup.",
    "db": "Copy, migrate or tidy the database.",
    "doctor": "Say what this machine can enforce, and whether it can grade.",
}


class LazyGroup(click.Group):
    """A group whose commands are the modules named in COMMANDS; each holds its own as `command`."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        try:
            command = import_module(f"steepest.cli.{name}").command
        except ModuleNotFoundError as missing:
            if str(missing.name).startswith("steepest"):
                raise
            if missing.name in sys.stdlib_module_names:
                raise Stop(Problem(f"`steepest {name}` needs Linux or macOS; on Windows use WSL.")) from missing
            remedy = 'Install the site with its packages: pip install "steepest[site]".'
            raise Stop(Problem(f"`steepest {name}` needs the package {missing.name!r}. {remedy}")) from missing
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Problem as problem:
            raise Stop(problem) from problem


class Stop(click.ClickException):
    """A problem in one line on standard error, with the exit code it asks for."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.exit_code = problem.exit_code  # type: ignore[misc] # click's is a class variable by its annotation only


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="steepest", prog_name="steepest")
def main() -> None:
    """Steepest: auto-graded exercises for the fundamentals of machine learning."""
