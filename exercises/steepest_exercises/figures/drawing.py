"""A sheet to draw on, and a plot's axes: SVG with presentation attributes only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Literal

INK, SOFT, RULE = "var(--ink, #1c2726)", "var(--ink-soft, #55615f)", "var(--rule, #dfddd3)"
PATH, WATER, CONTOUR = "var(--path, #c8501f)", "var(--water, #1f6685)", "var(--contour, #b58a55)"
SHEET = "var(--sheet, #ffffff)"
SANS = "var(--sans, system-ui, sans-serif)"

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


class Sheet:
    """What is drawn later lies above. Lengths are in the viewBox's units, from the top left."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._parts: list[str] = []

    def line(
        self, points: Iterable[Point], colour: str, width: float = 1, dash: str = "", *, closed: bool = False
    ) -> None:
        """Straight from point to point."""
        d = "M" + " ".join(f"{_short(x)} {_short(y)}" for x, y in points) + ("Z" if closed else "")
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{_short(width)}" '
            f'stroke-linejoin="round" stroke-linecap="round"{dashes}/>'
        )

    def dot(self, x: float, y: float, colour: str, radius: float = 3) -> None:
        """A filled disc."""
        self._parts.append(f'<circle cx="{_short(x)}" cy="{_short(y)}" r="{_short(radius)}" fill="{colour}"/>')

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        """An outline."""
        self._parts.append(
            f'<ellipse cx="{_short(x)}" cy="{_short(y)}" rx="{_short(rx)}" ry="{_short(ry)}" '
            f'fill="none" stroke="{colour}"/>'
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A card with round corners."""
        self._parts.append(
            f'<rect x="{_short(x)}" y="{_short(y)}" width="{_short(width)}" height="{_short(height)}" rx="6" '
            f'fill="{SHEET}" stroke="{colour}" stroke-width="1.5"/>'
        )

    def bar(self, x: float, top: float, ground: float, width: float, colour: str) -> None:
        """A column of a chart, `x` its middle; one without height is a thin line."""
        height = max(ground - top, 1.5)
        self._parts.append(
            f'<rect x="{_short(x - width / 2)}" y="{_short(ground - height)}" width="{_short(width)}" '
            f'height="{_short(height)}" fill="{colour}"/>'
        )

    def arrow(self, start: Point, end: Point, colour: str) -> None:
        """Along an axis, with a head at its end."""
        (x0, y0), (x1, y1) = start, end
        self.line([start, end], colour, 1.8)
        across = y0 == y1
        sign = 1 if (x1 - x0) + (y1 - y0) > 0 else -1
        back, side = -6 * sign, 4
        wings = [(x1 + back, y1 - side), end, (x1 + back, y1 + side)]
        if not across:
            wings = [(x1 - side, y1 + back), end, (x1 + side, y1 + back)]
        self.line(wings, colour, 1.8)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        colour: str = INK,
        size: float = 13,
        anchor: Anchor = "start",
        bold: bool = False,
    ) -> None:
        """One line; `y` is its base line."""
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(
            f'<text x="{_short(x)}" y="{_short(y)}" fill="{colour}" font-family="{SANS}" font-size="{_short(size)}" '
            f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
        )

    def svg(self) -> str:
        """The file."""
        inner = "\n".join(self._parts)
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_short(self.width)} {_short(self.height)}">'
        return f"{head}\n{inner}\n</svg>\n"


class Plot:
    """Maps a function's coordinates to a rectangle of a sheet."""

    def __init__(self, sheet: Sheet, box: tuple[float, float, float, float], x: Point, y: Point) -> None:
        """`box`: left, top, right, bottom on the sheet; `x` and `y`: the ranges shown."""
        self.sheet, self.box, self.x, self.y = sheet, box, x, y

    def at(self, x: float, y: float) -> Point:
        """Where a point lies on the sheet."""
        left, top, right, bottom = self.box
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return left + across * (right - left), bottom - up * (bottom - top)

    def axes(self, x_ticks: Sequence[float], y_ticks: Sequence[float], size: float = 12) -> None:
        """Lines along the left and the bottom, and a faint one at every tick upwards."""
        left, top, right, bottom = self.box
        for tick in y_ticks:
            _, y = self.at(self.x[0], tick)
            if y < bottom - 0.5:
                self.sheet.line([(left, y), (right, y)], RULE, 1, "2 4")
            self.sheet.text(left - 7, y + size / 3, f"{tick:g}".replace("-", "−"), SOFT, size, "end")
        self.sheet.line([(left, top), (left, bottom), (right, bottom)], RULE, 1.2)
        for tick in x_ticks:
            x, _ = self.at(tick, self.y[0])
            self.sheet.text(x, bottom + size + 4, f"{tick:g}".replace("-", "−"), SOFT, size, "middle")

    def curve(self, points: Iterable[Point], colour: str, width: float = 2.2, dash: str = "") -> None:
        """Through points in the function's coordinates."""
        self.sheet.line([self.at(x, y) for x, y in points], colour, width, dash)

    def dots(self, points: Iterable[Point], colour: str, radius: float = 3) -> None:
        """At points in the function's coordinates."""
        for x, y in points:
            self.sheet.dot(*self.at(x, y), colour, radius)

    def contours(self, height: Callable[[float, float], float], levels: Sequence[float], cells: int = 48) -> None:
        """Lines of equal height: straight across each cell of a grid, and joined where they meet."""
        xs = [self.x[0] + i * (self.x[1] - self.x[0]) / cells for i in range(cells + 1)]
        ys = [self.y[0] + i * (self.y[1] - self.y[0]) / cells for i in range(cells + 1)]
        heights = [[height(x, y) for y in ys] for x in xs]
        for level in levels:
            for run in _joined(_crossings(xs, ys, heights, level)):
                self.curve(run, CONTOUR, 1)


def _crossings(
    xs: Sequence[float], ys: Sequence[float], heights: Sequence[Sequence[float]], level: float
) -> list[tuple[Point, Point]]:
    """Where the level crosses the sides of each of a cell's two triangles."""
    pieces = []
    for i in range(len(xs) - 1):
        for j in range(len(ys) - 1):
            a, b, c, d = (i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)
            for triangle in ((a, b, c), (a, c, d)):
                corners = [(xs[p], ys[q], heights[p][q] - level) for p, q in triangle]
                ends = []
                for (x0, y0, h0), (x1, y1, h1) in zip(corners, corners[1:] + corners[:1], strict=True):
                    if (h0 < 0) != (h1 < 0):
                        t = h0 / (h0 - h1)
                        ends.append((round(x0 + t * (x1 - x0), 9), round(y0 + t * (y1 - y0), 9)))
                if len(ends) == 2:
                    pieces.append((ends[0], ends[1]))
    return pieces


def _joined(pieces: list[tuple[Point, Point]]) -> list[list[Point]]:
    """Pieces with common ends as long runs."""
    at: dict[Point, list[int]] = {}
    for index, ends in enumerate(pieces):
        for end in ends:
            at.setdefault(end, []).append(index)
    left = set(range(len(pieces)))
    runs = []
    for index in range(len(pieces)):
        if index in left:
            left.remove(index)
            run = list(pieces[index])
            for _ in range(2):  # on from the end, then from the beginning
                while onward := next((k for k in at[run[-1]] if k in left), None):
                    left.remove(onward)
                    first, second = pieces[onward]
                    run.append(second if first == run[-1] else first)
                run.reverse()
            runs.append(run)
    return runs


def dark(colour: str) -> str:
    """A colour for words: the contour's own brown is too light to read."""
    return "var(--contour-ink, #7a5828)" if colour is CONTOUR else colour


def panel_title(sheet: Sheet, title: str, setting: str = "") -> None:
    """What a panel shows, at its top: in bold, and what belongs to it at the right."""
    sheet.text(4, 15, title, INK, 13.5, bold=True)
    sheet.text(sheet.width - 4, 15, setting, SOFT, 12, "end")


def _short(number: float) -> str:
    """At most one decimal: a tenth of a unit can't be seen, and libraries' last bits must not show."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
