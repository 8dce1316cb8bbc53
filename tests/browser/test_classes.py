"""A class in a real browser: made, joined by three, worked in, looked at, mended, judged again, exported."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from steepest import schema
from steepest.accounts import queries
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch.worker import Worker
from steepest.models import RoleName, now
from steepest_exercises import COURSE_ROOT
from steepest_graders import load_exercises

NewPage = Callable[..., Page]
PASSWORD = "correct horse battery"
HEAD = "import numpy as np\n\ndef mse(y_pred, y_true):\n"
RIGHT = (COURSE_ROOT / "regression-losses/mse/solution.py").read_text()
PROGRAMS = {
    "Ada": [HEAD + "    return np.sum((y_pred - y_true) ** 2)\n", RIGHT],
    "Alan": [HEAD + "    return np.sqrt(np.mean((y_pred - y_true) ** 2))\n"],
    "Anita": [RIGHT],
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A site of its own."""
    return Settings(data_dir=tmp_path, secret_key="a key for the tests alone")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    with closing(Database(settings.url)) as database:
        schema.upgrade(database)
        yield database


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["steepest"].close()


def grade_all(settings: Settings, database: Database) -> None:
    """In the real sandbox; in a thread, because signals are the test runner's."""
    worker = Worker(settings, database, load_exercises(COURSE_ROOT))
    thread = threading.Thread(target=worker.run, kwargs={"drain": True})
    thread.start()
    thread.join()


def sign_up(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/en/sign-up")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_class_from_its_making_to_its_exported_gradebook(
    new_page: NewPage,
    address: str,
    settings: Settings,
    database: Database,
    violations: Callable[[Page], list[str]],
    tmp_path: Path,
) -> None:
    grace = new_page(bypass_csp=True, accept_downloads=True)
    sign_up(grace, address, "Grace")
    with database.write() as session:
        queries.grant(session, "Grace", RoleName.INSTRUCTOR)
    grace.goto(f"{address}/en/teach")
    grace.get_by_role("link", name="New class").click()
    grace.get_by_label("Title, in English").fill("Spring 2027")
    grace.get_by_label("Short name").fill("spring-2027")
    grace.get_by_label("Time zone").fill("Europe/Berlin")
    grace.get_by_role("button", name="Make the class").click()
    code = grace.locator("code.code").inner_text()
    assert violations(grace) == []

    grace.get_by_role("link", name="Assignments").click()
    grace.get_by_label("What", exact=True).select_option("exercises/mse")
    yesterday = now() - timedelta(days=1)
    grace.get_by_label("Due", exact=True).fill(f"{yesterday:%Y-%m-%dT%H:%M}")
    grace.get_by_role("button", name="Assign", exact=True).click()
    expect(grace.get_by_role("link", name="Mean squared error")).to_be_visible()
    assert violations(grace) == []

    for number, (name, programs) in enumerate(PROGRAMS.items()):
        student = new_page(width=390 if number else 1280, bypass_csp=True)
        sign_up(student, address, name)
        student.get_by_role("link", name="Classes").click()
        student.get_by_label("Join a class by its code").fill(code.lower())
        student.get_by_role("button", name="Go on").click()
        student.get_by_role("button", name="Join").click()
        expect(student.get_by_role("heading", name="Spring 2027")).to_be_visible()
        for program in programs:
            student.goto(f"{address}/en/exercises/mse")
            student.locator(".cm-content").fill(program)
            student.get_by_role("button", name="Submit").click()
            expect(student.locator(".verdict.pending, .verdict.accepted")).to_be_visible()
        assert violations(student) == []
    grade_all(settings, database)

    grace.get_by_role("link", name="Misconceptions").click()
    expect(grace.get_by_role("row", name="Mean squared error").first).to_be_visible()
    assert grace.get_by_role("row").count() >= 3, "two different mistakes, and the head"
    assert violations(grace) == []
    grace.get_by_role("link", name="Mean squared error").first.click()
    expect(grace.locator(".facts")).to_contain_text("3")
    expect(grace.locator(".facts")).to_contain_text("66.7")
    assert violations(grace) == []
    grace.locator("a", has_text="program").first.click()
    expect(grace.locator(".finding")).to_be_visible()
    assert violations(grace) == []

    # All three were late; Ada gets until tomorrow.
    grace.get_by_role("link", name="Assignments").click()
    grace.get_by_role("link", name="Mean squared error").click()
    grace.get_by_label("Lost per day begun, %").fill("20")
    grace.get_by_role("button", name="Save").click()
    grace.get_by_role("link", name="Gradebook").click()
    expect(grace.get_by_role("row", name="Ada")).not_to_contain_text("100")
    assert violations(grace) == []
    grace.get_by_role("link", name="Ada").click()
    grace.get_by_text("More time", exact=True).click()
    grace.locator("input[name=due]").fill(f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}")
    grace.get_by_role("button", name="Give more time").click()
    expect(grace.locator(".lede")).to_contain_text("100")
    assert violations(grace) == []

    # What is refused has the focus, and the page that says so is there in the other language.
    grace.get_by_text("Set by hand", exact=True).click()
    grace.get_by_label("Per cent").fill("150")
    grace.get_by_role("button", name="Set", exact=True).click()
    expect(grace.get_by_label("Per cent")).to_be_focused()
    expect(grace.get_by_label("Per cent")).to_have_attribute("aria-invalid", "true")
    assert violations(grace) == []
    grace.get_by_role("link", name="中文").click()
    expect(grace.get_by_role("heading", name="Ada")).to_be_visible()
    grace.get_by_role("link", name="English").click()

    # The same grader judges again: nobody moves, and the page says so.
    grace.get_by_role("link", name="Judge again").click()
    grace.get_by_label("What", exact=True).select_option("mse")
    grace.get_by_role("button", name="Judge again, on trial").click()
    grade_all(settings, database)
    grace.get_by_role("link", name="Look again").click()
    expect(grace.locator("main")).to_contain_text("4 of 4 judged")
    expect(grace.locator("main")).to_contain_text("Nobody moves")
    assert violations(grace) == []
    grace.get_by_role("button", name="Apply").click()
    grace.get_by_role("link", name="Log").click()
    expect(grace.locator("main")).to_contain_text("judged again")
    assert violations(grace) == []

    grace.get_by_role("link", name="Gradebook").click()
    with grace.expect_download() as download:
        grace.get_by_role("link", name="All as CSV").click()
    download.value.save_as(tmp_path / "grades.csv")
    with (tmp_path / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row["total"] for row in csv.DictReader(file)}
    assert rows["Ada"] == "100.00"
    assert float(rows["Anita"]) < 100

    # The same pages in the other colours, on a phone.
    page = new_page(width=360, color_scheme="dark", bypass_csp=True, storage_state=grace.context.storage_state())
    ada = grace.get_by_role("link", name="Ada").get_attribute("href")
    assert ada
    paths = ("", "misconceptions", "gradebook", "assignments", "people", "regrade", "log", "items/exercises/mse")
    places = ("submissions/1", "compare/1/2", "alike/mse", f"students/{ada.rpartition('/')[2]}")
    for language, path in product(("en", "zh"), (*paths, *places)):
        page.goto(f"{address}/{language}/teach/classes/spring-2027/{path}")
        expect(page.locator("html")).to_have_attribute("lang", {"en": "en", "zh": "zh-Hans"}[language])
        assert violations(page) == [], (language, path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, path)


def test_what_a_student_of_a_class_sees_fits_a_phone_in_both_languages(
    new_page: NewPage, address: str, database: Database, violations: Callable[[Page], list[str]]
) -> None:
    page = new_page(width=360, bypass_csp=True, color_scheme="dark")
    sign_up(page, address, "Ada")
    for path in ("/en/classes/", "/zh/classes/", "/zh/classes/open", "/zh/join/none"):
        page.goto(address + path)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
