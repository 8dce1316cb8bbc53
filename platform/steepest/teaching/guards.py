"""Who may open an instructor's page: others get the answer that they get for a page that there is not."""

from __future__ import annotations

from flask import abort
from sqlalchemy.orm import Session

from steepest.accounts.queries import Viewer
from steepest.accounts.viewing import current_viewer
from steepest.classes import offerings
from steepest.models import Offering


def staff() -> Viewer:
    """The viewer, who teaches or assists somewhere."""
    viewer = current_viewer()
    if viewer is None or not viewer.assists_somewhere:
        abort(404)
    return viewer


def offering(session: Session, slug: str, *, change: bool = False) -> tuple[Viewer, Offering]:
    """The offering of that short name, for who may see its pages, or with `change` for who may change it."""
    viewer = staff()
    found = offerings.named(session, slug)
    if found is None or not viewer.assists(found.id):
        abort(404)
    if change and not viewer.teaches(found.id):
        abort(403)  # an assistant sees that it is there
    return viewer, found
