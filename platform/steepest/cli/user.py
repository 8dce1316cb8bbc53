"""`steepest user`: what the operator of a site does with accounts, beside the web."""

from __future__ import annotations

from pathlib import Path

import click

from steepest.accounts import queries
from steepest.cli.options import with_options
from steepest.cli.site import site_database
from steepest.config import Settings
from steepest.models import Purpose, RoleName
from steepest.problem import Problem
from steepest.serving.claims import Port

OPERATOR = "operator"


class UnknownName(Problem):
    """No account has that name."""


@click.group("user", short_help="List accounts, grant roles, reset a password.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data folder.  [default: data]")
@click.pass_context
def command(context: click.Context, /, **options: object) -> None:
    """List accounts, grant roles, reset a password."""
    context.obj = Settings.load(with_options(options))


@command.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Every account with its role."""
    with site_database(settings) as database, database.read() as session:
        for account, role in queries.accounts(session):
            click.echo(f"{account.name}\t{OPERATOR if account.operator else role or '-'}")


@command.command(short_help="Give somebody a role, or the whole site.")
@click.argument("name")
@click.argument("role", type=click.Choice([*(role.value for role in RoleName), OPERATOR]))
@click.pass_obj
def grant(settings: Settings, name: str, role: str) -> None:
    """Make NAME instructor, assistant or student, or operator of the site."""
    with site_database(settings) as database, database.write() as session:
        try:
            account = queries.grant(session, name, None if role == OPERATOR else RoleName(role))
        except LookupError as error:
            raise UnknownName(f"{error}: `steepest user list` names them all") from None
    click.echo(f"{account.name} is {role} now")


@command.command(short_help="Print a link that lets somebody set a new password.")
@click.argument("name")
@click.pass_obj
def reset(settings: Settings, name: str) -> None:
    """Print a link that lets NAME set a new password: it works once, within an hour."""
    with site_database(settings) as database, database.write() as session:
        try:
            token = queries.make_reset_link(session, name)
        except LookupError as error:
            raise UnknownName(f"{error}: `steepest user list` names them all") from None
    path = queries.LINK_PATHS[Purpose.RESET].format(token=token)
    click.echo(f"{Port(settings.host, settings.port).url}{path}")
    click.echo(f"Behind a proxy put the address that people use in front of {path}", err=True)
