"""`steepest quiz`: questions in and out of files, and what could be better about them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn, TextIO

import click

from steepest.authoring import exchange
from steepest.authoring.examining import examine_question, examine_quiz, scarce
from steepest.authoring.running import GRADER_FAILED
from steepest.course import Course, CourseError, load_course, textform
from steepest_exercises import COURSE_ROOT
from steepest_graders import Sandbox, SandboxUnavailable
from steepest_graders.quiz import (
    CodeReading,
    Draw,
    FillIn,
    NotRunnable,
    Question,
    QuestionError,
    key_problem,
    output_of,
    question_from_dict,
)
from steepest_graders.quiz.linting import lint_together
from steepest_graders.quizformats import Imported, UnreadableFile

FOUND, USAGE = 1, 2
SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".xml": "moodle", ".gift": "gift", ".txt": "gift"}
QUESTIONS = click.Path(exists=True, dir_okay=False, path_type=Path)

course_option = click.option(
    "--course",
    "course_root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=COURSE_ROOT,
    help="A course folder instead of the one that ships.",
)


@click.group("quiz", short_help="Import, export and lint questions.")
def command() -> None:
    """Questions in files: our YAML text form, Moodle XML, GIFT."""


@command.command("import", short_help="Write the questions of a file in our text form.")
@click.argument("file", type=QUESTIONS)
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path), required=False)
def import_(file: Path, output: Path | None) -> None:
    """Write the questions of FILE (Moodle XML, GIFT, YAML) in our text form to OUTPUT, else to standard output.

    What could not be understood is named on standard error. Exit code: 0 everything was understood, 1 something
    was not, 2 the file can't be read.
    """
    found = _read(file)
    made = [dict(one.data) for one in found if one.data is not None]
    for one in found:
        name = one.title or (one.data or {}).get("id", "")
        for remark in one.remarks:
            click.echo(f"{file}: {one.place.en} ({' '.join(str(name).split())}): {remark.en}", err=True)
    text = textform.write(made)
    if output is None:
        click.echo(text, nl=False)
    elif output.exists():
        _fail(USAGE, f"{output} is there already; nothing was written.")
    else:
        output.write_text(text, encoding="utf-8")
    click.echo(f"{len(made)} of {len(found)} questions made.", err=True)
    if any(one.remarks for one in found):
        sys.exit(FOUND)


@command.command("export", short_help="Write questions as Moodle XML, GIFT or YAML.")
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("files", nargs=-1, type=QUESTIONS, metavar="[FILE]...")
@course_option
@click.option("--form", type=click.Choice(list(exchange.FORMS)), help="What to write.  [default: by OUTPUT's ending]")
def export(output: Path, files: tuple[Path, ...], course_root: Path, form: str | None) -> None:
    """Write the questions of FILES (all of the course's by default) to OUTPUT: .xml, .gift or .yaml."""
    form = form or SUFFIXES.get(output.suffix)
    if form is None:
        _fail(USAGE, f"{output} ends in none of {', '.join(SUFFIXES)}: add one, or name a --form.")
    if output.exists():
        _fail(USAGE, f"{output} is there already; nothing was written.")
    questions = [one for file in files for one in _questions(file)] or list(_course(course_root).questions.values())
    data, losses = exchange.write(form, questions)
    output.write_bytes(data)
    for loss in losses:
        click.echo(loss.en, err=True)
    click.echo(f"{len(questions)} questions written to {output}.")


@command.command("lint", short_help="Say what could be better about questions.")
@click.argument("files", nargs=-1, type=QUESTIONS, metavar="[FILE]...")
@course_option
@click.option("--run/--no-run", default=True, help="Run the code of questions in the sandbox, to see that keys hold.")
def lint(files: tuple[Path, ...], course_root: Path, run: bool) -> None:
    """Say what is wrong or could be better in FILES (in the course's questions by default).

    Exit code: 0 nothing, 1 something was found, 2 a file can't be read, 3 no sandbox to run code in.
    """
    course = _course(course_root)
    lines = list(_advice(files, course)) if files else list(_course_advice(course))
    questions = [one for file in files for one in _questions(file)] if files else list(course.questions.values())
    lines += [finding.message.en for finding in lint_together(questions)]
    lines += list(_keys(questions)) if run else []
    for line in lines:
        click.echo(line)
    click.echo(f"{len(questions)} questions, {len(lines)} remarks.", err=True)
    if lines:
        sys.exit(FOUND)


@command.command("run", short_help="Print what a program prints in the sandbox.")
@click.argument("file", type=click.File("r", encoding="utf-8"))
def run_code(file: TextIO) -> None:
    """Print what the program FILE (- for standard input) prints in the sandbox: the `output` of a code-reading.

    Exit code: 0 it ran, 1 it did not, 3 there is no sandbox here.
    """
    try:
        with Sandbox() as sandbox:
            click.echo(output_of(file.read(textform.LARGEST), sandbox), nl=False)
    except NotRunnable as error:
        _fail(FOUND, str(error))
    except SandboxUnavailable as error:
        _fail(GRADER_FAILED, str(error))


@command.command("key", short_help="Run the code of a question, to see that its key holds.")
@click.argument("file", type=click.File("r", encoding="utf-8"))
def key(file: TextIO) -> None:
    """Run the code of the one question in FILE (- for standard input), to see that its key holds.

    Exit code: 0 it holds, 1 it does not, 2 there is no question of code in FILE, 3 there is no sandbox here.
    """
    try:
        question = question_from_dict(textform.read(file.read(textform.LARGEST)).data, complete=False)
    except QuestionError as error:
        _fail(USAGE, str(error))
    if not isinstance(question, CodeReading | FillIn):
        _fail(USAGE, f"{question.id} has no code.")
    for problem in _keys([question]):
        _fail(FOUND, problem.removeprefix(f"{question.id}: "))


def _advice(files: tuple[Path, ...], course: Course) -> Iterator[str]:
    for file in files:
        found = _read(file)
        if SUFFIXES.get(file.suffix) == "yaml":
            yield from _of_text(file, course)
            continue
        for one in found:
            for remark in one.remarks:
                yield f"{file}: {one.place.en}: {remark.en}"


def _of_text(file: Path, course: Course) -> Iterator[str]:
    """What is said of a file of ours: a list of questions, one question, or a quiz."""
    form = textform.read(file.read_text("utf-8"))
    data = form.data
    if isinstance(data, Mapping) and "type" not in data:
        examined = examine_quiz(form, "", course)
        problems = [*examined.problems, *scarce(examined, course.questions.__contains__, _of_course(course))]
        yield from (f"{file}:{problem.line}: {problem.message.en}" for problem in problems)
        return
    places: list[tuple[int, ...]] = [(index,) for index in range(len(data))] if isinstance(data, list) else [()]
    for place in places:
        entry = data[place[0]] if place else data
        name = entry.get("id", "") if isinstance(entry, dict) else ""
        for problem in examine_question(form, "", course, place).problems:
            yield f"{file}:{problem.line}: {name}: {problem.message.en}"


def _of_course(course: Course) -> Callable[[Draw], set[str] | None]:
    """Which of the course's questions a draw finds; what a bank holds, only a site knows."""
    return lambda draw: None if draw.bank else {one.id for one in course.questions.values() if draw.tag in one.tags}


def _course_advice(course: Course) -> Iterator[str]:
    for question in course.questions.values():
        form = textform.read(textform.write(dict(question.source)))
        for problem in examine_question(form, "", course).problems:
            yield f"{question.id}: {problem.message.en}"


def _keys(questions: list[Question]) -> Iterator[str]:
    """Questions of code whose key doesn't hold when it is run."""
    coded = [question for question in questions if isinstance(question, CodeReading | FillIn)]
    if not coded:
        return
    try:
        with Sandbox() as sandbox:
            for question in coded:
                if problem := key_problem(question, sandbox):
                    yield f"{question.id}: {problem}"
    except SandboxUnavailable as error:
        _fail(GRADER_FAILED, f"{error}")


def _read(file: Path) -> list[Imported]:
    try:
        return exchange.read(file.read_bytes(), ())
    except UnreadableFile as error:
        _fail(USAGE, f"{file}: {error.message.en}")


def _questions(file: Path) -> Iterator[Question]:
    for one in _read(file):
        try:
            if one.data is not None:
                yield question_from_dict(one.data, complete=False)
        except QuestionError as error:
            _fail(USAGE, f"{file}: {one.place.en}: {error}")


def _course(root: Path) -> Course:
    try:
        return load_course(root)
    except CourseError as error:
        _fail(USAGE, str(error))


def _fail(code: int, message: str) -> NoReturn:
    click.echo(f"steepest quiz: {message}", err=True)
    sys.exit(code)
