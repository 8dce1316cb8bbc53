"""What stands behind a verdict, to be looked at: the plot of a descent, and a gradient as a map of its errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from steepest_exercises.figures.drawing import CONTOUR, INK, PATH, WATER, Plot, Sheet
from steepest_graders.report import Element, Path, Point

LEVELS = 6  # contour lines out to the start
ROOM = 1.5  # a path may leave the reference's box by so much before the picture cuts it off
BANDS = ((1e-7, "ok"), (1e-4, "near"), (1e-2, "far"))  # of the relative error of a gradient; above: wrong


def descent_plot(path: Path, label: str) -> Markup:
    """The bowl's contours and the paths in it, as an inline drawing; `label` says what is to be seen."""
    sheet = Sheet(420, 250)
    x, y = _range(path, 0), _range(path, 1)
    plot = Plot(sheet, (1, 1, 419, 249), x, y)
    centre, unit = plot.at(0, 0), plot.at(1, 1)
    for level in range(1, 3 * LEVELS):
        # Radii that grow evenly are levels that grow with the square: the bowl's walls.
        radius = level / LEVELS * _height(path, path.reference[0]) ** 0.5
        rx, ry = (radius / curvature**0.5 for curvature in path.bowl)
        sheet.ellipse(*centre, rx * (unit[0] - centre[0]), ry * (centre[1] - unit[1]), CONTOUR)
    _draw(plot, path.reference, WATER, 5.5, 0)
    if path.mistake:
        _draw(plot, path.mistake, INK, 3.5, 0, "0.1 6")
    _draw(plot, path.yours, PATH, 1.6, 2.6)
    sheet.dot(*plot.at(*path.reference[0]), INK, 4.2)
    sheet.line([(centre[0] - 5, centre[1]), (centre[0] + 5, centre[1])], INK, 1.4)
    sheet.line([(centre[0], centre[1] - 5), (centre[0], centre[1] + 5)], INK, 1.4)
    named = Markup('<svg role="img" aria-label="{}" ').format(label)
    return Markup(sheet.svg()).replace(Markup("<svg "), named, 1)  # numbers and colours of ours alone


@dataclass(frozen=True, slots=True)
class Row:
    """A step of a descent, for the table behind the plot; None where a path has ended."""

    step: int
    yours: Point | None
    reference: Point
    mistake: Point | None
    loss: float | None
    """At your point."""


def descent_rows(path: Path) -> list[Row]:
    """Every step from the start on."""
    return [
        Row(step, mine := _nth(path.yours, step), place, _nth(path.mistake, step), mine and _height(path, mine))
        for step, place in enumerate(path.reference)
    ]


@dataclass(frozen=True, slots=True)
class ErrorMap:
    """The elements of one array of a gradient, in rows as the array has them."""

    name: str
    rows: tuple[tuple[Element, ...], ...]


def error_maps(elements: Iterable[Element]) -> list[ErrorMap]:
    """One map for each array; a vector is one row, what has more axes one row for each of its last."""
    parts: dict[str, dict[str, list[Element]]] = {}
    for element in elements:
        name, _, position = element.index.removesuffix("]").partition("[")
        row = position.rpartition(", ")[0]
        parts.setdefault(name, {}).setdefault(row, []).append(element)
    return [ErrorMap(name, tuple(map(tuple, rows.values()))) for name, rows in parts.items()]


def band(relative_error: float) -> str:
    """The class of an element of a gradient by its relative error: the usual bands of a gradient check."""
    return next((name for bound, name in BANDS if relative_error < bound), "no")


def _height(path: Path, point: Point) -> float:
    return sum(curvature * at * at for curvature, at in zip(path.bowl, point, strict=True)) / 2


def _range(path: Path, axis: int) -> tuple[float, float]:
    """Of the reference's path and the bottom, and of the others as far as there is room."""
    own = [point[axis] for point in path.reference] + [0.0]
    low, high = min(own), max(own)
    room = ROOM * (high - low)
    others = [point[axis] for point in (*path.yours, *path.mistake)]
    low, high = (
        min([low, *(max(at, low - room) for at in others)]),
        max([high, *(min(at, high + room) for at in others)]),
    )
    edge = 0.08 * (high - low)
    return low - edge, high + edge


def _draw(plot: Plot, points: Sequence[Point], colour: str, width: float, radius: float, dash: str = "") -> None:
    """A path as far as the picture goes, and one step beyond."""
    (left, right), (low, high) = plot.x, plot.y
    reach = next((n for n, (x, y) in enumerate(points) if not (left <= x <= right and low <= y <= high)), len(points))
    shown = [(_within(x, 3 * left, 3 * right), _within(y, 3 * low, 3 * high)) for x, y in points[: reach + 1]]
    plot.curve(shown, colour, width, dash)
    if radius:
        plot.dots(points[:reach], colour, radius)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _nth(points: Sequence[Point], step: int) -> Point | None:
    return points[step] if step < len(points) else None
