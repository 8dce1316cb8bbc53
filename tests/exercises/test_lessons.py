"""What the lessons say is true, and both languages say it."""

from __future__ import annotations

import contextlib
import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from steepest import prose
from steepest.course import Lesson, load_course
from steepest_exercises import COURSE_ROOT
from steepest_exercises.figures import drawn, overview
from steepest_graders import LANGUAGES
from steepest_graders.quiz import Question, SingleChoice
from steepest_numerics.activations import softmax
from steepest_numerics.gradients import numerical_gradient
from steepest_numerics.losses import cross_entropy, mse, mse_gradient
from steepest_numerics.optimizers import SGD, Adam, mini_batches

COURSE = load_course()
LESSONS = list(COURSE.lessons.values())
QUESTIONS = list(COURSE.questions.values())
OVERVIEW = COURSE.lessons["loss-functions-and-optimizers"]
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


def test_figures_take_their_colours_from_the_page() -> None:
    for name, svg in drawn().items():
        assert set(re.findall(r'(?:stroke|fill)="(?!none|var\()([^"]*)"', svg)) == set(), name


# The overview: every number with a decimal point is given, quoted or computed here.

X, Y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
E, H = math.e, 1e-5
P = 1 / (1 + math.exp(5))  # a sigmoid unit at z = -5


def descend(lr: float, steps: int) -> float:
    """The weight after some steps on the worked example."""
    w = np.array([0.0])
    for _ in range(steps):
        w = SGD(lr=lr).step([w], [np.array([np.sum(mse_gradient(w * X, Y) * X)])])[0]
    return float(w[0])


def loss_at(w: float) -> float:
    return float(mse(w * X, Y))


def slope_at(w: float) -> float:
    return float(numerical_gradient(lambda v: loss_at(float(v[0])), np.array([w]))[0])


def adam_first_step(lr: float, gradient: float) -> float:
    return -float(Adam(lr=lr).step([np.array([0.0])], [np.array([gradient])])[0][0])


def entropy(*shares: float) -> float:
    return -sum(share * math.log(share) for share in shares)


COMPUTED = {
    "0.125": overview.huber(0.5),
    "9.5": overview.huber(10),
    "0.01005": -math.log(0.99),
    "2.303": float(cross_entropy(np.zeros((1, 10)), np.array([0]))),
    "0.010": -math.log(0.99),
    "0.665": softmax(np.array([2.0, 1.0, 0.0]))[0],
    "0.245": softmax(np.array([2.0, 1.0, 0.0]))[1],
    "0.090": softmax(np.array([2.0, 1.0, 0.0]))[2],
    "0.4076": float(cross_entropy(np.array([[2.0, 1.0, 0.0]]), np.array([0]))),
    "0.0067": P,
    "0.987": (P - 1) ** 2,
    "0.0132": -2 * (P - 1) * P * (1 - P),
    "0.993": 1 - P,
    "2.9": 5.1 - 3.2 + 1,
    "0.325": entropy(0.9, 0.1),
    "18.667": -slope_at(0),
    "0.18667": descend(0.01, 1),
    "15.345": loss_at(descend(0.01, 1)),
    "9.333": -slope_at(0) / 2,
    "0.0933": -0.01 * slope_at(0) / 2,
    "0.10714": 3 / 28,
    "0.2143": 3 / 14,
    "1.087": descend(0.01, 8),
    "2.000": descend(0.1, 8),
    "1.031": -descend(0.22, 8),
    "1.9": 0.9 * 1 + 1,
    "2.71": 0.9 * 1.9 + 1,
    "0.05": 0.1 / math.sqrt(4),
    "0.5": (1 - 0.9) * 5,
    "0.025": (1 - 0.999) * 5**2,
    "0.00316": 0.001 * 0.5 / math.sqrt(0.025),
    "0.005": 0.001 * 5,
    "2.557": overview.valley(overview.path("path-descent")[-1]),
    "0.107": overview.valley(overview.path("path-momentum")[-1]),
    "0.799": overview.valley(overview.path("path-adam")[-1]),
    "0.0505": 0.001 + (0.1 - 0.001) * (1 + math.cos(math.pi / 2)) / 2,
    "0.6": 3 / 5,
    "0.8": 4 / 5,
}
GIVEN = {"0.01", "0.1", "0.2", "0.22", "0.9", "0.999", "0.001", "1.5", "3.2", "5.1", "1.7"}
QUOTED = {"15.5", "21.4"}  # CS231n's notes on CIFAR-10, named in the text as theirs


def test_every_decimal_number_of_the_overview_is_accounted_for() -> None:
    said = {number for number in numbers(words(OVERVIEW, "en")) if "." in number}
    said |= {number for question in OVERVIEW.questions for text in question.texts() for number in numbers(text.en)}
    assert {number for number in said if "." in number} - set(COMPUTED) - GIVEN - QUOTED == set()
    assert (set(COMPUTED) | GIVEN | QUOTED) - said == set()


@pytest.mark.parametrize("number", COMPUTED)
def test_a_number_of_the_overview_is_right_to_its_last_digit(number: str) -> None:
    digits = len(number.partition(".")[2])
    assert abs(float(number) - float(COMPUTED[number])) <= 0.5000001 * 10**-digits


def test_what_the_overview_says_in_whole_numbers_is_right() -> None:
    assert mse(np.array([3.0, 5.0]), np.array([1.0, 1.0])) == 10
    assert round(math.log(0.1) / math.log(0.99)) == 229
    assert round((1 - P) / (2 * (1 - P) * P * (1 - P))) == 75
    assert sum(1 for _ in mini_batches(np.zeros(60_000), np.zeros(60_000), 256, np.random.default_rng(0))) == 235
    assert 1.5**50 > 6e8
    assert sum(0.9**step for step in range(500)) == pytest.approx(10)  # the velocity under a slope of 1
    assert adam_first_step(0.001, 5.0) == pytest.approx(adam_first_step(0.001, 50.0)) == pytest.approx(0.001)
    assert 0.1 * 0.5 ** (25 // 10) == 0.025
    assert max(0, -1.7 - 3.2 + 1) == 0
    assert math.hypot(3, 4) == 5
    assert overview.VALLEY[1] / overview.VALLEY[0] == 40


def test_the_table_of_instructions_is_what_the_machine_does() -> None:
    error = 0 * X - Y
    assert error.tolist() == [-2, -4, -6]
    assert (error * X).tolist() == [-2, -8, -18]
    assert np.sum(error * X) == -28
    for language in LANGUAGES:
        assert all(cell in words(OVERVIEW, language) for cell in ("| −2, −4, −6 |", "| −2, −8, −18 |", "| −28 |"))


def test_the_bowl_is_the_loss_and_its_rates_are_as_told() -> None:
    for w in (-1.0, 0.0, 1.5, 2.0, 5.0):
        assert loss_at(w) == pytest.approx(14 / 3 * (w - 2) ** 2)
        assert slope_at(w) == pytest.approx(28 / 3 * (w - 2), abs=1e-8)
    assert descend(3 / 28, 1) == pytest.approx(2)
    assert abs(descend(0.2, 9) - 2) < abs(descend(0.2, 8) - 2)
    assert (descend(0.2, 9) - 2) * (descend(0.2, 8) - 2) < 0
    assert abs(descend(3 / 14, 9) - 2) == pytest.approx(abs(descend(3 / 14, 8) - 2))
    assert abs(descend(0.22, 9) - 2) > abs(descend(0.22, 8) - 2)


def test_differences_err_as_told() -> None:
    def forward(h: float) -> float:
        return (math.exp(1 + h) - E) / h - E

    def central(h: float) -> float:
        return (math.exp(1 + h) - math.exp(1 - h)) / (2 * h) - E

    assert forward(1e-3) / forward(1e-4) == pytest.approx(10, rel=0.01)
    assert central(1e-2) / central(1e-3) == pytest.approx(100, rel=0.01)


def test_an_array_of_integers_rounds_the_nudge_away() -> None:
    nudged = np.array([1, 2])
    nudged[0] = nudged[0] + H
    assert nudged.tolist() == [1, 2]


def test_a_hundred_examples_are_ten_times_as_exact_as_one() -> None:
    noise = np.random.default_rng(1).normal(size=(20_000, 100))
    assert noise[:, 0].std() / noise.mean(axis=1).std() == pytest.approx(10, rel=0.05)


def test_the_squared_error_of_a_probability_loses_its_slope_and_cross_entropy_does_not() -> None:
    def sigmoid(z: float) -> float:
        return 1 / (1 + math.exp(-z))

    squared = numerical_gradient(lambda z: (sigmoid(float(z[0])) - 1) ** 2, np.array([-5.0]))
    entropy = numerical_gradient(lambda z: -math.log(sigmoid(float(z[0]))), np.array([-5.0]))
    assert float(squared[0]) == pytest.approx(-0.0132, abs=5e-5)
    assert float(entropy[0]) == pytest.approx(-0.993, abs=5e-4)
