"""A quiz in a real browser: by mouse, by keyboard alone, with the network down and the time over."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update
from werkzeug.serving import make_server

from steepest import schema
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.models import QuizAttempt, now

NewPage = Callable[..., Page]
ALL_TYPES = Path(__file__).parents[1] / "web" / "quizzes" / "all_types.yaml"
HEAD = 'title = {en = "T", zh = "T"}\nsummary = {en = "S", zh = "S"}\n'


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A site of its own, whose course has a quiz of every type, and the same with a time limit."""
    root = tmp_path_factory.mktemp("course")
    quiz = yaml.safe_load(ALL_TYPES.read_text(encoding="utf-8"))
    timed = quiz | {"settings": {"shuffle": False, "time-limit": 20, "feedback": "after-attempt"}}
    timed["questions"] = [question | {"id": f"timed-{question['id']}"} for question in quiz["questions"]]
    (root / "unit").mkdir()
    (root / "course.toml").write_text(f'slug = "loss-functions-and-optimizers"\n{HEAD}units = ["unit"]\n')
    (root / "unit" / "unit.toml").write_text(
        f'{HEAD}level = "beginner"\nminutes = 5\ncontents = ["every-type", "timed"]\n'
    )
    for name, content in (("every-type", quiz), ("timed", timed)):
        (root / "unit" / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True))
    shown = ("gradient-ascent", "sum-instead-of-mean")
    misconceptions = [
        f'[{slug}]\nname = {{en = "N", zh = "N"}}\nexplanation = {{en = "E", zh = "E"}}' for slug in shown
    ]
    (root / "misconceptions.toml").write_text("\n".join(misconceptions))
    return Settings(data_dir=tmp_path_factory.mktemp("data"), secret_key="a key for the tests alone", course=root)


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    with closing(Database(settings.url)) as database:
        schema.upgrade(database)
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["steepest"].close()


def question(page: Page, number: int) -> Locator:
    return page.locator(f"#q{number}")


def check(page: Page, number: int) -> Locator:
    question(page, number).get_by_role("button", name="Check my answer").click()
    return question(page, number).locator(".outcome")


def test_a_quiz_is_answered_with_a_mouse_and_kept_as_one_goes(
    new_page: NewPage, address: str, violations: Callable[[Page], list[str]]
) -> None:
    page = new_page(bypass_csp=True)
    page.goto(f"{address}/en/quizzes/every-type")
    assert violations(page) == []
    page.get_by_role("button", name="Begin").click()
    page.evaluate("window.sameDocument = true")
    assert violations(page) == []

    question(page, 1).get_by_label("uphill").check()
    expect(page.locator("#saved")).to_have_text("All answers saved")
    expect(page.locator(".progress-of")).to_have_text("1 of 10 answered")
    expect(check(page, 1)).to_contain_text("Not right.")
    expect(question(page, 1)).to_contain_text("That is the gradient itself.")
    expect(question(page, 1).get_by_label("downhill")).to_be_disabled()

    items = question(page, 7).locator(".item")
    for name in ("update", "backward", "loss", "forward"):  # each to the top: at the end all stand in order
        items.filter(has_text=name).drag_to(items.first, target_position={"x": 40, "y": 2})
        expect(items.first).to_contain_text(name)
    expect(check(page, 7)).to_contain_text("Right.")

    matching = question(page, 8)
    for item, target in (("sgd", "nothing"), ("momentum", "velocity"), ("adagrad", "velocity")):
        matching.locator(f"[name='q8.{item}']").select_option(target)
    expect(check(page, 8)).to_contain_text("Partly right.")
    expect(matching).to_contain_text("It remembers how large gradients were.")
    question(page, 6).get_by_role("textbox").fill("2*(w x")
    expect(check(page, 6)).to_contain_text("can't be read as a formula")
    assert page.evaluate("window.sameDocument"), "all of this in place"
    assert violations(page) == []

    question(page, 3).get_by_label("False").check()
    page.context.set_offline(True)
    question(page, 5).get_by_role("textbox").fill("Ada")
    expect(page.locator("#saved")).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text("All answers saved")
    page.context.set_offline(True)
    question(page, 5).get_by_role("textbox").fill("Adam")
    question(page, 5).get_by_role("button", name="Check my answer").click()  # saves too, when it gets through
    expect(page.locator("#saved")).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text("All answers saved")
    page.reload()
    expect(question(page, 5).get_by_role("textbox")).to_have_value("Adam")

    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("4 questions are not answered.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("button", name="Hand in anyway")).to_be_in_viewport()
    page.get_by_role("button", name="Hand in anyway").click()
    expect(page.locator(".score")).to_contain_text("33 %")
    expect(question(page, 1)).to_contain_text("A right answer")
    assert violations(page) == []
    page.get_by_role("link", name="Practise what went wrong").click()
    assert violations(page) == []
    page.get_by_role("button", name="Practise 7 questions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Practice")


def test_an_answer_given_just_before_a_reload_is_there_after_it(new_page: NewPage, address: str) -> None:
    page = new_page()
    page.goto(f"{address}/en/quizzes/every-type")
    page.get_by_role("button", name="Begin").click()
    for answer in ("one", "two", "three"):
        question(page, 5).get_by_role("textbox").fill(answer)
        page.reload()
        expect(question(page, 5).get_by_role("textbox")).to_have_value(answer)
        expect(page.locator(".progress-of")).to_have_text("1 of 10 answered")


def test_a_quiz_is_answered_by_keyboard_alone_on_a_phone(new_page: NewPage, address: str) -> None:
    page = new_page(width=360)
    page.goto(f"{address}/zh/quizzes/every-type")
    press_on(page, "main button.main", "Enter")
    expect(page).to_have_url(re.compile("/attempts/"))
    press_on(page, "#q1 input", "Space")
    while not page.locator("#q1 input[value=down]").is_checked():
        page.keyboard.press("ArrowDown")
    press_on(page, "#q1 [data-check]", "Enter")
    expect(page.locator("#q1.right")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('#q1') !== null"), "the answer to the answer has the focus"
    for option in ("square", "absolute"):
        press_on(page, f"#q2 input[value={option}]", "Space")
    press_on(page, "#q2 [data-check]", "Enter")
    expect(page.locator("#q2.right")).to_be_visible()
    for place, item in enumerate(("forward", "loss", "backward", "update")):
        while page.locator("#q7 .item").nth(place).get_attribute("data-item") != item:
            press_on(page, f"#q7 [data-item={item}] .moves button:first-child", "Enter")
    press_on(page, "#q7 [data-check]", "Enter")
    expect(page.locator("#q7.right")).to_be_visible()
    for item, target in (("sgd", "nothing"), ("momentum", "velocity"), ("adagrad", "squares")):
        field = page.locator(f"[name='q8.{item}']")
        field.focus()
        while field.input_value() != target:
            page.keyboard.press("ArrowDown")
    press_on(page, "#q8 [data-check]", "Enter")
    expect(page.locator("#q8.right")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press_on(page, "button[name=finish]", "Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    press_on(page, "button[name=finish]", "Enter")
    expect(page.locator(".score")).to_contain_text("36%")


def test_what_is_there_is_handed_in_when_the_time_is_up(new_page: NewPage, address: str, settings: Settings) -> None:
    page = new_page()
    page.goto(f"{address}/en/quizzes/timed")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".clock")).to_have_text(re.compile(r"^(20:00|19:\d\d) left$"))
    question(page, 1).get_by_label("downhill").check()
    expect(page.locator("#saved")).to_have_text("All answers saved")
    with closing(Database(settings.url)) as database, database.write() as session:
        session.execute(update(QuizAttempt).values(deadline=now() + timedelta(seconds=3)))
    page.reload()
    question(page, 5).get_by_role("textbox").fill("Adam")
    expect(page.locator(".score")).to_contain_text("18 %")
    expect(page.get_by_role("button", name="Hand in")).to_have_count(0)


def press_on(page: Page, selector: str, key: str) -> None:
    """Walk to it by Tab, and press: nothing is reached that Tab does not reach."""
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")
