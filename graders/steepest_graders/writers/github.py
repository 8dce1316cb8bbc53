"""GitHub's workflow commands: one annotation per submission that was not accepted, at the student's line."""

from __future__ import annotations

from collections.abc import Sequence

from steepest_graders.report import GradeReport, Verdict
from steepest_graders.text import Language, printable
from steepest_graders.writers.graded import Graded
from steepest_graders.writers.text import explained


def write_github(graded: Sequence[Graded], sandbox: str, language: Language) -> str:
    """`::error file=...,line=...::text` lines; `::warning` for another convention, `::notice` where all is well."""
    return "".join(_annotation(item, language) for item in graded)


def _annotation(graded: Graded, language: Language) -> str:
    report = graded.report
    kind = {Verdict.ACCEPTED: "notice", Verdict.OTHER_CONVENTION: "warning"}.get(report.verdict, "error")
    properties = {
        "file": graded.submission,
        "line": str(report.line or 1),
        "title": f"{report.exercise}: {report.verdict.words.in_language(language)}",
    }
    listed = ",".join(f"{name}={_property(printable(value))}" for name, value in properties.items())
    return f"::{kind} {listed}::{_data(printable(_said(report, language)))}\n"


def _said(report: GradeReport, language: Language) -> str:
    said = [explained(report, language)]
    for check in report.checks:
        if check.verdict not in (Verdict.ACCEPTED, Verdict.SKIPPED):
            said.append(f"{check.title.in_language(language)}: {check.message.in_language(language)}")
    return "\n".join(part for part in said if part) or report.verdict.words.in_language(language)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
