"""Prove an exercise: its checks tell right programs from wrong ones, with room, and name each mistake.

- the starter fails the first public example, and nothing before it;
- the reference and every accepted program pass at half the limits, their errors under a quarter of what is allowed;
- every mistake fails by at least ten times what is allowed on some check, and is named as itself;
- whatever a program returns, each check can judge it;
- every mutant of the solution is refused, or listed in exercise.toml's [equivalent_mutants] with a reason;
- the examples in the instructions print what stands there;
- no text is empty, both languages are built alike, no file is there that nothing reads, and `checks.py`
  imports only what it may.
"""

from __future__ import annotations

import ast
import doctest
import re
import sys
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from steepest_graders.diagnosis import wrong_checks
from steepest_graders.exercise import ContentError, Exercise, Mistake
from steepest_graders.grading import CHILD_SEED, Suite, grade, outcome, suite_of
from steepest_graders.mutation import Mutant, mutants
from steepest_graders.report import GradeReport, Verdict
from steepest_graders.sandbox import Limits, LocalSession, Sandbox, SandboxUnavailable, Stopped
from steepest_graders.scenario import shown
from steepest_graders.submission import Raised, Submission
from steepest_graders.text import LANGUAGES, Language
from steepest_graders.tolerance import has_extended_precision

RIGHT_AT_MOST = 0.25
WRONG_AT_LEAST = 10.0
_HALF = Limits(cpu_seconds=Limits().cpu_seconds // 2, memory_bytes=Limits().memory_bytes // 2)
_MUTANT_LIMITS = Limits(cpu_seconds=1, wall_seconds=6.0)  # some never end
_FILES = re.compile(
    r"exercise\.toml|instructions\.(en|zh)\.md|(starter|solution|checks)\.py|(mistakes|accepted)/\w+\.py"
)
_ALLOWED_ROOTS = {*sys.stdlib_module_names, "numpy", "steepest_numerics"}
_ODD_ANSWERS: tuple[Any, ...] = (
    "done",
    10**400,
    [10**400, 1],
    np.arange(6).reshape(2, 3),
    ([np.zeros(2)], 3),
    (np.zeros(2), np.zeros(2), np.zeros(2), 4),
    {"W1": None, "b1": 3},
)


@dataclass(frozen=True)
class Proof:
    """One line of evidence: `problem` is '' where the program did what it should.

    `excess` is the largest error as a multiple of the allowed one; None where no numbers were compared.
    """

    program: str  # the file's name in the exercise's folder
    problem: str = ""
    remedy: str = ""
    line: int = 0
    excess: float | None = None


@dataclass(frozen=True)
class Step:
    """A piece of the work, named before it begins: who runs it can say what never ends."""

    program: str
    prove: Callable[[], Iterable[Proof]]


def prove(exercise: Exercise, sandbox: Sandbox, *, seed: int = 0, with_mutants: bool = True) -> Iterator[Proof]:
    """Proofs for every program of the exercise, each as soon as it is known. Raises SandboxUnavailable."""
    for step in steps(exercise, sandbox, seed=seed, with_mutants=with_mutants):
        yield from run(exercise, step)


def run(exercise: Exercise, step: Step) -> list[Proof]:
    """The step's proofs; whatever it raises is a problem of the file where it was raised."""
    try:
        return list(step.prove())
    except SandboxUnavailable:
        raise
    except ContentError as error:
        return [Proof(_name(exercise, error.path) or str(error.path), error.problem, error.remedy, error.line)]
    except SyntaxError as error:
        program = _name(exercise, Path(error.filename or "")) or step.program
        return [Proof(program, f"Is not Python: {error.msg}.", "Correct it.", error.lineno or 0)]
    except Exception as error:  # of an author's checks.py
        program, line = _place(exercise, error) or (step.program, 0)
        return [Proof(program, f"{type(error).__name__}: {error}", "Correct it.", line)]


def _place(exercise: Exercise, error: Exception) -> tuple[str, int] | None:
    """The innermost file of the exercise that the exception passed through, and the line."""
    places = ((_name(exercise, Path(at.filename)), at.lineno or 0) for at in traceback.extract_tb(error.__traceback__))
    return next(((name, line) for name, line in reversed([*places]) if name), None)


def _name(exercise: Exercise, path: Path) -> str:
    """A file of the exercise as proofs name it; '' for any other."""
    return path.relative_to(exercise.folder).as_posix() if path.is_relative_to(exercise.folder) else ""


def steps(exercise: Exercise, sandbox: Sandbox, *, seed: int, with_mutants: bool) -> Iterator[Step]:
    """What there is to prove. Every mistake runs alone before anything is diagnosed by all of them."""
    mistakes = {f"mistakes/{path.name}": path for path in exercise.mistake_files}
    right = ["solution.py", *(f"accepted/{path.name}" for path in exercise.accepted)]
    yield Step("exercise.toml", partial(_prove_texts, exercise))
    yield Step("exercise.toml", partial(_prove_folder, exercise))
    yield Step("checks.py", partial(_prove_checks, exercise, seed))
    yield Step("checks.py", partial(_prove_any_answer, exercise, seed))
    for language in LANGUAGES:
        yield Step(f"instructions.{language}.md", partial(_prove_examples, exercise, language))
    for program, path in mistakes.items():
        yield Step(program, partial(_run_mistake, exercise, path, seed))
    yield Step("starter.py", partial(_prove_starter, exercise, sandbox, seed))
    for program in right:
        yield Step(program, partial(_prove_accepted, exercise, program, sandbox, seed))
    for program, path in mistakes.items():
        yield Step(program, partial(_prove_mistake, exercise, path, sandbox, seed))
    if with_mutants:
        yield from _mutant_steps(exercise, sandbox, seed)


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
            yield Proof("exercise.toml", f"`{key}` is empty in a language.", "Write it in English and Chinese.")
    for change, reason in exercise.equivalent_mutants.items():
        if not reason.strip():
            yield Proof(
                "exercise.toml", f"[equivalent_mutants] {change!r} has no reason.", "Say why no check can tell."
            )
    files = {f"instructions.{language}.md": exercise.instructions.in_language(language) for language in LANGUAGES}
    for program, text in {**files, "solution.py": exercise.solution}.items():
        line = next((number for number, line in enumerate(text.splitlines(), 1) if "TODO" in line), 0)
        if line or not text.strip():
            problem = "Holds a TODO." if line else "Is empty."
            yield Proof(program, problem, "Write it.", line)
    yield from _prove_same_structure(exercise)


def _prove_same_structure(exercise: Exercise) -> Iterator[Proof]:
    """Two translations share the marks at the beginnings of lines, and the number of formulas."""
    english, chinese = (_marks(text) for text in exercise.instructions)
    if not exercise.instructions.zh.strip():
        return
    for (_, one), (line, other) in zip_longest(english, chinese, fillvalue=(0, "nothing")):
        if one != other:
            problem = f"Has {other!r} where the English text has {one!r}."
            yield Proof("instructions.zh.md", problem, "Let both texts have the same parts in the same order.", line)
            return
    if exercise.instructions.en.count("$") != exercise.instructions.zh.count("$"):
        problem = "Has another number of formulas than the English text."
        yield Proof("instructions.zh.md", problem, "Let both texts have the same formulas.")


def _marks(markdown: str) -> list[tuple[int, str]]:
    """The lines that begin with a mark of Markdown, and the marks."""
    pattern = re.compile(r"#+|```|\||\$\$|[-*] |\d+\. ")
    matches = ((number, pattern.match(line)) for number, line in enumerate(markdown.splitlines(), 1))
    return [(number, match[0]) for number, match in matches if match]


def _prove_folder(exercise: Exercise) -> Iterator[Proof]:
    for path in sorted(exercise.folder.rglob("*")):
        name = path.relative_to(exercise.folder).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and not _FILES.fullmatch(name):
            yield Proof(name, "Nothing reads this file.", "Remove it, or put it where it belongs.")
    if not exercise.mistake_files:
        yield Proof("mistakes/", "There is no mistake.", "Write the wrong programs that students write.")
    if len(exercise.accepted) < 2:
        yield Proof("accepted/", "There must be at least two accepted programs.", "Write them in different styles.")


def _prove_checks(exercise: Exercise, seed: int) -> Iterator[Proof]:
    if not has_extended_precision():
        raise ContentError(
            exercise.folder,
            "separation can't be judged here: longdouble has no more bits than double on this machine.",
            "Run the check on x86-64 Linux.",
        )
    path = exercise.folder / "checks.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        for module in _imported(node):
            if module.split(".")[0] not in _ALLOWED_ROOTS and module != "steepest_graders.authoring":
                remedy = "Import the standard library, numpy, steepest_numerics and steepest_graders.authoring only."
                yield Proof("checks.py", f"Imports {module}.", remedy, getattr(node, "lineno", 0))
    suite = suite_of(exercise, seed)
    if not any(check.public for check in suite.checks):
        yield Proof("checks.py", "No check is public.", "Let the text's example be one: public=True.")
    for check in suite.checks:
        if not all(part.strip() for part in check.title):
            yield Proof("checks.py", f"The title of {check.name!r} is empty in a language.", "Write it in both.")
    yield _prove_right("checks.py", suite, LocalSession(dict(exercise.reference)), "The reference f")


def _prove_any_answer(exercise: Exercise, seed: int) -> Iterator[Proof]:
    """A check that breaks over an answer would tell the student of our fault, and the answer would get no verdict."""
    suite = suite_of(exercise, seed)
    for answer in _ODD_ANSWERS:
        session = LocalSession({name: _answering(name, answer) for name in exercise.functions})
        for check in suite.checks:
            try:
                with np.errstate(all="ignore"), suppress(Raised):
                    check.run(Submission(session), suite.reference)
            except Exception as error:
                program, line = _place(exercise, error) or ("checks.py", 0)
                broken = f"{check.name!r} breaks over the answer {shown(answer)}: {type(error).__name__}: {error}."
                yield Proof(program, broken, "Let it judge any answer: `as_numbers` finds what is numbers.", line)
                return


def _answering(name: str, answer: Any) -> Any:
    """A function that always gives this answer, or a class whose steps do."""
    if not name[0].isupper():
        return lambda *_, **__: answer
    return type(name, (), {"__init__": lambda *_, **__: None, "step": lambda *_, **__: answer})


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "."]
    return []


def _prove_examples(exercise: Exercise, language: Language) -> Iterator[Proof]:
    """The examples in the instructions, run with the solution."""
    program = f"instructions.{language}.md"
    text = _only_programs(exercise.instructions.in_language(language))
    names: dict[str, object] = {}
    runner = _Runner()
    with _importable_as_given(exercise.helpers):
        exec(compile(exercise.solution, str(exercise.folder / "solution.py"), "exec"), names)
        runner.run(doctest.DocTestParser().get_doctest(text, names, exercise.slug, None, 0), clear_globs=False)
    if not runner.tries:
        yield Proof(program, "Has no example that runs.", "Write one: ```python, >>> a call, and what it prints.")
    for line, problem in runner.problems:
        yield Proof(program, problem, "Let the example print what solution.py returns.", line)


def _only_programs(markdown: str) -> str:
    """Its Python examples; every other line is left empty, so that line numbers hold."""
    lines, inside = [], False
    for line in markdown.splitlines():
        fence = line.startswith("```")
        inside = line.startswith("```python") if fence else inside
        lines.append(line if inside and not fence else "")
    return "\n".join(lines) + "\n"


class _Runner(doctest.DocTestRunner):
    """Keeps what is wrong instead of printing it."""

    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.problems: list[tuple[int, str]] = []

    def report_failure(self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self.problems.append((example.lineno + 1, f"Prints {got.strip()!r}, not {example.want.strip()!r}."))

    def report_unexpected_exception(self, out: Any, test: doctest.DocTest, example: doctest.Example, info: Any) -> None:
        self.problems.append((example.lineno + 1, f"Raises {info[0].__name__}: {info[1]}."))


@contextmanager
def _importable_as_given(helpers: str) -> Iterator[None]:
    """The helpers are the module `given` meanwhile, as beside a student's program."""
    before = sys.modules.get("given")
    sys.modules["given"] = module = types.ModuleType("given")
    try:
        exec(helpers, module.__dict__)  # one helper may use an earlier one
        yield
    finally:
        del sys.modules["given"]
        if before is not None:
            sys.modules["given"] = before


def _run_mistake(exercise: Exercise, path: Path, seed: int) -> Iterable[Proof]:
    mistake = exercise.mistake(path)
    suite_of(exercise, seed).profile(mistake)
    return ()


def _prove_starter(exercise: Exercise, sandbox: Sandbox, seed: int) -> Iterator[Proof]:
    report = grade(exercise, exercise.starter, sandbox, seed=seed)
    first = suite_of(exercise, seed).checks[0]
    failed = next((check for check in report.checks if check.verdict is not Verdict.ACCEPTED), None)
    if report.verdict is Verdict.ACCEPTED or failed is None:
        yield Proof("starter.py", "The starter passes; it must fail.", "Leave out what the student is to write.")
    elif failed.name != first.name:
        problem = f"Fails at {failed.name!r}, and must fail at the first check, {first.name!r}: {failed.message.en}"
        yield Proof("starter.py", problem, "Let it define every function, unfinished.", report.line or 0)
    else:
        yield Proof("starter.py")


def _prove_accepted(exercise: Exercise, program: str, sandbox: Sandbox, seed: int) -> Iterator[Proof]:
    suite = suite_of(exercise, seed)
    source = (exercise.folder / program).read_text(encoding="utf-8")
    report = grade(exercise, source, sandbox, seed=seed, limits=_HALF)
    if report.verdict in (Verdict.TIME_LIMIT, Verdict.MEMORY_LIMIT):
        yield Proof(program, f"Needs more than half of what a program may use: {_first_failure(report)}", "Ask less.")
    elif report.verdict is not Verdict.ACCEPTED:
        remedy = "Correct the program, or the check."
        yield Proof(program, f"Refused in the sandbox: {_first_failure(report)}", remedy, report.line or 0)
    else:
        session = LocalSession()
        session.load(source, seed=CHILD_SEED, given=exercise.helpers, filename=exercise.filename)
        yield _prove_right(program, suite, session, "F")


def _prove_right(program: str, suite: Suite, session: LocalSession, who: str) -> Proof:
    """`who` begins the sentence that says what fails."""
    excess = 0.0
    for check in suite.checks:
        found = outcome(check, session, suite)
        excess = max(excess, check.excess(found))
        if found.verdict is not Verdict.ACCEPTED:
            problem = f"{who}ails the check {check.name!r}: {found.message.en}"
            return Proof(program, problem, "Correct the program, or the check.", excess=excess)
    if excess > RIGHT_AT_MOST:
        problem = f"Its error is {excess:.2g} of what is allowed, and must stay under {RIGHT_AT_MOST}."
        return Proof(program, problem, "Give the check a scale or a wider tolerance.", excess=excess)
    return Proof(program, excess=excess)


def _prove_mistake(exercise: Exercise, path: Path, sandbox: Sandbox, seed: int) -> Iterator[Proof]:
    suite, mistake = suite_of(exercise, seed), exercise.mistake(path)
    report = grade(exercise, mistake.source, sandbox, seed=seed)
    profile = suite.profile(mistake)
    failed = wrong_checks(suite.checks, profile.outcomes)
    compared = [check for check in failed if profile.outcomes[check.name].mismatch] or failed
    excess = max((check.excess(profile.outcomes[check.name]) for check in compared), default=0.0)
    problem, remedy = _wrong_about(mistake, exercise, report, bool(failed), excess)
    yield Proof(f"mistakes/{path.name}", problem, remedy, excess=excess)


def _wrong_about(
    mistake: Mistake, exercise: Exercise, report: GradeReport, fails: bool, excess: float
) -> tuple[str, str]:
    slug = mistake.misconception.slug
    named = [found.slug for found in report.findings]
    if not fails:
        return "No check fails.", "Add a probe that tells it from a right program."
    if excess < WRONG_AT_LEAST:
        return f"Its error is only {excess:.2g} times what is allowed.", "Add a sharper probe."
    if named != [slug]:
        problem = f"Is named {' and '.join(named) or 'nothing'}; must be {slug} alone. {_first_failure(report)}"
        return problem, "Add a probe that tells the two apart."
    accepted = exercise.conventions.get(slug)
    if accepted is None and report.verdict is Verdict.ACCEPTED:
        return "It is accepted.", "Let it fail, or list it in [conventions]."
    wanted = Verdict.ACCEPTED if accepted else Verdict.OTHER_CONVENTION
    if accepted is not None and report.verdict is not wanted:
        return f"The verdict is {report.verdict}; [conventions] asks for {wanted}.", "Correct one of them."
    return "", ""


def _first_failure(report: GradeReport) -> str:
    failures = (check for check in report.checks if check.verdict is not Verdict.ACCEPTED)
    return next((f"{check.name}: {check.message.en}" for check in failures), "")


def _mutant_steps(exercise: Exercise, sandbox: Sandbox, seed: int) -> Iterator[Step]:
    """Listed are changes without their line numbers, which move."""
    survivors: set[str] = set()
    for mutant in mutants(exercise.solution):
        yield Step("solution.py", partial(_try_mutant, exercise, mutant, sandbox, seed, survivors))
    yield Step("exercise.toml", partial(_prove_list_of_mutants, exercise, survivors))


def _try_mutant(
    exercise: Exercise, mutant: Mutant, sandbox: Sandbox, seed: int, survivors: set[str]
) -> Iterator[Proof]:
    line, _, change = mutant.change.partition(": ")
    if not _survives(exercise, mutant.source, sandbox, seed):
        return
    survivors.add(change)
    if change not in exercise.equivalent_mutants:
        remedy = "Add a probe that tells it, or list it with a reason in [equivalent_mutants]."
        yield Proof("solution.py", f"This change passes: {change}.", remedy, int(line))


def _survives(exercise: Exercise, source: str, sandbox: Sandbox, seed: int) -> bool:
    """Whether the program is accepted: known at its first failing check, unless a convention may excuse it."""
    if any(exercise.conventions.values()):
        report = grade(exercise, source, sandbox, seed=seed, limits=_MUTANT_LIMITS)
        return report.verdict in (Verdict.ACCEPTED, Verdict.INTERNAL_ERROR)
    suite = suite_of(exercise, seed)
    try:
        with sandbox.session(_MUTANT_LIMITS) as session:
            loaded = session.load(source, seed=CHILD_SEED, given=exercise.helpers, filename=exercise.filename)
            return not loaded.error and all(
                outcome(check, session, suite).verdict is Verdict.ACCEPTED for check in suite.checks
            )
    except Stopped as stopped:
        return stopped.verdict is Verdict.INTERNAL_ERROR  # never refused by our own fault


def _prove_list_of_mutants(exercise: Exercise, survivors: set[str]) -> Iterator[Proof]:
    for change in exercise.equivalent_mutants:
        if change not in survivors:
            yield Proof("exercise.toml", f"[equivalent_mutants] lists {change!r}, which is refused.", "Take it off.")
