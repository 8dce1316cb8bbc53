"""Who may write: instructors of any class, and the operator. Others don't learn that there are such pages."""

from __future__ import annotations

from flask import abort

from steepest.accounts.queries import Viewer
from steepest.accounts.viewing import current_viewer
from steepest.models import RoleName


def author() -> Viewer:
    """Whoever looks, if they may write; else there is no such page."""
    viewer = current_viewer()
    if viewer is None or viewer.account_id is None:
        abort(404)
    if not (viewer.operator or any(role is RoleName.INSTRUCTOR for _, role in viewer.roles)):
        abort(404)
    return viewer


def account(viewer: Viewer) -> int:
    """The author's account."""
    assert viewer.account_id is not None  # `author` has seen to it
    return viewer.account_id
