"""The report for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steepest_graders.report import CheckResult, Comparison, Finding, GradeReport, Path, Verdict
from steepest_graders.text import Language, Text, printable
from steepest_graders.writers.graded import Graded

PASSED = Text("{passed} of {count} checks passed", "{count} 个检查项中通过 {passed} 个")
PRINTED = Text("Printed:", "打印输出：")
INSIDE = Text("yours {yours}, reference {expected}", "你的 {yours}，参考 {expected}")
UNREAD = Text("not found", "没有找到")
FIELDS = (
    ("call", Text("call", "调用")),
    ("expected", Text("expected", "应为")),
    ("got", Text("yours", "你的")),
    ("difference", Text("difference", "相差")),
    ("allowed", Text("allowed", "允许")),
)


def write_text(graded: Sequence[Graded], sandbox: str, language: Language) -> str:
    """One block per submission; nothing in it can steer a terminal."""
    return "\n".join(printable("\n".join(_block(item, language))) + "\n" for item in graded)


def explained(report: GradeReport, language: Language) -> str:
    """The findings, or the relation that was found, as lines; '' where there is nothing to add."""
    lines = [line for found in report.findings for line in _finding(found, language)]
    if report.message.en:
        lines.append(report.message.in_language(language))
    return "\n".join(line.strip() for line in lines)


def _block(graded: Graded, language: Language) -> Iterator[str]:
    report = graded.report
    passed = PASSED.format(passed=report.passed, count=len(report.checks)).in_language(language)
    verdict = report.verdict.words.in_language(language)
    yield f"{graded.submission}: {verdict} ({passed}, {report.seconds * 1000:.0f} ms)"
    for found in report.findings:
        yield from _finding(found, language)
    if report.message.en:
        yield f"  {report.message.in_language(language)}"
    for check in report.checks:
        yield from _check(check, language)
    yield from _output(report, language)


def _finding(found: Finding, language: Language) -> Iterator[str]:
    yield f"  {found.title.in_language(language)}"
    yield f"    {found.explanation.in_language(language)}"
    yield f"    {found.evidence.in_language(language)}"


def _check(check: CheckResult, language: Language) -> Iterator[str]:
    message = check.message.in_language(language)
    yield f"  [{check.verdict.words.in_language(language)}] {check.title.in_language(language)}" + (
        f": {message}" if message else ""
    )
    if check.comparison and check.verdict is not Verdict.ACCEPTED:  # a gradient is told by element even if it is right
        yield from _comparison(check.comparison, language)
    if check.path:
        yield from _inside(check.path, language)


def _inside(path: Path, language: Language) -> Iterator[str]:
    """What is inside the first step that leaves the reference's path."""
    for quantity in path.inside:
        yours = quantity.got or UNREAD.in_language(language)
        yield f"      {quantity.name}: {INSIDE.format(yours=yours, expected=quantity.expected).in_language(language)}"


def _comparison(comparison: Comparison, language: Language) -> Iterator[str]:
    for field, title in FIELDS:
        value = getattr(comparison, field)
        if value:
            lines = value.split("\n")
            yield f"      {title.in_language(language)}: {lines[0]}"
            yield from (f"        {line}" for line in lines[1:])


def _output(report: GradeReport, language: Language) -> Iterator[str]:
    if report.output:
        yield f"  {PRINTED.in_language(language)}"
        yield from (f"    {line}" for line in report.output.rstrip("\n").split("\n"))
