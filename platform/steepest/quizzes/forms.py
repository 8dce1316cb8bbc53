"""An answer as a form sends it, and back: the fields of a question all begin with one name.

name                  what was chosen or typed (several times for several choices)
name.<item>           of an item to match: the target; of an item to order: its place, from 1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict

from steepest_graders.quiz import Face

ORDERED, MATCHED = "ordering", "matching"


def read(face: Face, form: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """The answer in the engine's form; () where nothing was answered."""
    if face.type == MATCHED:
        given = tuple(form.get(f"{name}.{option.id}", "") for option in face.options)
    elif face.type == ORDERED:
        given = _ordered(face, form, name)
    else:
        given = tuple(form.getlist(name))
    return given if any(value.strip() for value in given) else ()


def places(face: Face, given: Sequence[str]) -> Mapping[str, str]:
    """What stands beside each item: the target that it was matched with, or its place."""
    if face.type == MATCHED:
        return {option.id: value for option, value in zip(face.options, given, strict=False)}
    return {name: str(place) for place, name in enumerate(given, 1) if name}


def _ordered(face: Face, form: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """Ids by place; where two items claim one place or one has none, that place stays empty."""
    order = [""] * len(face.options)
    for option in face.options:
        place = form.get(f"{name}.{option.id}", "")
        if place.isascii() and place.isdigit() and 0 < int(place[:4]) <= len(order):
            at = int(place[:4]) - 1
            order[at] = "" if order[at] else option.id
    return tuple(order)
