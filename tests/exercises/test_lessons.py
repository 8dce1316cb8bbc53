"""What the lessons say is true, and both languages say it."""

from __future__ import annotations

import contextlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from steepest import prose
from steepest.course import Lesson, load_course
from steepest_exercises import COURSE_ROOT
from steepest_exercises.figures import drawn
from steepest_graders import LANGUAGES
from steepest_graders.quiz import Question, SingleChoice

COURSE = load_course()
LESSONS = list(COURSE.lessons.values())
QUESTIONS = list(COURSE.questions.values())
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"\d[\d\u202f]*(?:\.\d+)?")
CHINESE = "\u4e00-\u9fff"

lessons = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
languages = pytest.mark.parametrize("language", LANGUAGES)


def words(lesson: Lesson, language: str) -> str:
    """A lesson's text without its programs."""
    return CODE.sub("", lesson.source.in_language(language))


def numbers(text: str) -> list[str]:
    return [number.replace("\u202f", "") for number in NUMBER.findall(text)]


def html(lesson: Lesson, language: str) -> str:
    return "".join(part.html for part in lesson.document(language).parts if isinstance(part, prose.Html))


@lessons
def test_both_languages_have_the_same_parts_in_the_same_order(lesson: Lesson) -> None:
    english, chinese = lesson.document("en"), lesson.document("zh")
    assert [(heading.level, heading.id) for heading in english.headings] == [
        (heading.level, heading.id) for heading in chinese.headings
    ]
    assert [type(part) for part in english.parts] == [type(part) for part in chinese.parts]
    assert english.questions == chinese.questions
    assert english.exercises == chinese.exercises
    assert english.figures == chinese.figures
    assert english.callouts == chinese.callouts
    assert english.links == chinese.links


@lessons
@pytest.mark.parametrize("tag", ["p", "li", "tr", "td", "th", "strong", "pre", "section", 'div class="formula"'])
def test_both_languages_are_built_alike(lesson: Lesson, tag: str) -> None:
    counts = [len(re.findall(f"<{tag}[ >]", html(lesson, language))) for language in LANGUAGES]
    assert counts[0] == counts[1]


@lessons
def test_both_languages_have_the_same_formulas(lesson: Lesson) -> None:
    english, chinese = lesson.document("en"), lesson.document("zh")
    assert Counter(english.formulas) == Counter(chinese.formulas)


@lessons
def test_both_languages_have_the_same_numbers_in_every_section(lesson: Lesson) -> None:
    sections = [re.split(r"^## ", words(lesson, language), flags=re.MULTILINE) for language in LANGUAGES]
    for english, chinese in zip(*sections, strict=True):
        assert Counter(numbers(english)) == Counter(numbers(chinese)), english.partition("\n")[0]


@lessons
def test_both_languages_have_the_same_programs(lesson: Lesson) -> None:
    english, chinese = (prose.snippets(lesson.source.in_language(language)) for language in LANGUAGES)
    assert [(snippet.code, snippet.output) for snippet in english] == [
        (snippet.code, snippet.output) for snippet in chinese
    ]


@lessons
@languages
def test_every_program_prints_what_the_text_says(lesson: Lesson, language: str) -> None:
    for snippet in prose.snippets(lesson.source.in_language(language)):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(snippet.code, f"{lesson.slug}, line {snippet.line}", "exec"), {})
        assert printed.getvalue() == snippet.output


@lessons
@languages
def test_the_page_holds_no_style_and_no_script(lesson: Lesson, language: str) -> None:
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", html(lesson, language))


@lessons
@languages
def test_every_image_says_what_it_shows(lesson: Lesson, language: str) -> None:
    page = html(lesson, language)
    labels = re.findall(r'<div aria-label="([^"]*)" class="drawing" role="img">', page)
    assert len(labels) == page.count("<figure") > 0
    assert all(len(label) > 20 for label in labels)
    assert page.count("<figcaption>") == len(labels)


def _chinese() -> Iterator[tuple[str, str]]:
    for lesson in LESSONS:
        for line in re.sub(r"\$[^$]*\$", "x", words(lesson, "zh"), flags=re.DOTALL).splitlines():
            yield lesson.slug, re.sub(r"\]\([^)]*\)|\{#[^}]*\}|^ *alt:", "", line)
    for question in QUESTIONS:
        for text in question.texts():
            yield question.id, re.sub(r"\$[^$]*\$", "x", text.zh)


def test_chinese_is_set_as_chinese() -> None:
    for where, line in _chinese():
        assert not re.search(rf"[{CHINESE}][,.;:!?()]|[,;:!?(][{CHINESE}]", line), (where, line)
        assert not re.search(rf"[{CHINESE}][A-Za-z0-9]|[A-Za-z0-9][{CHINESE}]", line), (where, line)
        assert not re.search(rf"(?<!\*)\*[{CHINESE}]", line), (where, line)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_asks_the_same_in_both_languages(question: Question) -> None:
    for text in question.texts():
        assert Counter(numbers(text.en)) == Counter(numbers(text.zh))


@languages
def test_the_right_choice_is_not_known_by_its_length_or_its_place(language: str) -> None:
    single = [question for question in QUESTIONS if isinstance(question, SingleChoice)]
    places = []
    for question in single:
        lengths = [len(choice.text.in_language(language)) for choice in question.choices]
        places.append(next(index for index, choice in enumerate(question.choices) if choice.correct))
        assert lengths[places[-1]] < max(lengths), question.id
    assert len(set(places)) > 1


def test_the_figures_are_what_their_script_draws() -> None:
    figures = drawn()
    assert figures
    kept = {path.relative_to(COURSE_ROOT).as_posix(): path for path in COURSE_ROOT.glob("*/figures/*.svg")}
    assert sorted(kept) == sorted(figures), "run python -m steepest_exercises.figures"
    for name, path in kept.items():
        assert path.read_text(encoding="utf-8") == figures[name], f"{name}: run python -m steepest_exercises.figures"


def test_every_figure_is_shown_somewhere() -> None:
    shown = {(lesson.unit, name) for lesson in LESSONS for name in lesson.document("en").figures}
    assert {(Path(name).parts[0], Path(name).name.split(".")[0]) for name in drawn()} == shown


def test_every_lesson_has_its_numbers_proven() -> None:
    proven = {path.stem for path in Path(__file__).parent.glob("test_lesson_*.py")}
    assert proven == {f"test_lesson_{slug.replace('-', '_')}" for slug in COURSE.lessons}


def test_figures_take_their_colours_from_the_page() -> None:
    for name, svg in drawn().items():
        assert set(re.findall(r'(?:stroke|fill)="(?!none|var\()([^"]*)"', svg)) == set(), name
