"""A course as its author changes it, seen by readers: edits at once, errors in place, languages told apart."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from steepest.app import create_app
from steepest.config import Settings
from steepest.course import load_course, read_course
from steepest.course.proving import prove_course
from steepest.pages.formulas import formulas_of
from steepest_exercises import COURSE_ROOT

LESSON = "what-a-loss-is/what-a-loss-is"
PAGE = "/en/lessons/what-a-loss-is"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course to write in."""
    return Path(shutil.copytree(COURSE_ROOT, tmp_path / "course", ignore=shutil.ignore_patterns("*.py[co]")))


@pytest.fixture
def backend() -> str:
    """Nothing here is about the database."""
    return "sqlite"


@pytest.fixture
def client(settings: Settings, root: Path) -> Iterator[FlaskClient]:
    """A reader of that copy, served with --reload."""
    app = create_app(replace(settings, course=root, reload=True, edit_url="https://example.org/edit/{path}"))
    yield app.test_client()
    app.extensions["steepest"].close()


def test_an_edit_shows_at_once_and_an_error_shows_in_its_place(client: FlaskClient, root: Path) -> None:
    assert "A new beginning" not in client.get(PAGE).text
    path = root / f"{LESSON}.en.md"
    source = path.read_text(encoding="utf-8")
    head, _, body = source.partition("\n---\n")
    path.write_text(f"{head}\n---\n\nA new beginning.\n{body}", encoding="utf-8")
    assert "A new beginning" in client.get(PAGE).text

    path.write_text(f"{head}\n---\n\nBroken: $\\frac{{1$.\n{body}", encoding="utf-8")
    page = client.get(PAGE)
    assert page.status_code == 500
    assert re.search(r"what-a-loss-is\.en\.md: line \d+: .*unclosed group.* Close every", page.text)
    path.write_text(source, encoding="utf-8")
    assert client.get(PAGE).status_code == 200


def test_a_missing_translation_is_said_and_the_english_text_marked_as_english(client: FlaskClient, root: Path) -> None:
    (root / f"{LESSON}.zh.md").unlink()
    page = client.get(PAGE.replace("/en/", "/zh/")).text
    assert '<html lang="zh-Hans">' in page
    assert '<p class="note warning">' in page
    assert '<div class="text" lang="en">' in page
    assert '<p class="note warning">' not in client.get(PAGE).text
    problems = [str(problem) for problem in prove_course(root, read_course(root))]
    assert any("what-a-loss-is.zh.md: is missing. Translate the lesson" in problem for problem in problems)


def test_suggest_an_edit_leads_to_the_file(client: FlaskClient) -> None:
    response = client.get(f"{PAGE.replace('/en/', '/zh/')}/source")
    assert response.headers["Location"] == f"https://example.org/edit/{LESSON}.zh.md"


def test_units_say_what_they_lead_to(client: FlaskClient, root: Path) -> None:
    assert '<a href="#unit-regression-losses">' in client.get("/en/").text
    path = root / "what-a-loss-is/unit.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"regression-losses"', '"regresion-losses"'), "utf-8")
    assert "names the unit" in client.get("/en/").text


def test_the_way_on_leads_round_to_what_was_left_out(settings: Settings, tmp_path: Path) -> None:
    root = tmp_path / "small"
    (root / "unit").mkdir(parents=True)
    text = 'title = {en = "T", zh = "T"}\nsummary = {en = "S", zh = "S"}\n'
    (root / "course.toml").write_text(f'slug = "loss-functions-and-optimizers"\n{text}units = ["unit"]\n')
    (root / "misconceptions.toml").touch()
    head = f'{text}level = "beginner"\nminutes = 5\n'
    (root / "unit" / "unit.toml").write_text(f'{head}contents = ["first", "second"]\n')
    for slug in ("first", "second"):
        english = f"---\ntitle: The {slug}\nsummary: S\nlevel: beginner\nminutes: 5\n---\n\nWords.\n"
        (root / "unit" / f"{slug}.en.md").write_text(english)
    app = create_app(replace(settings, course=root))
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/en/sign-up").text)
    assert token
    client.post("/en/sign-up", data={"csrf_token": token[1], "name": "Ada", "password": "correct horse battery"})
    client.get("/en/lessons/second")
    assert 'href="/en/lessons/first">Go on</a>' in client.get("/en/").text
    client.get("/en/lessons/first")
    assert "You have done the whole course." in client.get("/en/").text
    app.extensions["steepest"].close()


def test_every_formula_stands_on_one_page(client: FlaskClient) -> None:
    course = load_course()
    formulas = [formula for group in formulas_of(course) for formula in group.formulas]
    assert len(formulas) == len(set(formulas)) > 300
    page = client.get("/en/about/formulas").text
    assert page.count("<math") == len(formulas)
    for lesson in course.lessons.values():
        shown = "".join(str(getattr(part, "html", "")) for part in lesson.document("zh").parts)
        shown = re.sub('<math aria-label="[^"]*"', "<math", shown)  # as a heading is named
        assert all(formula in page for formula in re.findall(r"<math\b.*?</math>", shown, re.DOTALL))


def test_the_check_tells_file_line_and_what_to_do(root: Path) -> None:
    path = root / f"{LESSON}.en.md"
    source = path.read_text(encoding="utf-8")
    for wrong, said in (
        ("/// figure | four-models\n///", "has no text for who can't see it"),
        ("/// figure | no-such-figure\n    alt: A picture of nothing.\n\nNothing.\n///", "there is no figure"),
        ("# Too large", "write ##"),
        ("```pyhton\n1", "is not closed"),
        ("[words](exercise:no-such)", "names the exercise"),
        ("$\\nonsense$", "Close every|another"),
    ):
        path.write_text(f"{source}\n{wrong}\n", encoding="utf-8")
        problems = [problem for problem in prove_course(root, read_course(root)) if problem.path == path]
        assert re.search(said, str(problems[0])), wrong
        assert problems[0].remedy
        assert "exercise:" in wrong or re.search(r"line \d+", str(problems[0])), wrong
