"""An instructor writes a quiz in a real browser; one student answers it by mouse, another by keyboard alone."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect
from werkzeug.serving import make_server

from steepest import schema
from steepest.accounts import queries
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database

NewPage = Callable[..., Page]
PASSWORD = "correct horse battery"
TYPES = ("single", "multiple", "true-false", "numeric", "ordering", "matching")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A site of its own, which nobody runs yet."""
    return Settings(data_dir=tmp_path_factory.mktemp("data"), secret_key="a key for the tests alone")


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[str]:
    """Its address: pages of this module open there."""
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


def sign_up(page: Page, name: str) -> None:
    page.goto("/en/sign-up")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def begin(page: Page, kind: str) -> None:
    """A new question of this type, in the bank of week 1."""
    page.goto("/en/teach/questions")
    form = page.locator("details.begin")
    form.evaluate("each => { each.open = true }")
    form.get_by_label("Id").fill(f"a-{kind}")
    form.get_by_label("Type").select_option(kind)
    form.get_by_label("Bank").fill("Week 1")
    form.get_by_role("button", name="Begin").click()
    expect(page.locator(".cm-content")).to_be_visible()


def sides(page: Page) -> Locator:
    return page.locator(".sides > div")


def test_from_the_claimed_link_to_the_students_answers(
    new_page: NewPage, settings: Settings, violations: Callable[[Page], list[str]]
) -> None:
    grace = new_page(bypass_csp=True)
    sign_up(grace, "Grace")
    with closing(Database(settings.url)) as database, database.write() as session:
        token = queries.make_operator_link(session)
    grace.goto(f"/en/claim/{token}")
    grace.locator("main button").click()
    grace.goto("/en/teach")
    grace.get_by_role("link", name="Questions", exact=True).click()
    assert violations(grace) == []

    for kind in TYPES:
        begin(grace, kind)
        expect(grace.get_by_role("heading", name="Nothing to correct")).to_be_visible()
        if kind == "single":
            write_with_help(grace)
        if kind == "numeric":
            expect(sides(grace)).to_have_count(6)
            for number in ("[3, 5]", "[5, 5]", "[7, 5]"):
                expect(sides(grace).filter(has_text=number)).to_have_count(2)
            sides(grace).first.get_by_text("Answers and feedback").click()
            expect(sides(grace).first).to_contain_text("That is the sum.")
        grace.get_by_role("button", name="Publish").click()
        expect(grace.get_by_text("Published as version 1.")).to_be_visible()
        assert violations(grace) == [], kind

    compose(grace)
    assert violations(grace) == []
    ada_answers_by_mouse(new_page())
    another_answers_by_keyboard(new_page(width=360))


def write_with_help(page: Page) -> None:
    """A key is completed; what is wrong is named at its line, and gone when it is put right."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("expl")
    page.keyboard.press("Control+Space")
    page.locator(".cm-tooltip-autocomplete").get_by_text("explanation").click()
    page.keyboard.insert_text("{en: The gradient points up.}")
    expect(page.locator(".problems .advice")).to_contain_text("The Chinese text is missing.")
    expect(page.locator(".cm-advice")).to_contain_text("explanation")
    expect(page.locator("#saved")).to_contain_text("Kept at")
    page.keyboard.press("Backspace")
    expect(page.locator(".problems .fault")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("It can't be published yet")).to_be_visible()
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(", zh: 梯度指向上方。}")
    expect(page.get_by_role("heading", name="Nothing to correct")).to_be_visible()


def compose(page: Page) -> None:
    page.goto("/en/teach/quizzes")
    page.get_by_label("Id").fill("week-1")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Title (English)").fill("Week 1")
    page.get_by_label("Title (中文)").fill("第一周")
    page.get_by_label("Shuffle").uncheck()
    page.get_by_label("Passing mark").fill("50")
    page.get_by_label("Add questions").select_option([f"a-{kind}" for kind in TYPES])
    asked_back: list[str] = []
    page.once("dialog", lambda dialog: (asked_back.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Save a version").click()
    assert "it would be lost" in asked_back[0], "the text does not hold what the form says"
    page.get_by_role("button", name="Publish the quiz").click()
    expect(page.get_by_text("Published as version 1.")).to_be_visible()
    expect(page.locator(".asked li")).to_have_count(len(TYPES))


def asked(page: Page, words: str) -> Locator:
    return page.locator("section.question").filter(has_text=words)


def ada_answers_by_mouse(page: Page) -> None:
    """One wrong answer, one that is partly right, the others right: as their author says."""
    sign_up(page, "Ada")
    page.goto("/en/quizzes/week-1")
    page.get_by_role("button", name="Begin").click()
    single = asked(page, "Which way does gradient descent step?")
    single.get_by_label("Along the gradient").check()
    single.get_by_role("button", name="Check my answer").click()
    expect(single).to_contain_text("That way the loss grows.")
    multiple = asked(page, "Which of these does Adam keep")
    multiple.get_by_label("A moving average of the gradient").check()
    multiple.get_by_role("button", name="Check my answer").click()
    expect(multiple.locator(".outcome")).to_contain_text("Partly right.")
    truth = asked(page, "A partial derivative is a vector.")
    truth.get_by_label("False").check()
    truth.get_by_role("button", name="Check my answer").click()
    expect(truth).to_contain_text("The vector of them is the gradient.")
    number = asked(page, "What is the mean squared error")
    first = int(re.findall(r"\[(\d), 5\]", number.inner_text())[0])
    number.get_by_role("textbox").fill(str((first - 1) ** 2 + 16))  # the sum
    number.get_by_role("button", name="Check my answer").click()
    expect(number).to_contain_text("That is the sum.")
    matching = asked(page, "Match each task")
    for item, target in (("price", "mse"), ("digit", "cross-entropy")):
        matching.locator(f"[name$='.{item}']").select_option(target)
    matching.get_by_role("button", name="Check my answer").click()
    expect(matching.locator(".outcome")).to_contain_text("Right.")
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="Hand in anyway").click()
    expect(page.locator(".score")).to_contain_text("42 %")  # 0 + 1/2 + 1 + 0 + 0 + 1 of 6
    page.get_by_role("link", name="Practise what went wrong").click()
    page.get_by_role("button", name=re.compile("Practise")).click()
    expect(asked(page, "Which way does gradient descent step?")).to_be_visible()


def another_answers_by_keyboard(page: Page) -> None:
    page.goto("/zh/quizzes/week-1")
    walk_to(page, "main button.main")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/attempts/"))
    for value in ("against", "first-moment", "second-moment", "false"):
        field = page.locator(f"section.question input[value='{value}']")
        walk_to(page, f"section.question [name='{field.get_attribute('name')}']")
        while not field.evaluate("each => each === document.activeElement"):
            page.keyboard.press("ArrowDown" if field.get_attribute("type") == "radio" else "Tab")
        if not field.is_checked():
            page.keyboard.press("Space")
        expect(field).to_be_checked()
    walk_to(page, "button[name=finish]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    walk_to(page, "button[name=finish]")
    page.keyboard.press("Enter")
    expect(page.locator(".score")).to_contain_text(re.compile("50 ?%"))


def walk_to(page: Page, selector: str) -> None:
    """By Tab, as long as it takes: nothing is reached that Tab does not reach."""
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def test_no_page_of_the_authors_keeps_anybody_out_or_scrolls_sideways(
    new_page: NewPage, settings: Settings, violations: Callable[[Page], list[str]]
) -> None:
    """In both languages and colours, on a desktop and on a phone; the questions are those of the journey above."""
    writer = new_page(bypass_csp=True)
    sign_up(writer, "Hopper")
    with closing(Database(settings.url)) as database, database.write() as session:
        queries.grant(session, "Hopper", None)
    begin(writer, "formula")
    writer.get_by_role("button", name="Save a version").click()
    expect(writer.get_by_text("Saved as version 1.")).to_be_visible()
    state = writer.context.storage_state()
    for language, scheme, width in (("en", "dark", 360), ("zh", "light", 360), ("zh", "dark", 1280)):
        page = new_page(width=width, color_scheme=scheme, bypass_csp=True, storage_state=state)
        names = ("a-formula", "a-formula/versions", "what-adam-adds", "parts-of-adam")
        for path in ("questions", *(f"questions/{name}" for name in names)):
            visit(page, f"/{language}/teach/{path}", violations)
        for path in ("teach/quizzes", "teach/import", "operate"):
            visit(page, f"/{language}/{path}", violations)


def visit(page: Page, address: str, violations: Callable[[Page], list[str]]) -> None:
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert violations(page) == [], address
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
