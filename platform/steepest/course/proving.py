"""What `steepest check` asks of the texts of a course: both languages, nothing empty, nothing unlisted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from steepest.course.loading import problems
from steepest.course.model import Course, CourseError, Lesson
from steepest_graders import LANGUAGES, Text
from steepest_graders.exercise import misconception_files, read_toml

_OF_A_UNIT = {"unit.toml", "misconceptions.toml"}
_OF_A_PAGE = {".md", ".yaml", ".toml"}  # <slug>.en.md, <slug>.questions.yaml and their like


def prove_course(root: Path, course: Course) -> Iterator[CourseError]:
    """Everything that is wrong with what there is to read."""
    broken = list(problems(root, course))
    yield from broken
    yield from _empty(root, course)
    for lesson in course.lessons.values():
        if not lesson.translated:
            yield CourseError(root / lesson.path.zh, "is missing.", "Translate the lesson: readers are shown English.")
    if not broken:
        yield from _unlisted(root, course)
        for lesson in course.lessons.values():
            yield from _built_otherwise(root, lesson)


def _empty(root: Path, course: Course) -> Iterator[CourseError]:
    for path, name, text in _texts(root, course):
        for language in LANGUAGES:
            if not text.in_language(language).strip():
                yield CourseError(path, f"{name} is empty in {language}.", "Write it.")


def _texts(root: Path, course: Course) -> Iterator[tuple[Path, str, Text]]:
    """Every text with its file and what it is called there."""
    yield root / "course.toml", "title", course.title
    yield root / "course.toml", "summary", course.summary
    for unit in course.units:
        yield root / unit.slug / "unit.toml", "title", unit.title
        yield root / unit.slug / "unit.toml", "summary", unit.summary
    for path in misconception_files(root):
        for slug in read_toml(path):
            yield path, f"[{slug}] name", course.misconceptions[slug].name
            yield path, f"[{slug}] explanation", course.misconceptions[slug].explanation
    for lesson in course.lessons.values():
        path = root / lesson.path.en
        yield path, "title", lesson.title
        yield path, "summary", lesson.summary
        yield path, "the text", lesson.source
        for question in lesson.questions:
            for text in question.texts():
                yield path.with_name(f"{lesson.slug}.questions.yaml"), f"a text of {question.id!r}", text
    for quiz in course.quizzes.values():
        path = root / course.unit_of(quiz.slug).slug / f"{quiz.slug}.yaml"
        yield path, "title", quiz.title
        yield path, "summary", quiz.summary
        for question in quiz.own.values():
            for text in question.texts():
                yield path, f"a text of {question.id!r}", text


def _unlisted(root: Path, course: Course) -> Iterator[CourseError]:
    """Units that the course does not list, and files of a unit that belong to none of its pages."""
    listed = {unit.slug: {entry.slug for entry in unit.entries} for unit in course.units}
    for file in sorted(root.glob("*/unit.toml")):
        if file.parent.name not in listed:
            yield CourseError(
                root / "course.toml", f"does not list the unit {file.parent.name!r}.", "Add or delete it."
            )
    for unit, slugs in listed.items():
        figures = {name for slug in slugs & set(course.lessons) for name in course.lessons[slug].document("en").figures}
        for path in sorted((root / unit).iterdir()):
            if path.is_dir() and (path.name in slugs or path.name.startswith((".", "__"))):
                continue
            if path.is_dir() and path.name == "figures":
                yield from _unshown(path, figures)
            elif path.name not in _OF_A_UNIT and not (_page(path) in slugs and path.suffix in _OF_A_PAGE):
                yield CourseError(path, "is in no list of pages.", f"List it in {unit}/unit.toml, or delete it.")


def _unshown(folder: Path, figures: set[str]) -> Iterator[CourseError]:
    for path in sorted(folder.iterdir()):
        if path.suffix != ".svg" or _page(path) not in figures:
            yield CourseError(path, "is shown in no lesson of the unit.", "Show it, or delete it.")


def _page(path: Path) -> str:
    return path.name.split(".")[0]


def _built_otherwise(root: Path, lesson: Lesson) -> Iterator[CourseError]:
    """The first way in which the two languages of a lesson are built differently."""
    english, chinese = (
        {
            "headings": [(heading.level, heading.id) for heading in document.headings],
            "parts": [type(part) for part in document.parts],
            "exercises": document.exercises,
            "figures": document.figures,
            "callouts": document.callouts,
            "links": document.links,
            "formulas": Counter(document.formulas),
        }
        for document in map(lesson.document, LANGUAGES)
    )
    for what, ours in english.items():
        if ours != chinese[what]:
            problem = f"its {what} are other ones than in English."
            yield CourseError(root / lesson.path.zh, problem, "Let both languages have the same in the same order.")
            return
