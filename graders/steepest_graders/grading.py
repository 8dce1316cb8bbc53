"""Grade one submission: run its program beside nothing of ours, judge its answers here.

The flow: read the source, open a session of the sandbox, load the program, ask every check in order
(public ones first, so that nothing seen later can be carried into what is shown), then diagnose.
"""

from __future__ import annotations

import builtins
import difflib
import functools
import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from steepest_graders.checks import Check, Outcome
from steepest_graders.conditions import near_miss
from steepest_graders.diagnosis import Combination, Match, Profile, diagnose, findings, relations_of, wrong_checks
from steepest_graders.exercise import Exercise, Mistake
from steepest_graders.pairing import Pair, pairs
from steepest_graders.relations import shared_relation
from steepest_graders.report import CheckResult, Finding, GradeReport, Verdict, worst
from steepest_graders.sandbox import (
    IMPORTABLE,
    MISSING_FUNCTION,
    UNSUPPORTED_RESULT,
    Call,
    Limits,
    LocalSession,
    Op,
    Reply,
    Sandbox,
    SandboxUnavailable,
    Session,
    Stopped,
    StudentError,
)
from steepest_graders.source import SourceError, read_source
from steepest_graders.submission import Raised, Submission
from steepest_graders.text import Text, joined
from steepest_graders.version import GRADER_VERSION

log = logging.getLogger(__name__)

OUTPUT_CHARS = 8192
CHILD_SEED = 0  # of the program's own random numbers: the site's seed makes hidden inputs and must not travel
TRIES = 2
ARITHMETIC = ("overflow", "divide by zero", "invalid value", "underflow")  # as NumPy's messages begin
_DEFINITION = re.compile(r"^(?:def|class)\s+(\w+)", re.MULTILINE)  # only to suggest a near name

_KNOWN_TYPES = {name for name, value in vars(builtins).items() if isinstance(value, type)} | {"function", "module"}

READING = Text("reading the file", "读取文件")
IMPORTING = Text("importing the file", "导入文件")
SKIPPED = Text("Not run: the program did not get this far.", "未运行：程序没有执行到这里。")
SYNTAX = Text("Line {line}: {message}", "第 {line} 行：{message}")
RAISED = Text("{type} in line {line}", "第 {line} 行抛出 {type}")
RAISED_SOMEWHERE = Text("{type} was raised", "抛出了 {type}")
WITH_MESSAGE = Text("{what}: {message}", "{what}：{message}")
WITHOUT_MESSAGE = Text("{what}.", "{what}。")
NOT_IMPORTABLE = Text(
    "{what} Importable here are numpy and these modules of the standard library: {modules}.",
    "{what}这里可以导入 numpy 和以下标准库模块：{modules}。",
)
MISSING = Text("`{name}` is not defined.", "没有定义 `{name}`。")
NEAR = Text(" Is it the `{near}` of your file? Rename that.", "是文件中的 `{near}` 吗？请把它改成这个名字。")
UNSUPPORTED = Text(
    "Returned an object ({type}) where numbers were expected.", "返回的是一个对象（{type}），而这里应当是数。"
)
ANSWER_IS = Text("The answer is {relation}.", "答案是{relation}。")
OTHER_CONVENTION = Text("Right under another convention: {name}", "换一种约定是对的：{name}")
STOPPED = {
    Verdict.TIME_LIMIT: Text(
        "Stopped: more than {seconds} s. Is there a loop that never ends, or far more work than needed?",
        "已停止：超过 {seconds} 秒。是否有不会结束的循环，或者远超所需的计算？",
    ),
    Verdict.MEMORY_LIMIT: Text(
        "Stopped: more than {megabytes} MB of memory. Is an array far larger than its input?",
        "已停止：内存超过 {megabytes} MB。是否有数组远大于输入？",
    ),
    Verdict.OUTPUT_LIMIT: Text(
        "Stopped: too much output, printed or returned. Is there a print in a loop?",
        "已停止：打印或返回的内容过多。循环里是否有 print？",
    ),
    Verdict.SECURITY_VIOLATION: Text(
        "Stopped: the program asked the system for something that no exercise needs.",
        "已停止：程序向系统请求了任何练习都不需要的操作。",
    ),
    Verdict.RUNTIME_ERROR: Text(
        "The program ended its own process before it answered (os._exit, or a crash in native code).",
        "程序在给出答案之前结束了自己的进程（os._exit，或本机代码崩溃）。",
    ),
    Verdict.INTERNAL_ERROR: Text(
        "The grader could not finish. This is our fault, not yours; please submit again.",
        "评判程序未能完成。这是我们的问题，不是你的；请重新提交。",
    ),
}
IDLE = Text(
    "Stopped: the program waited {seconds} s without computing. Does it sleep, or wait for input?",
    "已停止：程序在 {seconds} 秒内只等待而不计算。它是在休眠，还是在等待输入？",
)


@dataclass(frozen=True)
class Suite:
    """An exercise's checks under one seed, with the outcomes of its mistakes: computed once, reused."""

    exercise: Exercise
    checks: tuple[Check, ...]
    reference: Submission
    _profiles: dict[Mistake, Profile] = field(default_factory=dict)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """What each mistake does on each check; made when the first wrong submission needs it."""
        return tuple(self.profile(mistake) for mistake in self.exercise.mistakes)

    def profile(self, mistake: Mistake) -> Profile:
        """What one mistake does on each check, from a cache."""
        if mistake not in self._profiles:
            self._profiles[mistake] = self._profile(mistake)
        return self._profiles[mistake]

    def _profile(self, mistake: Mistake) -> Profile:
        session = self.load(mistake.source)
        return Profile(mistake, {check.name: outcome(check, session, self) for check in self.checks})

    def load(self, source: str) -> LocalSession:
        """A session of one of the exercise's own programs."""
        session = LocalSession()
        session.load(source, seed=CHILD_SEED, given=self.exercise.helpers, filename=self.exercise.filename)
        return session

    @functools.cached_property
    def combinations(self) -> tuple[Combination, ...]:
        """Two mistakes at once; what each does on a check is found out when it is first asked for."""
        right = (self.exercise.solution, *(path.read_text(encoding="utf-8") for path in self.exercise.accepted))
        return tuple(
            Combination(pair.misconceptions, _Asked(self, pair)) for pair in pairs(self.exercise.mistakes, right)
        )

    @functools.cached_property
    def functions(self) -> dict[str, str]:
        """Which function or class each check asks for first, by the check's name."""
        asked = {}
        for check in self.checks:
            witness = _Witness(LocalSession(dict(self.exercise.reference)))
            outcome(check, witness, self)
            asked[check.name] = witness.functions[0] if witness.functions else ""
        return asked


class _Asked(Mapping[str, Outcome]):
    """What two mistakes at once do, check by check, as far as somebody asked."""

    def __init__(self, suite: Suite, pair: Pair) -> None:
        self._checks = {check.name: check for check in suite.checks}
        self._suite, self._pair = suite, pair
        self._known: dict[str, Outcome] = {}

    def __getitem__(self, name: str) -> Outcome:
        if name not in self._known:  # no session is kept: of hundreds of pairs, few are asked twice
            session = self._suite.load(self._pair.source)
            self._known[name] = outcome(self._checks[name], session, self._suite)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._checks)

    def __len__(self) -> int:
        return len(self._checks)


class _Witness:
    """A session that notes which functions and classes of the program are called."""

    def __init__(self, session: LocalSession) -> None:
        self._session = session
        self.functions: list[str] = []

    def run(self, ops: Sequence[Op], *, echo: bool = False, output: bool = False) -> list[Reply]:
        self.functions += [op.name for op in ops if isinstance(op, Call) and op.on is None]
        return self._session.run(ops, echo=echo, output=output)


@functools.lru_cache(maxsize=64)
def suite_of(exercise: Exercise, seed: int) -> Suite:
    """The exercise's checks under `seed`, from a cache of this process."""
    reference = dict(exercise.reference)
    suite = Suite(exercise, exercise.checks(seed), Submission(LocalSession(reference)))
    for check in suite.checks:  # expected values and bounds are computed now, not while a student's clock runs
        outcome(check, LocalSession(reference), suite)
    return suite


def grade(
    exercise: Exercise,
    source: bytes | str,
    sandbox: Sandbox,
    *,
    seed: int = 0,
    public_only: bool = False,
    limits: Limits | None = None,
) -> GradeReport:
    """Judge `source`, the program of a student, as an answer to `exercise`.

    `seed` decides the random part of the hidden checks; `public_only` asks the public examples alone.
    Never raises for anything that a program does; a sandbox that can't work raises SandboxUnavailable.
    """
    suite = suite_of(exercise, seed)
    checks = [check for check in suite.checks if check.public or not public_only]
    return _judge(suite, checks, source, sandbox, limits or Limits())


def ask(
    exercise: Exercise, check: Check, source: bytes | str, sandbox: Sandbox, *, limits: Limits | None = None
) -> GradeReport:
    """Ask the program a check that is none of its exercise's and needs no reference; nothing is diagnosed.

    Raises as `grade` does.
    """
    suite = _Undiagnosed(exercise, (check,), Submission(LocalSession()))
    return _judge(suite, [check], source, sandbox, limits or Limits())


class _Undiagnosed(Suite):
    """What goes wrong is compared with no mistake."""

    @property
    def profiles(self) -> tuple[Profile, ...]:
        return ()


def _judge(suite: Suite, checks: Sequence[Check], source: bytes | str, sandbox: Sandbox, limits: Limits) -> GradeReport:
    start = time.perf_counter()
    try:
        text = read_source(source)
    except SourceError as error:
        run = _Run(ended=CheckResult("source", READING, Verdict.COMPILE_ERROR, True, error.message, weight=0))
    else:
        run = _run_with_retry(suite, checks, text, sandbox, limits)
    seconds = time.perf_counter() - start  # the program's own: what the diagnosis takes is not its doing
    return replace(_report(suite, checks, run), seconds=round(seconds, 6), sandbox=str(sandbox.level))


def unreadable(exercise: Exercise, problem: Text, *, sandbox: str) -> GradeReport:
    """The report of a submission that could not be read at all; `problem` says why."""
    check = CheckResult("source", READING, Verdict.COMPILE_ERROR, True, problem, weight=0)
    return GradeReport(exercise.slug, check.verdict, 0.0, 0.0, (check,), sandbox=sandbox, grader_version=GRADER_VERSION)


@dataclass
class _Run:
    """What happened: outcomes by check, what was printed, and the result that ended it early."""

    defined: Sequence[str] = ()
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    output: str = ""
    ended: CheckResult | None = None
    line: int | None = None
    loaded: bool = False


def _run_with_retry(suite: Suite, checks: Sequence[Check], text: str, sandbox: Sandbox, limits: Limits) -> _Run:
    """Run once; once more where the end may have been our fault: a lost sandbox, a starved process."""
    for attempt in range(1, TRIES + 1):
        run = _Run(defined=_DEFINITION.findall(text))
        try:
            with sandbox.session(limits) as session:
                _run(run, suite, checks, text, session)
            return run
        except Stopped as stopped:
            if stopped.verdict is Verdict.INTERNAL_ERROR and attempt < TRIES:
                continue
            _stop(run, checks, stopped, limits)
            return run
    raise AssertionError("unreachable")


def _run(run: _Run, suite: Suite, checks: Sequence[Check], text: str, session: Session) -> None:
    reply = session.load(text, seed=CHILD_SEED, given=suite.exercise.helpers, filename=suite.exercise.filename)
    run.output = reply.output[:OUTPUT_CHARS]
    if reply.error:
        run.ended, run.line = _import_failed(reply.error), reply.error.line
        return
    run.loaded = True
    for check in checks:
        run.outcomes[check.name] = outcome(check, session, suite, run)
        if run.outcomes[check.name].verdict is Verdict.INTERNAL_ERROR:
            return  # the session may be gone, and the whole is to be tried again anyway


def outcome(check: Check, session: Any, suite: Suite, run: _Run | None = None) -> Outcome:
    """Ask one program one check; an exception of the program is an outcome too. Raises Stopped."""
    submission = Submission(session, output=check.public)
    try:
        with np.errstate(all="ignore"):
            result = check.run(submission, suite.reference)
    except Raised as raised:
        result = _raised(check, raised.error, run.defined if run else ())
    except (Stopped, SandboxUnavailable):
        raise
    except Exception:  # a check's own judgement failed: never the student's fault, and never a pass
        log.exception("the check %r of %r failed", check.name, suite.exercise.slug)
        result = Outcome(Verdict.INTERNAL_ERROR, STOPPED[Verdict.INTERNAL_ERROR], ("internal",))
    if run is not None:
        run.output = (run.output + "".join(submission.printed))[:OUTPUT_CHARS]
    return result


def _raised(check: Check, error: StudentError, defined: Sequence[str]) -> Outcome:
    signature = ("raised", error.type, *_arithmetic_of(error))
    if error.type == UNSUPPORTED_RESULT:
        known = check.public or error.message in _KNOWN_TYPES  # a class may be called what a hidden input reads
        name = error.message if known else "object"
        return Outcome(Verdict.WRONG_ANSWER, UNSUPPORTED.format(type=name), signature, error=error)
    if error.type == MISSING_FUNCTION:
        return Outcome(Verdict.RUNTIME_ERROR, _missing(error.message, defined), signature, error=error)
    verdict = Verdict.MEMORY_LIMIT if error.type == "MemoryError" else Verdict.RUNTIME_ERROR
    return Outcome(verdict, _error_message(error, shown=check.public), signature, error=error)


def _arithmetic_of(error: StudentError) -> list[str]:
    """Which of NumPy's complaints a FloatingPointError is: to overflow is not the same as to divide by 0.

    One of four words, and nothing else of the message: a program may raise the like with any text.
    """
    if error.type != "FloatingPointError":
        return []
    return [kind for kind in ARITHMETIC if error.message.startswith(f"{kind} encountered in ")]


def _missing(name: str, defined: Sequence[str]) -> Text:
    known = {other.lower(): other for other in defined}
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    message = MISSING.format(name=name)
    if not near:
        return message
    hint = NEAR.format(near=known[near[0]])
    return Text(message.en + hint.en, message.zh + hint.zh)


def _error_message(error: StudentError, *, shown: bool) -> Text:
    """Type and line; the message too where nothing hidden can stand in it (`shown`)."""
    what = RAISED_SOMEWHERE.format(type=error.type)
    if error.line is not None:
        what = RAISED.format(type=error.type, line=error.line)
    if not shown or not error.message:
        return WITHOUT_MESSAGE.format(what=what)
    return WITH_MESSAGE.format(what=what, message=error.message)


def _import_failed(error: StudentError) -> CheckResult:
    if error.type in ("SyntaxError", "IndentationError", "TabError"):
        message = SYNTAX.format(line=error.line or 1, message=error.message)
        return CheckResult("import", IMPORTING, Verdict.COMPILE_ERROR, True, message, weight=0)
    message = _error_message(error, shown=True)
    if error.type in ("ModuleNotFoundError", "ImportError"):
        what = message if not error.message else WITHOUT_MESSAGE.format(what=message)
        message = NOT_IMPORTABLE.format(what=what, modules=", ".join(sorted(IMPORTABLE)))
    verdict = Verdict.MEMORY_LIMIT if error.type == "MemoryError" else Verdict.RUNTIME_ERROR
    return CheckResult("import", IMPORTING, verdict, True, message, weight=0)


def _stop(run: _Run, checks: Sequence[Check], stopped: Stopped, limits: Limits) -> None:
    """Charge the end to the check that was running, or to the import."""
    numbers = {"seconds": limits.cpu_seconds, "megabytes": limits.memory_bytes >> 20}
    message = STOPPED[stopped.verdict].format(**numbers)
    if stopped.reason == "slept":
        message = IDLE.format(seconds=round(limits.wall_seconds))
    running = next((check for check in checks if check.name not in run.outcomes), None)
    if running is None or not run.loaded:
        run.ended = CheckResult("import", IMPORTING, stopped.verdict, True, message, weight=0)
    else:
        run.outcomes[running.name] = Outcome(stopped.verdict, message, ("stopped", str(stopped.verdict)))


def _report(suite: Suite, checks: Sequence[Check], run: _Run) -> GradeReport:
    matches = _diagnose(suite, checks, run.outcomes)
    found, named = _findings(suite, matches, run.outcomes)
    relations = relations_of(wrong_checks(checks, run.outcomes), run.outcomes)
    message = Text()
    if not found and (relation := shared_relation(list(relations.values()))):
        message = relation.everywhere if any(check.public for check in checks if check.name in relations) else message
    message = joined(message, _near_miss(suite, checks, run.outcomes, explained=bool(found)))
    results = [run.ended] if run.ended else []
    for check in checks:
        result = _result(check, run.outcomes.get(check.name))
        if check.name in named:
            result = replace(result, verdict=named[check.name][0], message=named[check.name][1])
        elif result.verdict is Verdict.WRONG_ANSWER and relations.get(check.name):
            result = replace(result, message=ANSWER_IS.format(relation=relations[check.name][0].here(check.public)))
        results.append(_beside_the_mistake(result, matches))
    weight = sum(check.weight for check in checks)
    passed = sum(result.weight for result in results if result.verdict is Verdict.ACCEPTED)
    error_lines = [o.error.line for o in run.outcomes.values() if o.error and o.verdict is Verdict.RUNTIME_ERROR]
    return GradeReport(
        exercise=suite.exercise.slug,
        verdict=worst(result.verdict for result in results),
        score=round(passed / weight, 6) if weight else 0.0,
        seconds=0.0,
        checks=tuple(results),
        findings=found,
        message=message,
        output=run.output,
        line=run.line or next((line for line in error_lines if line), None),
        grader_version=GRADER_VERSION,
        content_hash=suite.exercise.content_hash,
    )


def _result(check: Check, found: Outcome | None) -> CheckResult:
    if found is None:
        return CheckResult(check.name, check.title, Verdict.SKIPPED, check.public, SKIPPED, weight=check.weight)
    told = (found.comparison, found.path) if check.public else (None, None)
    return CheckResult(check.name, check.title, found.verdict, check.public, found.message, *told, check.weight)


def _near_miss(suite: Suite, checks: Sequence[Check], outcomes: Mapping[str, Outcome], *, explained: bool) -> Text:
    wrong = wrong_checks(checks, outcomes)
    if len(outcomes) < len(checks) or not _is_judged(wrong, outcomes):
        return Text()
    functions = suite.functions if wrong and len(suite.exercise.functions) > 1 else {}
    return near_miss(checks, wrong, functions, explained=explained)


def _is_judged(wrong: Sequence[Check], outcomes: Mapping[str, Outcome]) -> bool:
    """Whether the program got to the end of each check."""
    return all(outcomes[check.name].verdict in (Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR) for check in wrong)


def _beside_the_mistake(result: CheckResult, matches: Sequence[Match]) -> CheckResult:
    """With the path of the mistake that was found beside the program's own."""
    if result.path is None or not matches:
        return result
    profile = matches[0].profile
    path = profile.outcomes[result.name].path
    if path is None:
        return result
    title = profile.misconceptions[0].name
    return replace(result, path=replace(result.path, mistake=path.yours, mistake_title=title))


def _diagnose(suite: Suite, checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> list[Match]:
    """What explains the failing checks, where the program was judged on all of them."""
    wrong = wrong_checks(checks, outcomes)
    if not wrong or not _is_judged(wrong, outcomes):
        return []
    functions = suite.functions if len(suite.exercise.functions) > 1 else None
    return diagnose(checks, outcomes, suite.profiles, suite.combinations, functions)


def _findings(
    suite: Suite, matches: Sequence[Match], outcomes: Mapping[str, Outcome]
) -> tuple[tuple[Finding, ...], dict[str, tuple[Verdict, Text]]]:
    """Findings, and the checks whose verdict a convention changes: accepted, or right under another one."""
    told = [(match, found) for match in matches for found in findings(match, outcomes, suite.exercise.conventions)]
    excused: dict[str, tuple[Verdict, Text]] = {}
    for match, found in told:
        if found.convention:
            verdict = Verdict.ACCEPTED if found.accepted else Verdict.OTHER_CONVENTION
            excused |= dict.fromkeys(_names(match.checks), (verdict, OTHER_CONVENTION.format(name=found.title)))
    for match, found in told:
        if not found.convention:  # what a mistake explains too is not excused
            excused = {name: value for name, value in excused.items() if name not in _names(match.checks)}
    return tuple(dict((found.slug, found) for _, found in told).values()), excused


def _names(checks: Sequence[Check]) -> list[str]:
    return [check.name for check in checks]
