"""A report as a file: read back by the format's own rules, whatever the student wrote into it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import jsonschema
import junitparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

import steepest_graders.writers
from steepest_graders import CheckResult, Finding, GradeReport, Text, Verdict
from steepest_graders.writers import WRITERS, Graded

HOSTILE = "\x1b[2J\x00\u202e</x>]]>&\"'%0A::error::=cmd|' /C calc'!A0\ud800\ufffe"


def report(said: str = "off by 2", verdict: Verdict = Verdict.WRONG_ANSWER) -> GradeReport:
    text = Text(said, said)
    checks = (
        CheckResult("example", text, Verdict.ACCEPTED, True),
        CheckResult("hidden", text, verdict, False, text),
        CheckResult("last", text, Verdict.SKIPPED, False, text),
    )
    finding = Finding("sum-not-mean", text, text, text)
    return GradeReport("mse", verdict, 1 / 3, 0.01, checks, (finding,), output=said, line=7, sandbox="full")


def written(name: str, *graded: Graded) -> str:
    return WRITERS[name](graded, "full", "en")


@given(st.text())
def test_nothing_in_a_report_steers_a_terminal_or_a_log(said: str) -> None:
    for name in WRITERS:
        text = written(name, Graded(said, report(said)))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
        text.encode("utf-8")


def test_junit_is_read_back_with_its_counts() -> None:
    text = written("junit", Graded("ada.py", report()), Graded("=1.py", report(HOSTILE)))
    ada, hostile = junitparser.JUnitXml.fromstring(text.encode())
    assert (ada.name, ada.tests, ada.failures, ada.skipped, ada.errors) == ("mse: ada.py", 3, 1, 1, 0)
    for suite in (ada, hostile):
        [passed, failed, skipped] = suite
        assert (passed.is_passed, failed.is_failure, skipped.is_skipped) == (True, True, True)
        assert failed.classname == "steepest.mse"
    assert list(ada)[1].result[0].message == "off by 2"


def test_an_internal_error_is_an_error_and_no_failure() -> None:
    text = written("junit", Graded("ada.py", report(verdict=Verdict.INTERNAL_ERROR)))
    [suite] = junitparser.JUnitXml.fromstring(text.encode())
    assert (suite.errors, suite.failures) == (1, 0)
    assert list(suite)[1].is_error


def test_gradescope_results_add_up() -> None:
    results = json.loads(written("gradescope", Graded("a.py", report()), Graded("b.py", report(HOSTILE))))
    assert results["score"] == pytest.approx(100 / 3, abs=1e-3)
    assert sum(test["score"] for test in results["tests"]) == pytest.approx(results["score"], abs=1e-3)
    assert sum(test["max_score"] for test in results["tests"]) == pytest.approx(100, abs=1e-3)
    assert {test["status"] for test in results["tests"]} == {"passed", "failed"}


def test_a_github_annotation_is_one_line_at_the_students_line() -> None:
    annotation = written("github", Graded("src/ada.py", report("two\nlines, 100%")))
    assert annotation.count("\n") == 1
    assert annotation.startswith("::error file=src/ada.py,line=7,title=mse%3A wrong answer::two%0Alines, 100%25")


@pytest.mark.parametrize("first", "=+-@\t\n\uff1d\uff0b\uff0d\uff20")
def test_a_spreadsheet_finds_no_formula_in_the_table(first: str) -> None:
    [_, row] = csv.reader(io.StringIO(written("csv", Graded("=cmd.py", report(f"{first}1+1")))))
    assert row[0] == "'=cmd.py"
    assert row[-1] == f"'{first}1+1"


def test_json_follows_its_schema_whatever_was_printed() -> None:
    schema = json.loads((Path(steepest_graders.writers.__file__).parent / "report.schema.json").read_text())
    jsonschema.validate(json.loads(written("json", Graded(HOSTILE, report(HOSTILE)))), schema)
