"""Prove an exercise: its checks tell right programs from wrong ones, with room, and name each mistake.

- the starter fails;
- the reference and every accepted program pass, their errors under a quarter of what is allowed;
- every mistake fails by at least ten times what is allowed on some check, and is named as itself;
- every mutant of the solution is refused, or listed in exercise.toml's [equivalent_mutants] with a reason;
- no file is there that nothing reads, `checks.py` imports only what it may, and grading stays well inside
  its limits.
"""

from __future__ import annotations

import ast
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from steepest_graders.diagnosis import wrong_checks
from steepest_graders.exercise import ContentError, Exercise, Mistake
from steepest_graders.grading import Suite, grade, outcome, suite_of
from steepest_graders.mutation import mutants
from steepest_graders.report import GradeReport, Verdict
from steepest_graders.sandbox import Limits, LocalSession, Sandbox
from steepest_graders.text import LANGUAGES
from steepest_graders.tolerance import has_extended_precision

RIGHT_AT_MOST = 0.25
WRONG_AT_LEAST = 10.0
_MUTANT_LIMITS = Limits(cpu_seconds=1, wall_seconds=6.0)  # some never end
_FILES = re.compile(
    r"exercise\.toml|instructions\.(en|zh)\.md|(starter|solution|checks|family)\.py|(mistakes|accepted)/\w+\.py"
)
_ALLOWED_ROOTS = {*sys.stdlib_module_names, "numpy", "steepest_numerics"}


@dataclass(frozen=True)
class Proof:
    """One line of evidence: `problem` is '' where the program did what it should."""

    program: str
    problem: str = ""
    excess: float = math.nan
    """The largest error as a multiple of the allowed one; NaN where no numbers were compared."""


def prove(exercise: Exercise, sandbox: Sandbox, *, seed: int = 0, with_mutants: bool = True) -> Iterator[Proof]:
    """Proofs for every program of the exercise, each as soon as it is known. Raises ContentError."""
    yield from _prove_texts(exercise)
    yield from _prove_folder(exercise)
    yield from _prove_programs(exercise, sandbox, seed)
    if with_mutants:
        yield from _prove_mutants(exercise, sandbox, seed)


def _prove_texts(exercise: Exercise) -> Iterator[Proof]:
    named = {
        "title": (exercise.title,),
        "summary": (exercise.summary,),
        "objectives": exercise.objectives,
        "out_of_scope": exercise.out_of_scope,
        "hints": exercise.hints,
    }
    for key, texts in named.items():
        if not texts or not all(part.strip() for text in texts for part in text):
            yield Proof("exercise.toml", f"`{key}` is empty in a language. Write it in English and Chinese.")
    for language, text in zip(LANGUAGES, exercise.instructions, strict=True):
        if not text.strip() or "TODO" in text:
            yield Proof(f"instructions.{language}.md", "Is not finished. Write it, and take the TODO out.")
    if _structure(exercise.instructions.en) != _structure(exercise.instructions.zh):
        problem = "Has other headings, formulas, tables or programs than the English one. Let both say the same."
        yield Proof("instructions.zh.md", problem)


def _structure(markdown: str) -> list[str]:
    """What two translations share: the marks at the beginnings of lines, and how many formulas there are."""
    marks = re.findall(r"^(#+|```|\||\$\$|[-*] |\d+\. )", markdown, re.MULTILINE)
    return [*marks, str(markdown.count("$"))]


def _prove_folder(exercise: Exercise) -> Iterator[Proof]:
    for path in sorted(exercise.folder.rglob("*")):
        name = path.relative_to(exercise.folder).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and not _FILES.fullmatch(name):
            yield Proof(name, "Nothing reads this file. Remove it, or put it where it belongs.")
    path = exercise.folder / "checks.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        for module in _imported(node):
            if module.split(".")[0] not in _ALLOWED_ROOTS and module != "steepest_graders.authoring":
                remedy = "Import the standard library, numpy, steepest_numerics and steepest_graders.authoring only."
                yield Proof(f"checks.py:{getattr(node, 'lineno', 0)}", f"Imports {module}. {remedy}")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "."]
    return []


def _prove_mutants(exercise: Exercise, sandbox: Sandbox, seed: int) -> Iterator[Proof]:
    """Listed are changes without their line numbers, which move."""
    unseen = dict(exercise.equivalent_mutants)
    for mutant in mutants(exercise.solution):
        line, _, change = mutant.change.partition(": ")
        if grade(exercise, mutant.source, sandbox, seed=seed, limits=_MUTANT_LIMITS).verdict is not Verdict.ACCEPTED:
            continue
        if change not in exercise.equivalent_mutants:
            problem = "This change passes: add a probe that tells it, or list it with a reason in [equivalent_mutants]."
            yield Proof(f"solution.py:{line}: {change}", problem)
        unseen.pop(change, None)
    for change in unseen:
        yield Proof("exercise.toml", f"[equivalent_mutants] lists {change!r}, which is refused. Take it off the list.")


def _prove_programs(exercise: Exercise, sandbox: Sandbox, seed: int) -> Iterator[Proof]:
    if not has_extended_precision():
        raise ContentError(
            exercise.folder,
            "separation can't be judged here: longdouble has no more bits than double on this machine.",
            "Run the check on x86-64 Linux.",
        )
    suite = suite_of(exercise, seed)
    starter = grade(exercise, exercise.starter, sandbox, seed=seed)
    yield Proof("starter.py", "" if starter.verdict is not Verdict.ACCEPTED else "The starter passes; it must fail.")
    yield _prove_right("reference", suite, LocalSession(dict(exercise.reference)))
    if len(exercise.accepted) < 2:
        yield Proof("accepted/", "There must be at least two accepted programs, written differently.")
    for path in (exercise.folder / "solution.py", *exercise.accepted):
        source = path.read_text(encoding="utf-8")
        report = grade(exercise, source, sandbox, seed=seed)
        local = LocalSession()
        local.load(source, seed=seed, given=exercise.helpers, filename=exercise.filename)
        proof = _prove_right(path.relative_to(exercise.folder).as_posix(), suite, local)
        if report.verdict is not Verdict.ACCEPTED:
            proof = Proof(proof.program, f"Refused in the sandbox: {_first_failure(report)}", proof.excess)
        elif report.seconds > Limits().cpu_seconds / 2:
            proof = Proof(proof.program, f"Takes {report.seconds:.1f} s: more than half the limit.", proof.excess)
        yield proof
    for mistake in exercise.mistakes:
        yield _prove_wrong(mistake, suite, grade(exercise, mistake.source, sandbox, seed=seed))


def _prove_right(program: str, suite: Suite, session: LocalSession) -> Proof:
    excess = 0.0
    for check in suite.checks:
        found = outcome(check, session, suite)
        excess = max(excess, check.excess(found))
        if found.verdict is not Verdict.ACCEPTED:
            return Proof(program, f"Fails the check {check.name!r}: {found.message.en}", excess)
    if excess > RIGHT_AT_MOST:
        return Proof(program, f"Too close to the tolerance: its error is {excess:.2g} of what is allowed.", excess)
    return Proof(program, "", excess)


def _prove_wrong(mistake: Mistake, suite: Suite, report: GradeReport) -> Proof:
    slug = mistake.misconception.slug
    program = f"mistakes/{mistake.path.name}"
    profile = next(profile for profile in suite.profiles if profile.mistake is mistake)
    failed = wrong_checks(suite.checks, profile.outcomes)
    compared = [check for check in failed if profile.outcomes[check.name].mismatch] or failed
    excess = max((check.excess(profile.outcomes[check.name]) for check in compared), default=0.0)
    named = [found.slug for found in report.findings]
    if not failed:
        return Proof(program, "No check fails: add a probe that tells it from a right program.", excess)
    if excess < WRONG_AT_LEAST:
        return Proof(program, f"Its error is only {excess:.2g} times what is allowed: add a sharper probe.", excess)
    if named != [slug]:
        return Proof(
            program, f"Is named {named or 'nothing'}; must be {slug!r} alone. {_first_failure(report)}", excess
        )
    accepted = suite.exercise.conventions.get(slug)
    wanted = {None: "a failure", True: Verdict.ACCEPTED, False: Verdict.OTHER_CONVENTION}[accepted]
    got_it = report.verdict is wanted if accepted is not None else report.verdict is not Verdict.ACCEPTED
    return Proof(program, "" if got_it else f"The verdict is {report.verdict}; it must be {wanted}.", excess)


def _first_failure(report: GradeReport) -> str:
    return next(
        (f"{check.name}: {check.message.en}" for check in report.checks if check.verdict is not Verdict.ACCEPTED), ""
    )
