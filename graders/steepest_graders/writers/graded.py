"""A submission as it was named, with its report."""

from __future__ import annotations

from typing import NamedTuple

from steepest_graders.report import GradeReport


class Graded(NamedTuple):
    """`submission` is the path as given ('-' for standard input)."""

    submission: str
    report: GradeReport
