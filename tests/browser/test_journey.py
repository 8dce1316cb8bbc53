"""Read, answer, write, submit, get a verdict: as a reader does it, with a mouse, with keys alone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

NewPage = Callable[..., Page]
LESSON = "/en/lessons/loss-functions-and-optimizers"
EXERCISE = "/en/exercises/mse"
PASSWORD = "correct horse battery"
SUM = """import numpy as np

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    return np.sum((y_pred - y_true) ** 2)
"""
RIGHT = SUM.replace("np.sum", "np.mean")
PRESS_AGAIN_AFTER_THE_VERDICT = """() => {
    const press = () => {
        const button = document.getElementById("submit");
        if (button.disabled) return setTimeout(press, 10);
        button.click();
        window.wasPressedAgain = true;
    };
    document.getElementById("work").addEventListener("submit", () => setTimeout(press), { once: true });
}"""


def editor(page: Page) -> Locator:
    return page.locator(".cm-content")


def write(page: Page, source: str) -> None:
    """Replace what stands in the editor, as somebody who pastes."""
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(source)


def verdict(page: Page) -> Locator:
    return page.locator("#result .verdict h2")


def saved(page: Page) -> Locator:
    return page.locator("#saved", has_text=re.compile("Draft saved"))


def mark_document(page: Page) -> None:
    """Leave a mark that a reload would lose."""
    page.evaluate("window.markOfThisDocument = true")


def is_same_document(page: Page) -> bool:
    return bool(page.evaluate("window.markOfThisDocument === true"))


def test_read_answer_write_submit_and_get_a_verdict_in_place(page: Page) -> None:
    page.goto("/en/")
    page.get_by_role("link", name="Begin").click()
    expect(page).to_have_url(re.compile(LESSON))
    mark_document(page)

    check = page.locator(".check").first
    for option in range(check.get_by_role("radio").count()):
        check.get_by_role("radio").nth(option).check()
        check.get_by_role("button", name="Check my answer").click()
        expect(check.locator(".option").nth(option).locator(".feedback")).to_be_visible()
        expect(check.get_by_role("radio").nth(option)).to_be_checked()
        if check.locator(".option.right").count():
            break
    expect(check.get_by_role("status")).to_have_text("Answered, and right.")
    expect(page.locator("#lesson-progress")).to_have_text("33 % done")
    assert is_same_document(page)

    page.goto(EXERCISE)
    mark_document(page)
    write(page, SUM)
    page.get_by_role("button", name="Submit").click()
    expect(verdict(page)).to_have_text("wrong answer")
    expect(page.locator(".finding h3")).to_have_text("You return the sum, not the mean.")
    expect(page.locator("#said")).to_contain_text("wrong answer")
    expect(page.get_by_role("button", name="Submit")).to_be_focused()
    write(page, RIGHT)
    page.keyboard.press("Control+Enter")
    expect(verdict(page)).to_have_text("accepted")
    expect(editor(page)).to_be_focused()
    expect(page.locator("#history li")).to_have_count(2)
    assert is_same_document(page), "the verdict appears without reloading"

    page.goto("/en/")
    expect(page.locator(".tick.done")).to_have_count(1)


def test_the_examples_are_run_and_the_line_of_an_error_is_marked(page: Page) -> None:
    page.goto(EXERCISE)
    write(page, "import numpy as np\n\ndef mse(y_pred, y_true):\n    return y_pred.nothing\n")
    page.get_by_role("button", name="Run the examples").click()
    expect(verdict(page)).to_have_text("runtime error")
    expect(page.locator(".cm-error-line")).to_have_text("    return y_pred.nothing")
    expect(page.get_by_role("button", name="Run the examples")).to_be_focused()
    expect(page.locator("#history li")).to_have_count(0)


def test_a_check_that_was_not_run_says_so_in_the_table(page: Page) -> None:
    page.goto(EXERCISE)
    write(page, "def mse(:\n")
    page.get_by_role("button", name="Submit").click()
    expect(verdict(page)).to_have_text("compile error")
    expect(page.get_by_role("cell", name="skipped").first).to_be_in_viewport()


def test_the_whole_way_without_scripts(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(LESSON)
    check = page.locator(".check").first
    check.get_by_role("radio").first.check()
    check.get_by_role("button", name="Check my answer").click()
    expect(page.locator(".check .feedback")).to_have_count(1)
    assert "#check-" in page.url, "back at the check"

    page.goto(EXERCISE)
    page.get_by_label("mse.py").fill(SUM)
    page.get_by_role("button", name="Submit").click()
    expect(verdict(page)).to_have_text("wrong answer")  # the page asks again by itself
    expect(page.locator(".finding h3")).to_have_text("You return the sum, not the mean.")
    expect(page.get_by_label("mse.py")).to_have_value(SUM)


def test_the_whole_way_with_keys_alone(page: Page) -> None:
    def tab_to(target: Locator) -> None:
        for _ in range(80):
            if target.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError("the keyboard does not get there")

    page.goto(LESSON)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    check = page.locator(".check").first
    tab_to(check.get_by_role("radio").first)
    page.keyboard.press("Space")
    tab_to(check.get_by_role("button"))
    page.keyboard.press("Enter")
    expect(check.locator(".feedback")).to_have_count(1)
    expect(check.get_by_role("status")).to_be_focused()

    page.goto(EXERCISE)
    expect(editor(page)).to_be_visible()
    tab_to(editor(page))
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("def mse(y_pred, y_true):\nreturn 0\n")
    page.keyboard.press("Tab")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Submit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("wrong answer")


def test_a_draft_survives_a_reload_and_a_sign_in(page: Page) -> None:
    page.goto(EXERCISE)
    write(page, "draft_of_a_guest = 1\n")
    expect(saved(page)).to_be_visible()
    page.reload()
    expect(editor(page)).to_contain_text("draft_of_a_guest = 1")

    page.goto("/en/sign-up")
    page.get_by_label("Name").fill("Ada of the draft")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Bring your work along?")).to_be_visible()
    expect(page.get_by_text("1 draft")).to_be_visible()
    page.get_by_role("button", name="Move it into my account").click()
    page.goto(EXERCISE)
    expect(editor(page)).to_contain_text("draft_of_a_guest = 1")


def test_the_last_words_are_saved_when_one_leaves_at_once(page: Page) -> None:
    page.goto(EXERCISE)
    write(page, "written_just_before_leaving = 1\n")
    page.goto("/en/")
    for _ in range(20):  # the browser sends it after the page is gone: nothing here says when it has arrived
        page.goto(EXERCISE)
        expect(editor(page)).to_be_visible()
        if "written_just_before_leaving = 1" in editor(page).inner_text():
            return
    raise AssertionError("what was written last is lost")


def test_a_page_that_is_loaded_again_at_once_shows_the_last_words(page: Page) -> None:
    page.goto(EXERCISE)
    write(page, "first_words = 1\n")
    page.reload()
    expect(editor(page)).to_contain_text("first_words = 1")
    write(page, "second_words = 1\n")
    page.get_by_role("link", name="中文").click()
    expect(page).to_have_url(re.compile("/zh/"))
    expect(editor(page)).to_contain_text("second_words = 1")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")


def test_nothing_is_sent_as_somebody_else_after_a_sign_out_elsewhere(page: Page) -> None:
    name = "Ada who leaves"
    page.goto("/en/sign-up")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.goto(EXERCISE)
    write(page, SUM)
    expect(saved(page)).to_be_visible()
    other = page.context.new_page()
    other.goto("/en/")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_text("You are signed out.")).to_be_visible()

    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#saved")).to_contain_text("You have signed out elsewhere")
    other.goto(EXERCISE)
    expect(other.locator("#history li")).to_have_count(0)

    other.goto("/en/sign-in")
    other.get_by_label("Name").fill(name)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(verdict(page)).to_have_text("wrong answer")
    expect(page.locator("#history li")).to_have_count(1)


def test_a_page_that_was_open_during_a_sign_in_still_submits(page: Page) -> None:
    page.goto(EXERCISE)
    other = page.context.new_page()
    other.goto("/en/sign-up")
    other.get_by_label("Name").fill("Ada of two tabs")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Make the account").click()
    expect(other.get_by_role("link", name="Ada of two tabs")).to_be_visible()
    write(page, SUM)
    page.get_by_role("button", name="Submit").click()
    expect(verdict(page)).to_have_text("wrong answer")
    other.goto(EXERCISE)
    expect(other.locator("#history li")).to_have_count(1)


@pytest.mark.parametrize(
    ("locale", "language", "written"),
    [
        ("en-GB", "en", r"^\d+ \w+ \d{4}, \d\d:\d\d$"),
        ("en-US", "en", r"^\w+ \d+, \d{4}, \d+:\d\d [AP]M$"),
        ("de-DE", "zh", r"^\d{4}年\d+月\d+日 \d\d:\d\d$"),
    ],
)
def test_a_date_is_written_as_its_reader_writes_it(new_page: NewPage, locale: str, language: str, written: str) -> None:
    page = new_page(locale=locale)
    page.goto(EXERCISE.replace("/en/", f"/{language}/"))
    write(page, RIGHT)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#history time")).to_have_text(re.compile(written))


def test_two_strokes_submit_once(page: Page) -> None:
    page.goto(EXERCISE)
    write(page, SUM)
    on_their_way: list[Route] = []
    page.route(f"**{EXERCISE}", lambda route: on_their_way.append(route))
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Submit")).to_be_disabled()
    page.wait_for_timeout(300)
    assert len(on_their_way) == 1
    on_their_way[0].continue_()
    expect(verdict(page)).to_have_text("wrong answer")


def test_a_second_press_that_comes_after_a_quick_verdict_submits_nothing_more(page: Page) -> None:
    page.goto(EXERCISE)
    write(page, SUM)
    page.evaluate(PRESS_AGAIN_AFTER_THE_VERDICT)
    page.keyboard.press("Control+Enter")
    expect(verdict(page)).to_have_text("wrong answer")
    page.wait_for_function("window.wasPressedAgain")
    expect(page.get_by_role("button", name="Submit")).to_be_enabled()
    page.reload()
    expect(page.locator("#history li")).to_have_count(1)


def test_back_to_the_starter_and_undo(page: Page) -> None:
    page.goto(EXERCISE)
    write(page, "mine = 1\n")
    page.get_by_role("button", name="Back to the starter").click()
    expect(editor(page)).to_contain_text("TODO")
    page.get_by_role("button", name="Undo").click()
    expect(editor(page)).to_have_text("mine = 1")


def test_a_file_is_opened_in_the_editor(page: Page) -> None:
    page.goto(EXERCISE)
    expect(editor(page)).to_be_visible()
    page.get_by_label("Open a file").set_input_files(
        {"name": "mse.py", "mimeType": "text/x-python", "buffer": b"from_a_file = 1\n"}
    )
    expect(editor(page)).to_contain_text("from_a_file = 1")
    page.get_by_label("Open a file").set_input_files(
        {"name": "mse.py", "mimeType": "text/x-python", "buffer": b"\xe9\n"}
    )
    expect(page.locator("#said")).to_contain_text("not UTF-8")
    expect(editor(page)).to_contain_text("from_a_file = 1")


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_no_page_scrolls_sideways(new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    chinese = LESSON.replace("/en/", "/zh/")
    for path in ("/en/", chinese, LESSON, EXERCISE, "/zh/exercises/adam", "/en/sign-up", "/en/privacy"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_verdict_does_not_make_a_phone_scroll_sideways(new_page: NewPage) -> None:
    page = new_page(width=360)
    page.goto(EXERCISE)
    write(page, SUM)
    page.get_by_role("button", name="Submit").click()
    expect(verdict(page)).to_have_text("wrong answer")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_nothing_that_a_page_loads_comes_from_elsewhere(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/en/", LESSON, EXERCISE):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert [address for address in asked if not address.startswith((site, "data:"))] == []
    assert any(address.endswith("editor.js") for address in asked)


def test_the_language_switch_keeps_the_place(page: Page) -> None:
    page.goto(LESSON)
    heading = page.locator("main h2").nth(3)
    heading.scroll_into_view_if_needed()
    page.evaluate("document.querySelectorAll('main h2')[3].scrollIntoView()")
    page.evaluate("document.querySelector('[data-keep-place]').click()")
    expect(page).to_have_url(re.compile("/zh/lessons/"))
    expect(page.locator("main h2").nth(3)).to_be_in_viewport()
