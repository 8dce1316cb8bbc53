"""What the blocks and fences of one text share while it is read, and what they note down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from steepest.prose.document import Link


@dataclass(slots=True)
class Notes:
    """Made for one reading of one text. `drawings`: SVG source by name."""

    language: str
    drawings: Mapping[str, str]
    figures: list[str] = field(default_factory=list)
    callouts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
