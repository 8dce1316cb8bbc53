"""`steepest grade`: grade files without a server or a database."""

from __future__ import annotations

import dataclasses
import difflib
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import NoReturn, cast

import click

from steepest.cli.sources import Job, jobs_of, jobs_of_manifest
from steepest_exercises import COURSE_ROOT
from steepest_graders import (
    LANGUAGES,
    ContentError,
    Exercise,
    Language,
    Sandbox,
    SandboxUnavailable,
    Text,
    Verdict,
    grade,
    load_exercises,
    unreadable,
)
from steepest_graders.text import printable
from steepest_graders.writers import SUFFIXES, WRITERS, Graded

ALL_ACCEPTED, NOT_ACCEPTED, USAGE, GRADER_FAILED = 0, 1, 2, 3
MAX_NOTED = 5
STDOUT = Path("-")
IGNORED = Text(
    "{count} magics or shell lines of the notebook were ignored: {lines}",
    "已忽略笔记本中的 {count} 处魔法命令或 shell 命令：{lines}",
)


@click.command("grade", short_help="Grade files against an exercise.")
@click.argument("exercise", required=False)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Grade what this TOML file lists instead: [submissions] with lines "FILE or pattern" = "EXERCISE".',
)
@click.option("--format", "format_", type=click.Choice(sorted(WRITERS)), default="text", help="Of standard output.")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Write the report to FILE instead (may be repeated); its suffix, or FORMAT:FILE, names the format. "
    "FORMAT:- is standard output.",
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Submissions graded at once.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the report.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Decides the random hidden inputs.")
@click.option(
    "--sandbox",
    "level",
    type=click.Choice(["auto", "full", "basic", "off"]),
    default="auto",
    show_default=True,
    help="How strictly programs are confined; 'off' is for your own code alone.",
)
@click.option(
    "--course",
    "course_root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=COURSE_ROOT,
    help="A course folder instead of the one that ships.",
)
def command(
    exercise: str | None,
    files: tuple[str, ...],
    manifest: Path | None,
    format_: str,
    outputs: tuple[str, ...],
    jobs: int,
    lang: str,
    seed: int,
    level: str,
    course_root: Path,
) -> None:
    """Grade each FILE as an answer to EXERCISE.

    A FILE is a Python file, a notebook (.ipynb), a folder of them or a pattern; '-' reads standard input.

    Exit code: 0 all accepted, 1 a submission not accepted, 2 wrong usage or nothing readable,
    3 the grader could not do its work.
    """
    language = cast(Language, lang)
    targets = [_target(output) for output in outputs]
    exercises = _load(course_root)
    submissions = _submissions(exercise, files, manifest)
    for job in submissions:
        _refuse_unknown(job.exercise, exercises)
    if all(job.missing for job in submissions):
        reasons = " ".join(f"{job.name}: {job.problem.en}" for job in submissions if job.problem)
        _fail(USAGE, f"No readable file. {reasons}")
    try:
        graded, held = _grade_all(exercises, submissions, seed, level, min(jobs, len(submissions)))
    except SandboxUnavailable as error:
        _fail(GRADER_FAILED, str(error))
    except ContentError as error:
        _fail(GRADER_FAILED, f"The exercise can't be used: {error}")
    _note_ignored(submissions, language)
    for path, name in targets:
        _write(path, WRITERS[name](graded, held, language))
    if not targets:
        click.echo(WRITERS[format_](graded, held, language), nl=False)
    sys.exit(_exit_code(graded))


def _submissions(exercise: str | None, files: tuple[str, ...], manifest: Path | None) -> list[Job]:
    if manifest is not None:
        if exercise is not None:
            _fail(USAGE, "--manifest names the exercises and the files itself: leave EXERCISE and FILE out.")
        found = jobs_of_manifest(manifest)
    elif exercise is None or not files:
        _fail(USAGE, "Name an exercise and at least one file, or a --manifest.")
    else:
        found = jobs_of(exercise, files)
    if not found:
        _fail(USAGE, f"No readable file: there is no .py and no .ipynb in {' '.join(files) or manifest}.")
    return found


def _load(course_root: Path) -> dict[str, Exercise]:
    try:
        return load_exercises(course_root)
    except ContentError as error:
        _fail(GRADER_FAILED, f"The course can't be used: {error}")


def _refuse_unknown(slug: str, exercises: dict[str, Exercise]) -> None:
    if slug in exercises:
        return
    near = difflib.get_close_matches(slug, exercises, n=3, cutoff=0.4)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(exercises)}."
    _fail(USAGE, f"There is no exercise {slug!r}. {hint}")


def _grade_all(
    exercises: dict[str, Exercise], submissions: Sequence[Job], seed: int, level: str, jobs: int
) -> tuple[list[Graded], str]:
    """Reports in the order given, and the sandbox level that held."""
    with ExitStack() as stack:
        sandboxes = [stack.enter_context(Sandbox(level)) for _ in range(jobs)]
        held = str(sandboxes[0].level)
        _announce(held)
        idle: SimpleQueue[Sandbox] = SimpleQueue()
        for sandbox in sandboxes:
            idle.put(sandbox)

        def grade_one(job: Job) -> Graded:
            if job.problem:
                return Graded(job.name, unreadable(exercises[job.exercise], job.problem, sandbox=held))
            sandbox = idle.get()
            try:
                report = grade(exercises[job.exercise], job.source, sandbox, seed=seed)
                line = report.line or _line_of(exercises[job.exercise].functions, job.source)
                return Graded(job.name, dataclasses.replace(report, line=line))
            finally:
                idle.put(sandbox)

        with ThreadPoolExecutor(jobs) as pool:
            return list(_progress(pool.map(grade_one, submissions), len(submissions))), held


def _line_of(functions: Sequence[str], source: bytes) -> int | None:
    """Where the first of them is defined: an answer that is wrong without an exception has no other line."""
    names = "|".join(map(re.escape, functions)).encode()
    found = re.search(rb"^(?:def|class)\s+(?:" + names + rb")\b", source, re.MULTILINE)
    return source.count(b"\n", 0, found.start()) + 1 if found else None


def _progress(results: Iterator[Graded], count: int) -> Iterator[Graded]:
    """A bar on standard error where that is a terminal and there is more than one file."""
    if count == 1 or not sys.stderr.isatty():
        yield from results
        return
    with click.progressbar(results, length=count, label="Grading", file=sys.stderr) as bar:
        yield from bar


def _note_ignored(submissions: Sequence[Job], language: Language) -> None:
    """What of a notebook was not graded because it is no Python."""
    for job in submissions:
        if job.ignored:
            shown = "; ".join(job.ignored[:MAX_NOTED]) + ("; ..." if len(job.ignored) > MAX_NOTED else "")
            note = IGNORED.format(count=len(job.ignored), lines=shown).in_language(language)
            click.echo(printable(f"{job.name}: {note}"), err=True)


def _announce(level: str) -> None:
    click.echo(f"sandbox: {level}", err=True)
    if level == "off":
        click.echo(
            "WARNING: the sandbox is off. The programs run with your rights: grade nobody's code but your own.",
            err=True,
        )


def _target(output: str) -> tuple[Path, str]:
    """(path, format) of an --output: FORMAT:FILE, or by FILE's suffix."""
    name, colon, rest = output.partition(":")
    if colon and name in WRITERS:
        return Path(rest), name
    path = Path(output)
    if path.suffix in SUFFIXES:
        return path, SUFFIXES[path.suffix]
    known = ", ".join(sorted(SUFFIXES))
    _fail(USAGE, f"--output {output}: name the format, as in json:{output}, or use a suffix ({known}).")


def _write(path: Path, text: str) -> None:
    if path == STDOUT:
        click.echo(text, nl=False)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        _fail(GRADER_FAILED, f"{path} can't be written: {error.strerror}.")


def _exit_code(graded: Sequence[Graded]) -> int:
    verdicts = [item.report.verdict for item in graded]
    if Verdict.INTERNAL_ERROR in verdicts:
        return GRADER_FAILED
    return ALL_ACCEPTED if all(verdict is Verdict.ACCEPTED for verdict in verdicts) else NOT_ACCEPTED


def _fail(code: int, message: str) -> NoReturn:
    click.echo(f"steepest grade: {message}", err=True)
    sys.exit(code)
