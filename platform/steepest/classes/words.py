"""What classes are made of, in the reader's words: filters of the templates."""

from __future__ import annotations

from flask import Flask, g
from flask_babel import gettext as _
from flask_babel import ngettext

from steepest.classes.items import items
from steepest.gradebook import dates
from steepest.languages import current_language, in_language
from steepest.models import Action, Offering, RoleName, Room
from steepest.site import site


def init_app(app: Flask) -> None:
    """Give the templates the filters."""
    for filter_ in (offering_title, role_name, room_name, action_name, duration):
        app.jinja_env.filters[filter_.__name__] = filter_
    app.jinja_env.filters["in_zone"] = dates.say
    app.jinja_env.globals["item_title"] = item_title


def offering_title(offering: Offering) -> str:
    return offering.title_zh if current_language() == "zh" else offering.title_en


def role_name(role: RoleName | str) -> str:
    names: dict[str, str] = {
        RoleName.INSTRUCTOR: _("instructor"),
        RoleName.ASSISTANT: _("assistant"),
        RoleName.STUDENT: _("student"),
    }
    return names[RoleName(role)]


def room_name(room: Room) -> str:
    names: dict[str, str] = {
        Room.LESSONS: _("lesson"),
        Room.EXERCISES: _("exercise"),
        Room.QUIZZES: _("quiz"),
        Room.LABS: _("lab"),
    }
    return names[room]


def action_name(action: Action) -> str:
    names: dict[str, str] = {
        Action.OVERRIDE: _("grade set by hand"),
        Action.EXTENSION: _("more time"),
        Action.REGRADE: _("judged again"),
        Action.SIMILARITY: _("looked at similarities"),
        Action.MEMBER: _("people changed"),
    }
    return names[action]


def duration(seconds: float) -> str:
    """In the unit that people would use."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return str(_("under a minute"))
    if minutes < 60:
        return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))
    if minutes < 48 * 60:
        return str(ngettext("%(num)s hour", "%(num)s hours", round(minutes / 60)))
    return str(ngettext("%(num)s day", "%(num)s days", round(minutes / 1440)))


def item_title(room: Room, item: str) -> str:
    """What the item is called; its short name where it is no longer there."""
    if "items" not in g:
        with site().database.read() as session:
            g.items = items(session, site().course)
    title = g.items.get((room, item))
    return in_language(title) if title else item
