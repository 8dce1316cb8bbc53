"""The reading pages as they look and sound: without barriers, without missing glyphs, still, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

NewPage = Callable[..., Page]
Violations = Callable[..., list[str]]
LESSON = "lessons/what-a-loss-is"
PASSWORD = "correct horse battery"
KINDS = [
    "",
    LESSON,
    f"{LESSON}/source",
    "exercises/",
    "exercises/mse",
    "exercises/adam",
    "quizzes/",
    "quizzes/loss-quiz",
    "labs/",
    "search",
    "search?q=adam",
    "about",
    "licence",
    "privacy",
    "contribute",
    "me",
    "nothing-is-here",
]
FOR_STRANGERS = ["sign-in", "sign-up", "classes/"]


def sign_up(page: Page, name: str) -> None:
    page.goto("/en/sign-up")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def test_no_kind_of_page_keeps_anybody_out(new_page: NewPage, violations: Violations) -> None:
    page = new_page(bypass_csp=True)
    problems: list[str] = []

    # A scheme changes colours alone, a language words alone: two of the pairs see all of both, and two widths.
    def look(paths: list[str]) -> None:
        for language, scheme, width in (("en", "light", 1280), ("zh", "dark", 360)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            for path in paths:
                page.goto(f"/{language}/{path}")
                problems.extend(f"/{language}/{path}: {found}" for found in violations(page))

    look(FOR_STRANGERS)
    sign_up(page, "Ada of every page")
    page.goto(f"/en/{LESSON}")
    page.locator("#ask").fill("Why *one* number, and not $n$?")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".post").last).to_contain_text("Why one number")
    page.locator(".check").first.get_by_role("radio").first.check()
    page.get_by_role("button", name="Check my answer").first.click()
    expect(page.locator(".feedback").first).to_be_visible()
    page.goto("/en/quizzes/loss-quiz")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#attempt")).to_be_visible()
    look([*KINDS, urlsplit(page.url).path.removeprefix("/en/")])
    page.goto("/zh/about/formulas")
    problems.extend(violations(page, without="math"))  # of ten thousand parts, which hold nothing but signs
    assert problems == []


def test_a_discussion_with_mouse_and_keys(new_page: NewPage) -> None:
    page = new_page(width=360)
    sign_up(page, "Ada who asks")
    page.goto(f"/en/{LESSON}")
    ask = page.locator("#ask")
    ask.fill("Is $|x|$ smooth at 0?")
    form = page.locator("form.write", has=ask)
    form.get_by_role("button", name="Preview").click()
    expect(form.locator(".preview math")).to_be_visible()
    expect(ask).to_have_value("Is $|x|$ smooth at 0?")
    form.get_by_role("button", name="Ask").click()
    post = page.locator(".post", has_text="smooth at 0")
    expect(post).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    post.get_by_role("link", name="Edit").click()
    page.get_by_label("Your text").fill("Is it smooth at 0, or not?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".post", has_text="or not?")).to_contain_text("edited")
    page.get_by_role("button", name="Undo the edit").click()
    expect(post.locator("math")).to_be_visible()
    post.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("You deleted this.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(post.locator("math")).to_be_visible()


def test_a_double_click_asks_a_question_once(page: Page) -> None:
    sign_up(page, "Ada who clicks twice")
    page.goto(f"/en/{LESSON}")
    page.locator("#ask").fill("Is this here once?")
    on_their_way: list[Route] = []
    page.route("**/discussion", lambda route: on_their_way.append(route))
    page.get_by_role("button", name="Ask").dblclick(delay=100)
    page.wait_for_timeout(300)
    assert len(on_their_way) == 1
    on_their_way[0].continue_()
    expect(page.locator(".post", has_text="Is this here once?")).to_have_count(1)


def test_code_is_copied_from_a_site_without_tls(new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("delete Navigator.prototype.clipboard")  # as a browser does for http://192.168...
    page.goto(f"/en/{LESSON}")
    copy = page.locator("[data-copy]").first
    code = page.locator(".snippet pre").first.inner_text().split("\n")[0]
    copy.click()
    copy.click()  # a second press must not make the word stay
    expect(copy).to_have_text("Copied")
    expect(copy).to_be_focused()
    expect(copy).to_have_text("Copy")
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.press("Control+v")
    expect(page.locator("input[type=search]")).to_have_value(re.compile(re.escape(code)))


def test_the_key_to_the_search(page: Page) -> None:
    page.goto(f"/zh/{LESSON}")
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile("/zh/search$"))
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.insert_text("偏差修正")
    page.keyboard.press("Enter")
    expect(page.locator(".hits li").first).to_contain_text("偏差修正")
    page.locator(".hits a").first.click()
    expect(page).to_have_url(re.compile("/zh/lessons/a-rate-for-every-weight#adam"))
    expect(page.locator("#adam")).to_be_in_viewport()


MISSING = """
async (paths) => {
  const text = new Set();
  const families = new Set();
  for (const path of paths) {
    const page = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
    page.querySelectorAll("script, style").forEach((element) => element.remove());
    for (const letter of page.body.textContent) if (letter.trim()) text.add(letter);
  }
  const style = getComputedStyle(document.documentElement);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 32;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const drawn = (letter) => {
    context.clearRect(0, 0, 32, 32);
    context.fillText(letter, 4, 24);
    return String(context.getImageData(0, 0, 32, 32).data);
  };
  const missing = [];
  for (const family of ["--serif", "--sans", "--mono"]) {
    context.font = `20px ${style.getPropertyValue(family)}`;
    const boxes = new Set(["\\u{E123}", "\\u{E124}", "\\u{10FFFD}"].map(drawn));
    for (const letter of [...text, "\\u{E125}"]) if (boxes.has(drawn(letter))) missing.push(family + " " + letter);
  }
  return [text.size, missing];
}
"""


def test_no_glyph_is_missing(page: Page, site: str) -> None:
    """Drawn letter by letter and compared with the box for a letter that no font has."""
    page.goto("/zh/")
    paths = page.eval_on_selector_all(".contents a", "links => links.map(link => link.href)")
    lessons = [path for path in paths if "/lessons/" in path]
    assert len(lessons) == 12
    count, missing = page.evaluate(MISSING, [*lessons, f"{site}/zh/about/formulas", f"{site}/zh/privacy"])
    assert count > 800
    assert missing == [f"{family} \ue125" for family in ("--serif", "--sans", "--mono")]


def test_nothing_moves_while_a_page_is_read(page: Page) -> None:
    for path in ("/en/", f"/en/{LESSON}", "/zh/lessons/reading-digits"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        for _ in range(6):
            page.mouse.wheel(0, 900)
            page.evaluate("() => new Promise(requestAnimationFrame)")
        shift = page.evaluate(
            """() => new Promise((done) => {
                let sum = 0;
                new PerformanceObserver((list) => {
                  for (const entry of list.getEntries()) sum += entry.value;
                }).observe({ type: "layout-shift", buffered: true });
                requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
            })"""
        )
        assert shift < 0.01, path


def test_a_lesson_on_paper_is_the_text_and_its_figures(page: Page) -> None:
    page.goto(f"/en/{LESSON}")
    page.emulate_media(media="print")
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("figure svg").first).to_be_visible()
    expect(page.locator("math").first).to_be_visible()
    for off in (".bar", ".foot", ".outline", ".turn", "#discussion", ".snippet .tools"):
        for element in page.locator(off).all():
            expect(element).to_be_hidden()


def test_a_lesson_says_everything_with_images_off(new_page: NewPage) -> None:
    page = new_page()
    page.route("**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.continue_())
    page.goto(f"/en/{LESSON}")
    assert page.locator("main img").count() == 0, "drawings stand in the page itself"
    expect(page.locator(".drawing").first).to_have_attribute("aria-label", re.compile(".{40}"))
    expect(page.locator(".level").first).to_have_text("Beginner")
