"""Reports as files: each writer turns graded submissions into one text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from steepest_graders.text import Language
from steepest_graders.writers.csv import write_csv
from steepest_graders.writers.github import write_github
from steepest_graders.writers.graded import Graded
from steepest_graders.writers.gradescope import write_gradescope
from steepest_graders.writers.json import write_json
from steepest_graders.writers.junit import write_junit
from steepest_graders.writers.text import write_text

Writer = Callable[[Sequence[Graded], str, Language], str]
"""(graded submissions, sandbox level, language) -> the file's text."""

WRITERS: dict[str, Writer] = {
    "text": write_text,
    "json": write_json,
    "junit": write_junit,
    "gradescope": write_gradescope,
    "github": write_github,
    "csv": write_csv,
}
SUFFIXES = {".txt": "text", ".json": "json", ".xml": "junit", ".csv": "csv"}

__all__ = ["SUFFIXES", "WRITERS", "Graded", "Writer"]
