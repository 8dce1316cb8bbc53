"""The JSON report: schema version 1, published as `report.schema.json` beside this file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from steepest_graders.report import CheckResult, Finding
from steepest_graders.text import Language
from steepest_graders.version import GRADER_VERSION
from steepest_graders.writers.graded import Graded

SCHEMA_VERSION = 1


def write_json(graded: Sequence[Graded], sandbox: str, language: Language) -> str:
    """One document over all submissions, in the order given; texts in `language`."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "grader_version": GRADER_VERSION,
        "sandbox": sandbox,
        "reports": [_report(item, language) for item in graded],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _report(graded: Graded, language: Language) -> dict[str, Any]:
    report = graded.report
    return {
        "exercise": report.exercise,
        "submission": graded.submission.encode("utf-8", "replace").decode(),
        "verdict": str(report.verdict),
        "score": report.score,
        "seconds": report.seconds,
        "checks": [_check(check, language) for check in report.checks],
        "misconceptions": [_finding(found, language) for found in report.findings],
        "output": report.output,
    }


def _check(check: CheckResult, language: Language) -> dict[str, Any]:
    return {
        "name": check.name,
        "verdict": str(check.verdict),
        "public": check.public,
        "message": check.message.in_language(language),
    }


def _finding(found: Finding, language: Language) -> dict[str, str]:
    return {
        "slug": found.slug,
        "title": found.title.in_language(language),
        "explanation": found.explanation.in_language(language),
        "evidence": found.evidence.in_language(language),
    }
