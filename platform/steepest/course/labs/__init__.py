"""The labs and their words: `<slug>.toml` beside this file, in both languages.

    title, summary            of the index and of the page's head
    about                     Markdown: what is drawn and how it is computed
    [[tries]]                 what to try; the answer is seen in the lab
    question, answer          Markdown; `[words](?lr=0.2)` sets the lab up

Controls and plots stand in `templates/labs/<slug>.html`, what moves them in `static/labs/<slug>.js`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from steepest_graders.text import Text

SLUGS = (
    "loss-explorer",
    "finite-differences",
    "landscape-slices",
    "learning-rate",
    "optimizer-race",
    "schedules",
    "playground",
)


@dataclass(frozen=True, slots=True)
class Try:
    """Something to find out."""

    question: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Lab:
    """A lab as it is introduced."""

    slug: str
    title: Text
    summary: Text
    about: Text
    tries: tuple[Try, ...]


@cache
def labs() -> Mapping[str, Lab]:
    """Every lab by its slug, in the order of the course."""
    return {slug: _read(slug) for slug in SLUGS}


def _read(slug: str) -> Lab:
    path = Path(__file__).with_name(f"{slug}.toml")
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    tries = (Try(Text.from_dict(each["question"]), Text.from_dict(each["answer"])) for each in data["tries"])
    title, summary, about = (Text.from_dict(data[name]) for name in ("title", "summary", "about"))
    return Lab(slug, title, summary, about, tuple(tries))
