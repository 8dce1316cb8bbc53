"""A table with a row per submission, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from steepest_graders.text import Language, printable
from steepest_graders.writers.graded import Graded

FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # the last four are full-width: with Asian input methods
COLUMNS = ("submission", "exercise", "verdict", "score", "passed", "checks", "seconds", "misconceptions", "explanation")


def write_csv(graded: Sequence[Graded], sandbox: str, language: Language) -> str:
    """`verdict` and `misconceptions` are the words of the JSON report; `explanation` is in `language`."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for submission, report in graded:
        writer.writerow(
            [
                spreadsheet_text(submission),
                report.exercise,
                str(report.verdict),
                report.score,
                report.passed,
                len(report.checks),
                report.seconds,
                " ".join(found.slug for found in report.findings),
                spreadsheet_text(" ".join(found.title.in_language(language) for found in report.findings)),
            ]
        )
    return file.getvalue()


def spreadsheet_text(value: str) -> str:
    """What a spreadsheet would take for a formula is quoted with an apostrophe."""
    value = printable(value)
    return f"'{value}" if value.startswith(FORMULA) and value != "-" else value
