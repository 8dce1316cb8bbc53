"""Gradescope's results.json, as its autograder documentation specifies it. It holds one submission."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from steepest_graders.report import CheckResult, Verdict
from steepest_graders.text import Language, printable
from steepest_graders.writers.graded import Graded
from steepest_graders.writers.text import explained


def write_gradescope(graded: Sequence[Graded], sandbox: str, language: Language) -> str:
    """Score out of 100 in all; several files are parts of one submission, weighted alike."""
    share = 100 / len(graded)
    results = {
        "score": round(sum(share * item.report.score for item in graded), 4),
        "output": printable("\n\n".join(explained(item.report, language) for item in graded)).strip(),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "execution_time": round(sum(item.report.seconds for item in graded), 3),
        "tests": [test for item in graded for test in _tests(item, share, language)],
        "extra_data": {"sandbox": sandbox},
    }
    return json.dumps(results, indent=2, allow_nan=False) + "\n"


def _tests(graded: Graded, share: float, language: Language) -> list[dict[str, Any]]:
    checks = graded.report.checks
    weight = sum(check.weight for check in checks) or 1.0
    return [_test(graded, check, share * check.weight / weight, language) for check in checks]


def _test(graded: Graded, check: CheckResult, points: float, language: Language) -> dict[str, Any]:
    passed = check.verdict is Verdict.ACCEPTED
    return {
        "name": f"{graded.report.exercise}: {check.title.in_language(language)}",
        "status": "passed" if passed else "failed",
        "score": round(points, 4) if passed else 0,
        "max_score": round(points, 4),
        "output": printable(check.message.in_language(language)),
        "visibility": "visible",
    }
