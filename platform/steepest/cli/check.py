"""`steepest check`: prove that a course's exercises tell right programs from wrong ones."""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path
from typing import NoReturn

import click

from steepest.course import CourseError, load_course
from steepest_exercises import COURSE_ROOT
from steepest_graders import ContentError, Exercise, Sandbox, SandboxUnavailable, load_exercises
from steepest_graders.proving import Proof, prove

FAILED, USAGE, GRADER_FAILED = 1, 2, 3


@click.command("check", short_help="Prove a course's content.")
@click.argument("exercises", nargs=-1, metavar="[EXERCISE]...")
@click.option(
    "--course",
    "course_root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=COURSE_ROOT,
    help="A course folder instead of the one that ships.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Decides the random hidden inputs.")
@click.option("--mutants/--no-mutants", default=False, help="Also try every small change of each solution.")
@click.option("--verbose", is_flag=True, help="One line per program, with its error as a multiple of the allowed one.")
def command(exercises: tuple[str, ...], course_root: Path, seed: int, mutants: bool, verbose: bool) -> None:
    """Prove each EXERCISE (all of them by default) and the lessons of the course.

    For every exercise: the starter fails, the reference and the accepted programs pass with room, and
    every mistake fails with room and is named as itself. Exit code: 0 proven, 1 a problem was found,
    2 wrong usage, 3 the grader could not do its work.
    """
    try:
        load_course(course_root)  # reads every text, converts every formula, resolves every question and link
        chosen = _choose(load_exercises(course_root), exercises)
        with Sandbox() as sandbox:
            problems = sum(_check_exercise(exercise, sandbox, seed, mutants, verbose) for exercise in chosen)
    except (ContentError, CourseError) as error:
        _fail(FAILED, str(error))
    except SandboxUnavailable as error:
        _fail(GRADER_FAILED, str(error))
    if problems:
        _fail(FAILED, f"{problems} problem{'s' if problems > 1 else ''} found.")
    click.echo(f"{len(chosen)} exercises proven.")


def _choose(known: dict[str, Exercise], wanted: tuple[str, ...]) -> list[Exercise]:
    unknown = [slug for slug in wanted if slug not in known]
    if unknown:
        _fail(USAGE, f"There is no exercise {unknown[0]!r}. There are: {', '.join(known)}.")
    return [known[slug] for slug in wanted or known]


def _check_exercise(exercise: Exercise, sandbox: Sandbox, seed: int, mutants: bool, verbose: bool) -> int:
    start = time.perf_counter()
    proofs = []
    for proof in prove(exercise, sandbox, seed=seed, with_mutants=mutants):
        proofs.append(proof)
        if proof.problem or verbose:
            click.echo(_line(exercise, proof), err=bool(proof.problem))
    problems = sum(bool(proof.problem) for proof in proofs)
    state = "ok" if not problems else f"{problems} problems"
    click.echo(f"{exercise.slug}: {state}, {len(proofs)} programs, {time.perf_counter() - start:.1f} s")
    return problems


def _line(exercise: Exercise, proof: Proof) -> str:
    excess = "" if math.isnan(proof.excess) else f" (error / allowed: {proof.excess:.3g})"
    return f"  {exercise.folder / proof.program}: {proof.problem or 'ok'}{excess}"


def _fail(code: int, message: str) -> NoReturn:
    click.echo(f"steepest check: {message}", err=True)
    sys.exit(code)
