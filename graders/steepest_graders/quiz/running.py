"""What only a run can say: what code prints, and whether a line that was filled in does what the author's does.

The code of a question is no more trusted than a student's: both run in the sandbox, each in a session of its
own, and a student's never holds what the author's returned. What comes back are plain numbers, compared here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from steepest_graders.quiz.code import CallOf, CodeReading, FillIn, call_of, same_output
from steepest_graders.report import CheckResult, GradeReport, Verdict, worst
from steepest_graders.sandbox import Call, Limits, Sandbox, Stopped, StudentError
from steepest_graders.text import Text
from steepest_graders.version import GRADER_VERSION

LIMITS = Limits(cpu_seconds=2, wall_seconds=10.0, memory_bytes=256 << 20)
RELATIVE, ABSOLUTE = 1e-9, 1e-12  # of the largest element
SEED = 0
NOTHING = "..."  # a line that does nothing


class NotRunnable(Exception):
    """The code of a question that does not run; says why and in which line."""


def output_of(code: str, sandbox: Sandbox) -> str:
    """What the code prints. Raises NotRunnable."""
    try:
        with sandbox.session(LIMITS) as session:
            reply = session.load(code, seed=SEED)
    except Stopped as stopped:
        raise NotRunnable(f"it was stopped: {stopped.verdict.value}") from None
    if reply.error:
        raise NotRunnable(_said(reply.error))
    return reply.output.rstrip()


def key_problem(question: CodeReading | FillIn, sandbox: Sandbox) -> str:
    """What is wrong with the key of a question of code, by running it; '' where it holds."""
    try:
        if isinstance(question, CodeReading):
            printed = output_of(question.code, sandbox)
            return "" if same_output(printed, question.output) else f"the code prints {printed!r}"
        answers = _answers(question, question.answer, sandbox)
    except (NotRunnable, Stopped) as error:
        return str(error)
    if failed := next((answer for answer in answers if isinstance(answer, StudentError)), None):
        return _said(failed)
    passes = grade_line(question, NOTHING, sandbox).verdict is Verdict.ACCEPTED
    return f"even {NOTHING} passes: add calls whose results depend on the line" if passes else ""


def grade_line(question: FillIn, line: str, sandbox: Sandbox) -> GradeReport:
    """Judge a line by what the program gives with it. Raises SandboxUnavailable."""
    try:
        expected = _answers(question, question.answer, sandbox)
    except (NotRunnable, Stopped):  # the author's code: never the student's fault
        return _report(question, [CheckResult(question.id, RUNS, Verdict.INTERNAL_ERROR, True, BROKEN)], sandbox)
    try:
        got: Sequence[Any] = _answers(question, line, sandbox)
    except NotRunnable as error:
        check = CheckResult("line", RUNS, Verdict.RUNTIME_ERROR, True, Text(str(error), str(error)))
        return _report(question, [check], sandbox)
    except Stopped as stopped:
        return _report(question, [CheckResult("line", RUNS, stopped.verdict, True, STOPPED)], sandbox)
    checks = [_check(call, one, other) for call, one, other in zip(question.calls, got, expected, strict=True)]
    return _report(question, checks, sandbox)


RUNS = Text("the line runs", "这一行能运行")
BROKEN = Text(
    "This question's own code does not run. It is not your fault.", "这道题自己的代码无法运行，不是你的问题。"
)
STOPPED = Text(
    "Stopped: it took too long, too much memory, or did what is not allowed.",
    "已停止：耗时或内存过多，或做了不允许的操作。",
)
GIVES = Text("{call} gives {got}", "{call} 得到 {got}")
RAISES = Text("{call}: {error}", "{call}：{error}")


def _answers(question: FillIn, line: str, sandbox: Sandbox) -> list[Any]:
    """What each call gives: plain numbers, or a StudentError. Raises NotRunnable and Stopped."""
    with sandbox.session(LIMITS) as session:
        loaded = session.load(question.program(line), seed=SEED)
        if loaded.error:
            raise NotRunnable(_said(loaded.error))
        replies = [session.run([_call(call_of(call))])[0] for call in question.calls]  # one that fails stops no other
        return [reply.error or reply.value for reply in replies]


def _call(call: CallOf) -> Call:
    return Call(call.name, tuple(np.array(arg) if isinstance(arg, list) else arg for arg in call.args))


def _check(call: str, got: Any, expected: Any) -> CheckResult:
    title = Text(call, call)
    if isinstance(got, StudentError):
        message = RAISES.format(call=call, error=_said(got))
        return CheckResult(call, title, Verdict.RUNTIME_ERROR, True, message)
    if not _same(got, expected):
        return CheckResult(call, title, Verdict.WRONG_ANSWER, True, GIVES.format(call=call, got=_shown(got)))
    return CheckResult(call, title, Verdict.ACCEPTED, True)


def _same(got: Any, expected: Any) -> bool:
    """Equal, or within rounding of each other; of the same shape."""
    if isinstance(expected, list | tuple):
        same_kind = isinstance(got, list | tuple) and len(got) == len(expected)
        return same_kind and all(map(_same, got, expected))
    if expected is None or isinstance(expected, str | bool):
        return type(got) is type(expected) and bool(got == expected)
    try:
        one, other = np.asarray(got, dtype=np.complex128), np.asarray(expected, dtype=np.complex128)
    except (TypeError, ValueError):
        return False
    if one.shape != other.shape:
        return False
    finite = np.isfinite(other)
    allowed = ABSOLUTE + RELATIVE * np.max(np.abs(other[finite]), initial=0.0)
    alike = np.array_equal(one[~finite], other[~finite], equal_nan=True)
    return alike and bool(np.all(np.abs(one[finite] - other[finite]) <= allowed))


def _shown(value: Any) -> str:
    return repr(value.tolist() if isinstance(value, np.ndarray | np.generic) else value)[:200]


def _said(error: StudentError) -> str:
    place = f" (line {error.line})" if error.line else ""
    return f"{error.type}{place}{error.message and f': {error.message}'}"


def _report(question: FillIn, checks: list[CheckResult], sandbox: Sandbox) -> GradeReport:
    verdict = worst(check.verdict for check in checks)
    report = GradeReport(question.id, verdict, float(verdict is Verdict.ACCEPTED), 0.0, tuple(checks))
    return replace(report, sandbox=str(sandbox.level), grader_version=GRADER_VERSION, content_hash=question.version)
