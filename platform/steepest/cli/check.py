"""`steepest check`: prove that a course can be read and that its exercises tell right programs from wrong ones."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

import click

from steepest.course import CourseError, read_course
from steepest.course.proving import prove_course
from steepest_exercises import COURSE_ROOT
from steepest_graders import ContentError, Exercise, SandboxUnavailable
from steepest_graders.provers import Options, Result, Task, prove_all
from steepest_graders.proving import RIGHT_AT_MOST, WRONG_AT_LEAST, Proof
from steepest_graders.text import printable

PROVEN, FAILED, USAGE, GRADER_FAILED = 0, 1, 2, 3
SCHEMA_VERSION = 1
JOBS = min(os.cpu_count() or 1, 4)  # a container counts its host's processors


@dataclass(frozen=True)
class Outcome:
    """What was looked at: courses, and exercises in the order of their courses."""

    courses: Sequence[Path]
    errors: Sequence[ContentError]
    results: Sequence[Result]

    @property
    def problems(self) -> int:
        """How many there are."""
        return len(self.errors) + sum(bool(proof.problem) for result in self.results for proof in result.proofs)


@click.command("check", short_help="Prove a course's content.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--course",
    "course_root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=COURSE_ROOT,
    help="The course of which a PATH names an exercise, instead of the one that ships.",
)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "junit"]), default="text", help="Of the report."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=JOBS, show_default=True, help="Exercises proven at once.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Decides the random hidden inputs.")
@click.option(
    "--mutants/--no-mutants", default=True, show_default=True, help="Try every small change of each solution."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=120.0,
    show_default=True,
    help="Seconds that a program may take.",
)
@click.option("--verbose", is_flag=True, help="One line per program, with its error as a multiple of the allowed one.")
def command(
    paths: tuple[str, ...],
    course_root: Path,
    format_: str,
    jobs: int,
    seed: int,
    mutants: bool,
    timeout: float,
    verbose: bool,
) -> None:
    """Prove what each PATH names: a course's folder, a unit's, an exercise's, or an exercise by its slug.

    Without a PATH: the whole course. Texts: both languages are there, built alike, nothing is empty, formulas
    convert, links lead somewhere, no file is unlisted. Exercises: the starter fails the first example, the
    reference and the accepted programs pass with room, every mistake fails with room and is named as itself,
    every small change of the solution is refused.

    Exit code: 0 proven, 1 a problem was found, 2 wrong usage, 3 the grader could not do its work.
    """
    try:
        roots, errors, tasks = _read([_place(path, course_root) for path in paths or [str(course_root)]])
        options = Options(seed=seed, with_mutants=mutants, patience=timeout)
        results = list(_progress(prove_all(tasks, options, jobs), len(tasks)))
    except SandboxUnavailable as error:
        _fail(GRADER_FAILED, str(error))
    order = {task.exercise: number for number, task in enumerate(tasks)}
    outcome = Outcome(roots, errors, sorted(results, key=lambda result: order[result.exercise]))
    write = {"json": _json, "junit": _junit}.get(format_)
    click.echo(write(outcome) if write else "\n".join(_text(outcome, verbose)))
    sys.exit(FAILED if outcome.problems else PROVEN)


def _place(given: str, course_root: Path) -> tuple[Path, Path | str]:
    """(course, what of it): a folder, or an exercise's slug."""
    path = Path(given).absolute()
    for root in (path, *path.parents):
        if path.exists() and (root / "course.toml").is_file():
            return root, path
    if path.exists() and os.sep in given:
        _fail(USAGE, f"{given} is no part of a course: neither in it nor above it is a course.toml.")
    return course_root.absolute(), given


def _read(places: Sequence[tuple[Path, Path | str]]) -> tuple[list[Path], list[ContentError], list[Task]]:
    """The courses, what is wrong with their texts, and the exercises to prove, each once."""
    errors: list[ContentError] = []
    tasks: dict[Path, Task] = {}
    roots = list(dict.fromkeys(root for root, _ in places))
    for root in roots:
        try:
            course = read_course(root)
        except CourseError as error:
            errors.append(error)
            continue
        chosen = [what for place, what in places if place == root]
        errors += [error for error in prove_course(root, course) if _is_asked(error.path, root, chosen)]
        for what in chosen:
            tasks |= {each.folder: Task(root, each) for each in _exercises(what, course.exercises)}
    return roots, errors, list(tasks.values())


def _is_asked(path: Path, root: Path, chosen: Sequence[Path | str]) -> bool:
    """Whether a problem of this file is one of what was asked for; the course's own files always are."""
    named = (path.is_relative_to(what) if isinstance(what, Path) else what in path.parts for what in chosen)
    return path.parent == root or any(named)


def _exercises(what: Path | str, known: Mapping[str, Exercise]) -> list[Exercise]:
    if isinstance(what, Path):
        return [each for each in known.values() if each.folder.is_relative_to(what) or what.is_relative_to(each.folder)]
    if what not in known:
        near = get_close_matches(what, known, n=3, cutoff=0.4)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(known)}."
        _fail(USAGE, f"There is no folder and no exercise {what!r}. {hint}")
    return [known[what]]


def _progress(results: Iterator[Result], count: int) -> Iterator[Result]:
    """A bar on standard error where that is a terminal and there is more than one exercise."""
    if count < 2 or not sys.stderr.isatty():
        yield from results
        return
    with click.progressbar(
        results,
        length=count,
        label="Proving",
        file=sys.stderr,
        item_show_func=lambda result: result.exercise.slug if result else "",
    ) as bar:
        yield from bar


def _text(outcome: Outcome, verbose: bool) -> Iterator[str]:
    for error in outcome.errors:
        yield f"{_located(error.path, error.line)}: {error.problem} {error.remedy}".rstrip()
    for result in outcome.results:
        problems = sum(bool(proof.problem) for proof in result.proofs)
        state = "ok" if not problems else _count(problems, "problem")
        yield f"{result.exercise.slug}: {state}, {_count(len(result.proofs), 'proof')}, {result.seconds:.1f} s"
        if verbose:
            yield f"  {_separation(result)}"
        for proof in result.proofs:
            if proof.problem or verbose:
                yield f"  {_line(result.exercise, proof)}"
    proven = f"{_count(len(outcome.results), 'exercise')} proven."
    yield f"{_count(outcome.problems, 'problem')} found." if outcome.problems else proven


def _separation(result: Result) -> str:
    """The two figures that must lie apart, over all programs."""
    right, wrong = _figures(result)
    return (
        f"errors in multiples of the allowed one: right programs at most {right:.3g} (must stay under "
        f"{RIGHT_AT_MOST:g}), wrong ones at least {wrong:.3g} (must exceed {WRONG_AT_LEAST:g})"
    )


def _figures(result: Result) -> tuple[float, float]:
    """(largest error of a right program, smallest of a mistake's largest ones); NaN where nothing was compared."""
    known = [
        (proof.program.startswith("mistakes/"), proof.excess) for proof in result.proofs if proof.excess is not None
    ]
    right = [excess for is_wrong, excess in known if not is_wrong]
    wrong = [excess for is_wrong, excess in known if is_wrong]
    return max(right, default=math.nan), min(wrong, default=math.nan)


def _line(exercise: Exercise, proof: Proof) -> str:
    excess = "" if proof.excess is None else f" (error / allowed: {proof.excess:.3g})"
    said = f"{proof.problem} {proof.remedy}".strip() or "ok"
    return f"{_located(exercise.folder / proof.program, proof.line)}: {said}{excess}"


def _located(path: Path, line: int) -> str:
    """As terminals and editors take it, from where we are."""
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return f"{shown}:{line}" if line else str(shown)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _json(outcome: Outcome) -> str:
    document = {
        "schema_version": SCHEMA_VERSION,
        "problems": outcome.problems,
        "texts": [
            {"file": str(error.path), "line": error.line, "problem": error.problem, "remedy": error.remedy}
            for error in outcome.errors
        ],
        "exercises": [
            {
                "exercise": result.exercise.slug,
                "folder": str(result.exercise.folder),
                "seconds": round(result.seconds, 3),
                "proofs": [
                    {
                        "program": proof.program,
                        "line": proof.line,
                        "problem": proof.problem,
                        "remedy": proof.remedy,
                        "excess": None if proof.excess == math.inf else proof.excess,
                    }
                    for proof in result.proofs
                ],
            }
            for result in outcome.results
        ],
    }
    return json.dumps(document, indent=2, allow_nan=False)


def _junit(outcome: Outcome) -> str:
    root = ElementTree.Element("testsuites", name="steepest check")
    texts = _suite(root, "texts", len(outcome.courses), len(outcome.errors))
    for course in outcome.courses:
        told = [error for error in outcome.errors if error.path.is_relative_to(course)]
        case = ElementTree.SubElement(texts, "testcase", classname="steepest.course", name=course.name)
        for error in told:
            _failure(case, f"{_located(error.path, error.line)}: {error.problem} {error.remedy}")
    for result in outcome.results:
        failures = sum(bool(proof.problem) for proof in result.proofs)
        suite = _suite(root, result.exercise.slug, len(result.proofs), failures)
        suite.set("time", f"{result.seconds:.3f}")
        for proof in result.proofs:
            classname = f"steepest.{result.exercise.slug}"
            case = ElementTree.SubElement(suite, "testcase", classname=classname, name=proof.program)
            if proof.problem:
                _failure(case, _line(result.exercise, proof))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _suite(root: ElementTree.Element, name: str, tests: int, failures: int) -> ElementTree.Element:
    counts = {"tests": str(tests), "failures": str(failures), "errors": "0", "skipped": "0"}
    return ElementTree.SubElement(root, "testsuite", {"name": name, **counts})


def _failure(case: ElementTree.Element, message: str) -> None:
    ElementTree.SubElement(case, "failure", message=printable(message)).text = printable(message)


def _fail(code: int, message: str) -> NoReturn:
    click.echo(f"steepest check: {message}", err=True)
    sys.exit(code)
