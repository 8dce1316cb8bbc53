"""Reading a course's folder. Whatever is wrong is found here, before the server listens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

from steepest import prose
from steepest.course.labs import SLUGS as LABS
from steepest.course.model import LEVELS, Course, CourseError, Entry, Lesson, Unit
from steepest.course.yamls import load_questions, load_quiz, parse
from steepest_exercises import COURSE_ROOT
from steepest_graders import LANGUAGES, ContentError, Exercise, Text, load_exercises, load_misconceptions
from steepest_graders.exercise import read_toml
from steepest_graders.quiz import Question, Quiz

HEAD = re.compile(r"---\n(?P<head>.*?\n)---\n(?P<body>.*)", re.DOTALL)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load_course(root: Path | None = None) -> Course:
    """The course in `root`, or the one that ships. Raises CourseError, also for a page that could not be shown."""
    course = read_course(root)
    for problem in problems((root or COURSE_ROOT).absolute(), course):
        raise problem
    return course


def read_course(root: Path | None = None) -> Course:
    """As `load_course`, in a tenth of the time: no text is converted and no link followed yet. Raises CourseError."""
    try:
        return _course((root or COURSE_ROOT).absolute())
    except CourseError:
        raise
    except ContentError as error:  # of an exercise: to who starts a server it is the course that is wrong
        raise CourseError(error.path, error.problem, error.remedy or "Correct the file.", error.line) from None


def _course(root: Path) -> Course:
    path = root / "course.toml"
    head = _table(path, {"slug", "title", "summary", "units"})
    exercises = load_exercises(root)
    lessons: dict[str, Lesson] = {}
    quizzes: dict[str, Quiz] = {}
    units = []
    for slug in _slugs(path, head, "units"):
        found, asked = _lessons(root, slug), _quizzes(root, slug)
        _refuse_twice(root / slug / "unit.toml", [*lessons, *exercises, *quizzes, *asked], found)
        _refuse_twice(root / slug / "unit.toml", [*lessons, *exercises, *quizzes], asked)
        lessons |= found
        quizzes |= asked
        units.append(_unit(root, slug, found, exercises, asked))
    return Course(
        slug=str(head["slug"]),
        title=_text(path, head, "title"),
        summary=_text(path, head, "summary"),
        units=tuple(units),
        lessons=lessons,
        exercises=exercises,
        quizzes=quizzes,
        questions=_questions(root, lessons, quizzes),
        misconceptions=load_misconceptions(root),
    )


def _unit(
    root: Path, slug: str, lessons: Mapping[str, Lesson], exercises: Mapping[str, Exercise], quizzes: Mapping[str, Quiz]
) -> Unit:
    path = root / slug / "unit.toml"
    head = _table(path, {"title", "summary", "level", "minutes", "contents"}, {"leads-to"})
    entries = []
    for name in _slugs(path, head, "contents"):
        if name in lessons:
            entries.append(_entry("lessons", lessons[name]))
        elif name in exercises and exercises[name].unit == slug:
            entries.append(_entry("exercises", exercises[name]))
        elif name in quizzes:
            quiz = quizzes[name]
            entries.append(Entry("quizzes", name, slug, quiz.title, quiz.summary, quiz.level, quiz.minutes))
        else:
            remedy = f"Write {name}.en.md and {name}.zh.md (a lesson), {name}/exercise.toml or {name}.yaml (a quiz)."
            raise CourseError(path, f"lists {name!r}, which isn't there.", remedy)
    return Unit(
        slug=slug,
        title=_text(path, head, "title"),
        summary=_text(path, head, "summary"),
        level=_level(path, head),
        minutes=_minutes(path, head),
        entries=tuple(entries),
        leads_to=tuple(_slugs(path, head, "leads-to")) if "leads-to" in head else (),
    )


def _entry(room: Any, page: Lesson | Exercise) -> Entry:
    return Entry(room, page.slug, page.unit, page.title, page.summary, page.level, page.minutes)


def _lessons(root: Path, unit: str) -> dict[str, Lesson]:
    """The lessons that the unit lists, in its order. A lesson that it doesn't list is an error."""
    path = root / unit / "unit.toml"
    contents = _slugs(path, read_toml(path), "contents")
    files = {file.name.split(".")[0] for language in LANGUAGES for file in (root / unit).glob(f"*.{language}.md")}
    if unlisted := sorted(files - set(contents)):
        raise CourseError(
            path, f"does not list the lesson {unlisted[0]!r}.", "Add it to `contents`, or delete its files."
        )
    return {slug: _lesson(root, unit, slug) for slug in contents if slug in files}


def _lesson(root: Path, unit: str, slug: str) -> Lesson:
    folder = root / unit
    paths = [folder / f"{slug}.{language}.md" for language in LANGUAGES]
    english, english_body = _split(paths[0])
    chinese, chinese_body = _split(paths[1]) if paths[1].is_file() else (english, english_body)
    _only(paths[0], english, {"title", "summary", "level", "minutes"})
    _only(paths[1], chinese, {"title", "summary"} if chinese is not english else set(english))
    questions = folder / f"{slug}.questions.yaml"
    return Lesson(
        slug=slug,
        unit=unit,
        title=Text(str(english["title"]), str(chinese["title"])),
        summary=Text(str(english["summary"]), str(chinese["summary"])),
        level=_level(paths[0], english),
        minutes=_minutes(paths[0], english),
        source=Text(english_body, chinese_body),
        path=Text(*(path.relative_to(root).as_posix() for path in paths)),
        figures=_figures(folder / "figures"),
        questions=load_questions(questions) if questions.is_file() else (),
        translated=chinese is not english,
    )


def _quizzes(root: Path, unit: str) -> dict[str, Quiz]:
    """The quizzes that the unit lists, in its order. One that it doesn't list is an error."""
    path = root / unit / "unit.toml"
    contents = _slugs(path, read_toml(path), "contents")
    files = {file.stem: file for file in (root / unit).glob("*.yaml") if not file.stem.endswith(".questions")}
    if unlisted := sorted(set(files) - set(contents)):
        raise CourseError(path, f"does not list the quiz {unlisted[0]!r}.", "Add it to `contents`, or delete its file.")
    return {slug: load_quiz(files[slug]) for slug in contents if slug in files}


def _split(path: Path) -> tuple[dict[str, Any], str]:
    """A lesson's head and its text; the head's lines stay as empty ones, so that line numbers hold."""
    if not path.is_file():
        raise CourseError(path, "is missing.", "A lesson begins in English; a translation may come later.")
    match = HEAD.fullmatch(path.read_text(encoding="utf-8"))
    if not match:
        raise CourseError(path, "has no head.", "Begin with a line ---, then title: and summary:, then a line ---.")
    head = parse(path, match["head"])
    if not isinstance(head, dict):
        raise CourseError(path, "has a head that isn't `key: value` lines.", "Write title: and summary: there.")
    return head, "\n" * (match["head"].count("\n") + 2) + match["body"]


def _figures(folder: Path) -> dict[str, Text]:
    names = sorted({file.name.split(".")[0] for file in folder.glob("*.svg")})
    figures = {}
    for name in names:
        files = [folder / f"{name}.{language}.svg" for language in LANGUAGES]
        if missing := [file for file in files if not file.is_file()]:
            raise CourseError(missing[0], "is missing.", "A figure is drawn in both languages: run its script.")
        figures[name] = Text(*(file.read_text(encoding="utf-8") for file in files))
    return figures


def _questions(root: Path, lessons: Mapping[str, Lesson], quizzes: Mapping[str, Quiz]) -> dict[str, Question]:
    questions: dict[str, Question] = {}
    asked: list[tuple[str, Iterable[Question]]] = [
        *((f"{lesson.unit}/{lesson.slug}.questions.yaml", lesson.questions) for lesson in lessons.values()),
        *((f"{quiz.slug}.yaml", quiz.own.values()) for quiz in quizzes.values()),
    ]
    for where, some in asked:
        for question in some:
            if question.id in questions:
                remedy = "A question's id is unique in the course."
                raise CourseError(root / where, f"the id {question.id!r} is taken.", remedy)
            questions[question.id] = question
    for quiz in quizzes.values():
        for name in quiz.listed:
            _known(root / f"{quiz.slug}.yaml", name, questions, "question")
    return questions


def problems(root: Path, course: Course) -> Iterator[CourseError]:
    """What is wrong with the texts, the questions and the links of a course: pages that would fail later."""
    for check in _checks(root, course):
        try:
            check()
        except CourseError as error:
            yield error


def _checks(root: Path, course: Course) -> Iterator[Callable[[], None]]:
    """Each raises CourseError."""
    for lesson in course.lessons.values():
        for language in LANGUAGES[: 1 + lesson.translated]:
            yield partial(_check_lesson, root / lesson.path.in_language(language), course, lesson, language)
        file = root / lesson.unit / f"{lesson.slug}.questions.yaml"
        for question in lesson.questions:
            yield partial(_check_question, file, course, question)
    for unit in course.units:
        for slug in unit.leads_to:
            yield partial(_known, root / unit.slug / "unit.toml", slug, [each.slug for each in course.units], "unit")
        for entry in unit.entries:
            for question in course.quizzes[entry.slug].own.values() if entry.room == "quizzes" else ():
                yield partial(_check_question, root / unit.slug / f"{entry.slug}.yaml", course, question)
    for misconception in course.misconceptions.values():
        if misconception.lesson:
            slug, _, fragment = misconception.lesson.partition("#")
            link = prose.Link("lesson", slug, fragment)
            for language in LANGUAGES:
                yield partial(_check_link, root / "misconceptions.toml", course, link, language)
    for exercise in course.exercises.values():
        for language in LANGUAGES:
            path = exercise.folder / f"instructions.{language}.md"
            yield partial(_check_text, path, exercise.instructions.in_language(language), language)
            for hint in exercise.hints:
                yield partial(_check_text, exercise.folder / "exercise.toml", hint.in_language(language), language)


def _check_text(path: Path, text: str, language: str) -> None:
    _located(path, partial(prose.to_html, text, language))


def _check_lesson(path: Path, course: Course, lesson: Lesson, language: str) -> None:
    document: prose.Document = _located(path, partial(lesson.document, language))
    asked, written = list(document.questions), [question.id for question in lesson.questions]
    if asked != written:
        remedy = f"Let the check fences name the ids of {lesson.slug}.questions.yaml, each once, in that order."
        raise CourseError(path, f"asks {asked}, but the questions are {written}.", remedy)
    for slug in document.exercises:
        _known(path, slug, course.exercises, "exercise")
    for slug in document.labs:
        _known(path, slug, LABS, "lab")
    for link in document.links:
        _check_link(path, course, link, language)


def _check_link(path: Path, course: Course, link: prose.Link, language: str) -> None:
    if link.room == "lab":
        return
    _known(path, link.slug, course.exercises if link.room == "exercise" else course.lessons, link.room)
    if link.fragment and link.room == "lesson":
        try:
            ids = [heading.id for heading in course.lessons[link.slug].document(language).headings]
        except prose.ProseError:
            return  # is told of that lesson
        _known(path, link.fragment, ids, f"heading of {link.slug}")


def _check_question(path: Path, course: Course, question: Question) -> None:
    for text in question.texts():
        for language in LANGUAGES:
            _located(path, partial(prose.to_inline_html, text.in_language(language), language))
    for slug in question.misconceptions:
        _known(path, slug, course.misconceptions, "misconception")


def _located(path: Path, read: Any) -> Any:
    """What `read` returns; its ProseError becomes one that names the file."""
    try:
        return read()
    except prose.ProseError as error:
        raise CourseError(path, error.problem, error.remedy, error.line or 0) from None


def _known(path: Path, slug: str, known: Any, what: str) -> None:
    if slug not in known:
        near = get_close_matches(slug, list(known), 1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known) or 'none'}."
        raise CourseError(path, f"names the {what} {slug!r}, which isn't there.", remedy)


def _refuse_twice(path: Path, taken: list[str], found: Iterable[str]) -> None:
    for slug in found:
        if slug in taken:
            raise CourseError(path, f"the slug {slug!r} stands in two places.", "Rename one: a slug is an identity.")


def _table(path: Path, keys: set[str], optional: Set[str] = frozenset()) -> dict[str, Any]:
    table = read_toml(path)
    _only(path, table, keys | (optional & set(table)))
    return table


def _only(path: Path, table: Mapping[str, Any], keys: set[str]) -> None:
    """All of `keys` and nothing else."""
    for key in table:
        if key not in keys:
            raise CourseError(path, f"has the unknown key {key!r}.", f"The keys are {', '.join(sorted(keys))}.")
    if missing := sorted(keys - set(table)):
        raise CourseError(path, f"lacks the key {missing[0]!r}.", "Add it.")


def _slugs(path: Path, table: Mapping[str, Any], key: str) -> list[str]:
    slugs = table.get(key)
    if not isinstance(slugs, list) or not all(isinstance(slug, str) and SLUG.fullmatch(slug) for slug in slugs):
        raise CourseError(path, f"`{key}` is no list of slugs.", f'Write {key} = ["first-slug", ...].')
    if twice := list(_repeated(slugs)):
        raise CourseError(path, f"`{key}` lists {twice[0]!r} twice.", "Take one away.")
    return slugs


def _repeated(slugs: list[str]) -> Iterator[str]:
    return (slug for index, slug in enumerate(slugs) if slug in slugs[:index])


def _text(path: Path, table: Mapping[str, Any], key: str) -> Text:
    text = table[key]
    if not isinstance(text, dict) or set(text) != set(LANGUAGES):
        raise CourseError(
            path, f"`{key}` is not given in two languages.", f'Write {key} = {{ en = "...", zh = "..." }}.'
        )
    return Text.from_dict(text)


def _level(path: Path, table: Mapping[str, Any]) -> str:
    if table["level"] not in LEVELS:
        raise CourseError(path, f"the level is {table['level']!r}.", f"Write one of: {', '.join(LEVELS)}.")
    return str(table["level"])


def _minutes(path: Path, table: Mapping[str, Any]) -> int:
    minutes = table["minutes"]
    if isinstance(minutes, bool) or not isinstance(minutes, int) or minutes < 1:
        raise CourseError(path, f"`minutes` is {minutes!r}.", "Write a whole number from 1.")
    return minutes
