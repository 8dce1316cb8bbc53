"""A course folder as its author changes it: read whole, or refused with the file and the remedy."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from steepest.course import Course, CourseError, load_course
from steepest_exercises import COURSE_ROOT

OVERVIEW = "overview/loss-functions-and-optimizers"
Edit = Callable[[str, str, str], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course to write in."""
    return Path(shutil.copytree(COURSE_ROOT, tmp_path / "course", ignore=shutil.ignore_patterns("*.py[co]")))


@pytest.fixture
def edit(root: Path) -> Edit:
    """Replace a text that stands once in a file of the course."""

    def edit(name: str, old: str, new: str) -> None:
        path = root / name
        source = path.read_text(encoding="utf-8")
        assert source.count(old) >= 1, f"{old!r} is not in {name}"
        path.write_text(source.replace(old, new, 1), encoding="utf-8")

    return edit


def refusal(root: Path) -> str:
    with pytest.raises(CourseError) as refused:
        load_course(root)
    assert refused.value.remedy
    return str(refused.value)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def test_the_outline_is_in_the_order_of_the_lists(course: Course) -> None:
    def listed(name: str, key: str) -> list[str]:
        items: list[str] = tomllib.loads((COURSE_ROOT / name).read_text(encoding="utf-8"))[key]
        return items

    units = listed("course.toml", "units")
    assert [unit.slug for unit in course.units] == units
    contents = [slug for unit in units for slug in listed(f"{unit}/unit.toml", "contents")]
    assert [entry.slug for entry in course.entries] == contents
    assert {(entry.room, entry.slug) for entry in course.entries} >= {
        ("lessons", "loss-functions-and-optimizers"),
        ("exercises", "mse"),
    }


def test_every_page_knows_what_comes_before_and_after(course: Course) -> None:
    first, second, *_, last = course.entries
    assert course.neighbours(first.slug) == (None, second)
    assert course.neighbours(second.slug)[0] is first
    assert course.neighbours(last.slug)[1] is None
    assert course.neighbours("mse-gradient")[0] is course.entry("exercises", "mse")
    with pytest.raises(KeyError):
        course.neighbours("no-such-page")


def test_a_lesson_knows_its_number_and_its_unit(course: Course) -> None:
    assert course.position("loss-functions-and-optimizers") == (1, len(course.lessons))
    assert course.unit_of("sgd").slug == "batches"
    assert course.unit_of("loss-functions-and-optimizers").title.zh == "总览"


def test_a_lesson_names_the_file_where_an_edit_begins(course: Course) -> None:
    path = course.lessons["loss-functions-and-optimizers"].path
    assert (COURSE_ROOT / path.zh).is_file()
    assert path.en == f"{OVERVIEW}.en.md"


def test_a_document_is_read_once(course: Course) -> None:
    lesson = course.lessons["loss-functions-and-optimizers"]
    assert lesson.document("zh") is lesson.document("zh")
    assert lesson.document("zh") is not lesson.document("en")


def test_a_copy_of_the_course_elsewhere_loads_as_well(root: Path) -> None:
    assert load_course(root).entries == load_course().entries


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("course.toml", 'slug = "', 'slugs = "', "unknown key 'slugs'"),
        ("course.toml", '"overview",', '"overview", "overview",', "'overview' twice"),
        ("course.toml", '"overview",', '"no-such-unit",', "no-such-unit"),
        ("course.toml", "units = [", "units = [[", "not valid TOML"),
        ("overview/unit.toml", "minutes = 15", 'minutes = "15"', "`minutes` is '15'"),
        ("overview/unit.toml", 'level = "beginner"', 'level = "easy"', "beginner, intermediate, advanced"),
        (
            "overview/unit.toml",
            'optimizers"]',
            'optimizers", "no-such-page"]',
            "lists 'no-such-page', which isn't there",
        ),
        ("overview/unit.toml", '"loss-functions-and-optimizers"', "", "does not list the lesson"),
        ("batches/unit.toml", '"sgd"', '"sgd", "adam"', "lists 'adam'"),
        (f"{OVERVIEW}.en.md", "minutes: 15\n", "", "lacks the key 'minutes'"),
        (f"{OVERVIEW}.zh.md", "---\n", "", "has no head"),
        (f"{OVERVIEW}.zh.md", "title: ", "title: 一\ntitle: ", "stands twice"),
        (f"{OVERVIEW}.en.md", "```exercise\nadam", "```exercise\nadams", "Did you mean 'adam'?"),
        (f"{OVERVIEW}.en.md", "```check\nwhat-adam-adds", "```check\nno-such-question", "no-such-question"),
        (f"{OVERVIEW}.en.md", "golf", "[golf](exercise:golf)", "names the exercise 'golf'"),
        (f"{OVERVIEW}.en.md", "golf", "[golf](lab:golf)", "names the lab 'golf'"),
        (f"{OVERVIEW}.en.md", "golf", "[golf](lesson:loss-functions-and-optimizers#lost)", "Did you mean 'loss'?"),
        (f"{OVERVIEW}.questions.yaml", "correct: true", "correct: 1", "`correct` is 1"),
        (f"{OVERVIEW}.questions.yaml", "correct: true", "correct: false", "0 choices are correct"),
        (f"{OVERVIEW}.questions.yaml", "type: single", "type: multiply", "the type 'multiply' is unknown"),
        (f"{OVERVIEW}.questions.yaml", "id: what-adam-adds", "id: what-clipping-prevents", "is taken"),
        (f"{OVERVIEW}.questions.yaml", "feedback:", "feedbak:", "Did you mean 'feedback'?"),
        (f"{OVERVIEW}.questions.yaml", "$p = 0.0067$", "$p = \\nosuch$", "nosuch"),
        (
            "misconceptions.toml",
            'lesson = "measuring-a-number',
            'lesson = "no-such-lesson',
            "no-such-lesson",
        ),
        ("regression-losses/mse/instructions.zh.md", "$$L", "$$\\nosuch L", "nosuch"),
    ],
)
def test_what_is_wrong_is_named_with_its_file_and_a_remedy(
    root: Path, edit: Edit, name: str, old: str, new: str, said: str
) -> None:
    edit(name, old, new)
    message = refusal(root)
    assert said in message
    assert name.split("/")[-1] in message or "no-such-unit" in message


def test_a_wrong_question_is_named_with_its_line(root: Path, edit: Edit) -> None:
    edit(f"{OVERVIEW}.questions.yaml", "correct: true", 'correct: "yes"')
    source = (root / f"{OVERVIEW}.questions.yaml").read_text(encoding="utf-8")
    line = source[: source.index('"yes"')].count("\n") + 1
    assert f"questions.yaml: line {line}: question 'why-not-mse-for-classes'" in refusal(root)


def test_a_wrong_formula_is_named_with_the_line_of_the_file(root: Path, edit: Edit) -> None:
    edit(f"{OVERVIEW}.zh.md", "$x = 1$", "$\\nosuch$")
    source = (root / f"{OVERVIEW}.zh.md").read_text(encoding="utf-8")
    line = source[: source.index("\\nosuch")].count("\n") + 1
    assert f"optimizers.zh.md: line {line}:" in refusal(root)


def test_a_lesson_may_wait_for_its_translation_but_not_for_its_english(root: Path) -> None:
    (root / f"{OVERVIEW}.zh.md").unlink()
    lesson = load_course(root).lessons["loss-functions-and-optimizers"]
    assert lesson.shown_in("zh") == "en"
    assert lesson.document("zh") == lesson.document("en")
    (root / f"{OVERVIEW}.en.md").rename(root / f"{OVERVIEW}.zh.md")
    assert "optimizers.en.md: is missing. A lesson begins in English" in refusal(root)


def test_a_figure_in_one_language_is_no_figure(root: Path) -> None:
    (root / "overview/figures/bowl-low.zh.svg").unlink()
    assert "bowl-low.zh.svg: is missing." in refusal(root)


def test_a_folder_without_a_course_says_what_it_lacks(tmp_path: Path) -> None:
    assert "course.toml: is missing." in refusal(tmp_path)
