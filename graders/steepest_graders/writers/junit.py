"""JUnit XML: a test suite per submission, a test case per check."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from steepest_graders.report import CheckResult, Verdict
from steepest_graders.text import Language, printable
from steepest_graders.writers.graded import Graded
from steepest_graders.writers.text import explained


def write_junit(graded: Sequence[Graded], sandbox: str, language: Language) -> str:
    """One document over all submissions. An internal error is an error, any other wrong check a failure."""
    root = ElementTree.Element("testsuites", name="steepest")
    for item in graded:
        root.append(_suite(item, sandbox, language))
    for element in root.iter():
        element.attrib = {name: printable(value) for name, value in element.attrib.items()}
        element.text = printable(element.text) if element.text else None
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(graded: Graded, sandbox: str, language: Language) -> ElementTree.Element:
    report = graded.report
    counts = {
        "tests": len(report.checks),
        "failures": sum(_tag(check) == "failure" for check in report.checks),
        "errors": sum(_tag(check) == "error" for check in report.checks),
        "skipped": sum(_tag(check) == "skipped" for check in report.checks),
    }
    attributes = {"name": f"{report.exercise}: {graded.submission}", "time": f"{report.seconds:.6f}"}
    suite = ElementTree.Element("testsuite", attributes | {name: str(count) for name, count in counts.items()})
    properties = ElementTree.SubElement(suite, "properties")
    ElementTree.SubElement(properties, "property", name="sandbox", value=sandbox)
    ElementTree.SubElement(properties, "property", name="verdict", value=str(report.verdict))
    for check in report.checks:
        suite.append(_case(check, graded, language))
    said = explained(report, language)
    if said:
        ElementTree.SubElement(suite, "system-out").text = said
    return suite


def _case(check: CheckResult, graded: Graded, language: Language) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname=f"steepest.{graded.report.exercise}", name=check.name, time="0")
    if tag := _tag(check):
        message = check.message.in_language(language)
        ElementTree.SubElement(case, tag, message=message, type=str(check.verdict)).text = message
    return case


def _tag(check: CheckResult) -> str:
    """The element that says how a check ended; '' for a passed one."""
    return {
        Verdict.ACCEPTED: "",
        Verdict.SKIPPED: "skipped",
        Verdict.INTERNAL_ERROR: "error",
    }.get(check.verdict, "failure")
