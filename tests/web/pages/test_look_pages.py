"""The style sheet keeps its promise: text reaches a contrast of 4.5:1 on every surface, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import steepest

CSS = (Path(steepest.__file__).parent / "static" / "steepest.css").read_text(encoding="utf-8")
EVERYWHERE = ("ink", "ink-soft", "water", "contour-ink")
PAIRS = [
    *((text, surface) for text in EVERYWHERE for surface in ("paper", "sheet", "code")),
    *((text, surface) for text in ("good", "bad", "warn") for surface in ("paper", "sheet")),
    *(("ink", wash) for wash in ("good-wash", "bad-wash", "path-wash", "water-wash", "contour-wash")),
    *(("ink-soft", wash) for wash in ("good-wash", "bad-wash", "path-wash")),
    ("good", "code"), ("good", "good-wash"), ("bad", "bad-wash"), ("water", "path-wash"), ("water", "contour-wash"),
    ("path", "sheet"), ("on-path", "path"),
]  # fmt: skip


def tokens(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\n\s*\}", CSS, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "surface"), PAIRS)
def test_text_can_be_read(scheme: str, text: str, surface: str) -> None:
    colours = tokens(scheme)
    low, high = sorted((luminance(colours[text]), luminance(colours[surface])))
    ratio = (high + 0.05) / (low + 0.05)
    assert ratio >= 4.5, f"{text} on {surface}: {ratio:.2f}"


def test_no_rule_loads_from_elsewhere() -> None:
    assert re.findall(r"url\((?!icons/)|@import|https?:", CSS) == []
