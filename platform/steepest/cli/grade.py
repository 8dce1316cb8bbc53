"""`steepest grade`: grade files without a server or a database."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import NoReturn, cast

import click

from steepest_exercises import COURSE_ROOT
from steepest_graders import (
    GRADER_VERSION,
    LANGUAGES,
    CheckResult,
    ContentError,
    Exercise,
    GradeReport,
    Language,
    Sandbox,
    SandboxUnavailable,
    Text,
    Verdict,
    grade,
    load_exercises,
)
from steepest_graders.writers import SUFFIXES, WRITERS, Graded

ALL_ACCEPTED, NOT_ACCEPTED, USAGE, GRADER_FAILED = 0, 1, 2, 3

UNREADABLE = Text("The file can't be read: {reason}.", "无法读取文件：{reason}。")
READING = Text("reading the file", "读取文件")


@click.command("grade", short_help="Grade files against an exercise.")
@click.argument("exercise")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "format_", type=click.Choice(sorted(WRITERS)), default="text", help="Of standard output.")
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Write the report to FILE instead (may be repeated); its suffix, or FORMAT:FILE, names the format.",
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
    exercise: str,
    files: tuple[str, ...],
    format_: str,
    outputs: tuple[str, ...],
    jobs: int,
    lang: str,
    seed: int,
    level: str,
    course_root: Path,
) -> None:
    """Grade each FILE as an answer to EXERCISE; '-' reads standard input.

    Exit code: 0 all accepted, 1 a submission not accepted, 2 wrong usage or nothing readable,
    3 the grader could not do its work.
    """
    language = cast(Language, lang)
    targets = [_target(output) for output in outputs]
    chosen = _find(exercise, course_root)
    sources = [(name, _read(name)) for name in files]
    if not any(isinstance(source, bytes) for _, source in sources):
        reasons = "; ".join(f"{name}: {source}" for name, source in sources)
        _fail(USAGE, f"No readable file. {reasons}.")
    try:
        graded, held = _grade_all(chosen, sources, seed, level, min(jobs, len(files)))
    except SandboxUnavailable as error:
        _fail(GRADER_FAILED, str(error))
    except ContentError as error:
        _fail(GRADER_FAILED, f"The exercise can't be used: {error}")
    for path, name in targets:
        _write(path, WRITERS[name](graded, held, language))
    if not targets:
        click.echo(WRITERS[format_](graded, held, language), nl=False)
    sys.exit(_exit_code(graded))


def _find(slug: str, course_root: Path) -> Exercise:
    try:
        exercises = load_exercises(course_root)
    except ContentError as error:
        _fail(GRADER_FAILED, f"The course can't be used: {error}")
    if slug in exercises:
        return exercises[slug]
    near = difflib.get_close_matches(slug, exercises, n=3, cutoff=0.4)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(exercises)}."
    _fail(USAGE, f"There is no exercise {slug!r}. {hint}")


def _read(name: str) -> bytes | str:
    """The file's bytes, or the reason (a str) why there are none."""
    try:
        if name == "-":
            return sys.stdin.buffer.read()
        return Path(name).read_bytes()
    except OSError as error:
        return error.strerror or str(error)


def _grade_all(
    exercise: Exercise, sources: Sequence[tuple[str, bytes | str]], seed: int, level: str, jobs: int
) -> tuple[list[Graded], str]:
    """Reports in the order given, and the sandbox level that held."""
    with ExitStack() as stack:
        sandboxes = [stack.enter_context(Sandbox(level)) for _ in range(jobs)]
        held = str(sandboxes[0].level)
        _announce(held)
        idle: SimpleQueue[Sandbox] = SimpleQueue()
        for sandbox in sandboxes:
            idle.put(sandbox)

        def grade_one(item: tuple[str, bytes | str]) -> Graded:
            name, source = item
            if isinstance(source, str):
                return Graded(name, _unreadable(exercise, source, held))
            sandbox = idle.get()
            try:
                return Graded(name, grade(exercise, source, sandbox, seed=seed))
            finally:
                idle.put(sandbox)

        with ThreadPoolExecutor(jobs) as pool:
            return list(_progress(pool.map(grade_one, sources), len(sources))), held


def _progress(results: Iterator[Graded], count: int) -> Iterator[Graded]:
    """A bar on standard error where that is a terminal and there is more than one file."""
    if count == 1 or not sys.stderr.isatty():
        yield from results
        return
    with click.progressbar(results, length=count, label="Grading", file=sys.stderr) as bar:
        yield from bar


def _unreadable(exercise: Exercise, reason: str, level: str) -> GradeReport:
    check = CheckResult("source", READING, Verdict.COMPILE_ERROR, True, UNREADABLE.format(reason=reason), weight=0)
    return GradeReport(exercise.slug, check.verdict, 0.0, 0.0, (check,), sandbox=level, grader_version=GRADER_VERSION)


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
