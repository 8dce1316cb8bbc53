"""The labs as one uses them: with a mouse, with keys alone, by somebody's link, on a phone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from steepest.course.labs import SLUGS
from steepest_exercises import COURSE_ROOT

NewPage = Callable[..., Page]
RACE = "/en/labs/optimizer-race"
RATE = "/en/labs/learning-rate"


def test_a_set_up_stands_in_the_address_and_back_leads_back(page: Page) -> None:
    page.goto("/en/labs/")
    page.get_by_role("link", name="Learning-rate lab").click()
    rate = page.get_by_role("spinbutton", name="Learning rate η")
    expect(rate).to_have_value("0.05")
    rate.fill("0.22")  # what one types is drawn at once
    expect(page.locator("#verdict")).to_contain_text("Too high")
    expect(page).to_have_url(re.compile(r"\?lr=0\.22$"))
    expect(page.locator("#status")).to_contain_text("Too high")  # and read out when it has come to rest

    page.get_by_role("link", name="one step").click()  # a set-up of the page's own is a place to come back from
    expect(rate).to_have_value("0.10714")
    page.go_back()
    expect(rate).to_have_value("0.22")
    page.go_forward()
    expect(page.locator("#verdict")).to_contain_text("One step is enough")

    page.reload()
    expect(rate).to_have_value("0.10714")
    page.get_by_role("link", name="中文").click()
    expect(page).to_have_url(re.compile(r"/zh/labs/learning-rate\?lr=0\.10714$"))
    expect(page.locator("#verdict")).to_have_text("一步就够：因子几乎为 0。")
    page.get_by_role("link", name="恢复初始设置").click()
    expect(page.locator("#lr")).to_have_value("0.05")
    assert urlsplit(page.url).query == ""


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("lr=-1&steps=7", "lr=-1"),
        ("lr=abc", "lr=abc"),
        ("lr=1e999", "lr=1e999"),
        ("lr=", "lr="),
        ("steps=2.5", "steps=2.5"),
        ("w0=7", "w0=7"),
    ],
)
def test_what_an_address_cant_mean_is_replaced_and_named(query: str, refused: str, page: Page) -> None:
    page.goto(f"{RATE}?{query}&unknown=<b>1</b>")
    expect(page.locator("#note")).to_contain_text(f"({refused})")
    expect(page.locator("#lr")).to_have_value("0.05")
    if "steps=7" in query:
        expect(page.locator("#steps")).to_have_value("7")  # what can be meant is kept


def test_a_choice_that_isnt_there_is_named_too(page: Page) -> None:
    page.goto(f"{RACE}?surface=everest&with=sgd,luck")
    expect(page.locator("#note")).to_contain_text("surface=everest")
    expect(page.locator("#note")).to_contain_text("with=sgd,luck")
    expect(page.locator("#surface")).to_have_value("valley")


def test_the_learning_rate_lab_with_keys_alone(page: Page) -> None:
    page.goto(RATE)
    slider = page.get_by_role("slider", name="Learning rate η, by a slider")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("#lr")).to_have_value("0.25")
    page.keyboard.press("Home")
    expect(page.locator("#lr")).to_have_value("0.001")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#lr")).to_have_value("0.01")
    assert slider.get_attribute("aria-valuetext") == "0.01"

    page.get_by_role("slider", name="Step", exact=True).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#here")).to_have_text("Step 1: w = 0.1867, loss 15.34.")

    page.locator("summary", has_text="The numbers of every step").focus()
    page.keyboard.press("Enter")
    row = page.get_by_role("row", name=re.compile("^1 "))
    expect(row).to_have_text(re.compile("0.186667.*−16.9244.*15.3448"))
    expect(page.get_by_role("img", name=re.compile("path of 20 steps from w = 0"))).to_be_visible()


def test_what_cant_be_meant_is_marked_and_the_last_number_stays(page: Page) -> None:
    page.goto(RATE)
    steps = page.locator("#steps")
    for wrong in ("2.5", "1000", ""):
        steps.fill(wrong)
        expect(steps).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#here")).to_contain_text("Step 20")
    steps.fill("7")
    expect(steps).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#here")).to_contain_text("Step 7")


def test_every_plot_has_its_numbers(page: Page) -> None:
    page.goto("/en/labs/learning-rate?steps=1&lr=0.01")
    page.locator("summary").filter(has_text="The numbers of every step").click()
    expect(page.locator("#steps-table tbody tr").last).to_have_text("10.186667−16.924415.34480.18670.37330.56")
    page.locator("summary").filter(has_text="The factor for every hundredth").click()
    expect(page.locator("#factors-table tbody tr").nth(1)).to_have_text("0.010.9067")
    page.goto(f"{RACE}?with=sgd&steps=10&sgd=0.01&x=1&y=1")
    page.locator("summary").filter(has_text="The place of every optimiser").click()
    expect(page.locator("#paths-table tbody tr").nth(1)).to_have_text("1(0.99, 0.5)")
    page.goto("/en/labs/finite-differences?f=square&h=1")
    page.locator("summary").filter(has_text="The function and the three lines").click()
    expect(page.locator("#secants-table tbody tr").nth(4)).to_have_text("399910")  # x, its square, and three lines
    page.goto("/en/labs/landscape-slices")
    page.locator("summary").filter(has_text="The loss at some places").click()
    expect(page.locator("#map-table tbody tr").nth(3).locator("td").nth(3)).to_have_text("9")
    page.goto("/en/labs/playground?data=blobs&noise=0")
    page.locator("summary").filter(has_text="The probability of class 1").click()
    expect(page.locator("#map-table tbody tr")).to_have_count(7)


def test_drag_the_rate_and_the_start(page: Page) -> None:
    page.goto(RATE)
    box = page.locator("#factors > svg").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 50, box["y"] + 40)  # out of the drawing: held at its end
    page.mouse.up()
    expect(page.locator("#lr")).to_have_value("0.25")
    expect(page.locator("#verdict")).to_contain_text("Too high")


def test_play_and_pause_a_descent(new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(f"{RATE}?steps=3")
    expect(page.locator("#here")).to_contain_text("Step 3")  # nothing plays by itself: all of it is there
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#here")).to_contain_text("Step 2")
    expect(page.locator("#here")).to_contain_text("Step 3")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.get_by_role("button", name="One step").click()
    expect(page.locator("#here")).to_contain_text("Step 0")


def test_every_surface_has_rates_of_its_own(page: Page) -> None:
    page.goto(RACE)
    page.get_by_label("Surface", exact=True).select_option("beale")
    expect(page.get_by_label("Rate of Adam", exact=True)).to_have_value("0.1")
    expect(page.get_by_label("Start x", exact=True)).to_have_value("1")
    expect(page).to_have_url(re.compile(r"\?surface=beale$"))  # what the surface suggests needs no word
    page.get_by_label("Rate of SGD", exact=True).fill("0.02")
    expect(page).to_have_url(re.compile(r"\?surface=beale&sgd=0\.02$"))
    page.reload()
    expect(page.get_by_label("Rate of SGD", exact=True)).to_have_value("0.02")
    expect(page.get_by_label("Rate of Adam", exact=True)).to_have_value("0.1")
    page.get_by_label("Nesterov", exact=True).check()
    expect(page.locator("#standing tr")).to_have_count(4)
    expect(page).to_have_url(re.compile(r"with=sgd,momentum,nesterov,adam&sgd=0\.02"))
    page.get_by_label("Rate of SGD", exact=True).fill("5")
    expect(page.locator("#standing")).to_contain_text(re.compile(r"left the map after \d steps"))


def test_a_program_of_ones_own_joins_the_race(page: Page) -> None:
    page.goto("/en/exercises/sgd")
    source = (COURSE_ROOT / "batches" / "sgd" / "solution.py").read_text(encoding="utf-8")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(source)
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#result .verdict h2")).to_have_text("accepted")

    page.goto(f"{RACE}?surface=noisy-bowl&with=sgd&steps=50&seed=7")
    expect(page.get_by_role("link", name="Write Adam first")).to_be_visible()
    page.get_by_role("button", name="Run my SGD").click()
    expect(page.locator("#own-said")).to_have_text("Your SGD took 50 steps.")
    built_in, yours = (page.get_by_role("row", name=re.compile(name)) for name in ("^SGD", "^your SGD"))
    numbers = [row.inner_text().split("\t")[1:] for row in (built_in, yours)]
    assert numbers[0] == numbers[1], "the same noise, the same steps"

    page.get_by_label("Rate of SGD", exact=True).fill("0.2")  # a path of another set-up is not shown for this one
    expect(yours).to_have_count(0)
    page.get_by_label("Rate of SGD", exact=True).fill("0.1")
    expect(yours).to_have_count(1)


def test_nobodys_program_walks_without_having_been_accepted(page: Page) -> None:
    page.goto(RACE)
    expect(page.get_by_role("button", name=re.compile("Run my"))).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Write .* first"))).to_have_count(7)


def test_the_playground_learns_and_begins_anew(page: Page) -> None:
    page.goto("/en/labs/playground?data=blobs&noise=0.05")
    expect(page.locator("#verdict")).to_contain_text("Step 0")
    page.get_by_role("button", name="One step").click()
    first = page.locator("#verdict").inner_text()
    assert first.startswith("Step 1:")
    page.get_by_label("Steps at a time").select_option("25")
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#verdict")).to_contain_text("100 % of the test are right")
    page.get_by_role("button", name="Pause").click()
    paused = page.locator("#verdict").inner_text()
    expect(page.locator("#status")).to_have_text(paused)
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("button", name="One step").click()
    expect(page.locator("#verdict")).to_have_text(first)  # seeded: the same again
    page.get_by_label("Hidden units", exact=True).fill("2")
    expect(page.locator("#verdict")).to_contain_text("Step 0")


def test_what_the_labs_say_one_finds_is_found(page: Page) -> None:
    def verdict(path: str) -> str:
        page.goto(f"/en/labs/{path}")
        expect(page.locator("#verdict")).not_to_be_empty()
        return page.locator("#verdict").inner_text()

    several = verdict("loss-explorer?mode=several&p5=12")
    assert "95.1 % of the squared error, 70 % of the absolute error" in several
    verdict("loss-explorer?mode=probability&z=-5")
    assert "slope −0.993" in page.locator("#readings").inner_text()
    assert "slope −0.0132" in page.locator("#readings").inner_text()
    assert "5 digits are right forward, 10 central" in verdict("finite-differences?h=0.00001")
    assert "2 digits are right forward, 2 central" in verdict("finite-differences?precision=single&h=0.00001")
    assert "0 digits are right forward, 0 central" in verdict("finite-differences?taken=1&h=1e-16")
    assert "loss is 9, the softmax loss 2.303" in verdict("landscape-slices?a=0")
    constant, cosine = verdict("schedules?with=constant&steps=400"), verdict("schedules?with=cosine&steps=400")
    assert float(cosine.split()[-1].rstrip(".")) < 0.1 < 0.5 < float(constant.split()[-1].rstrip(".")) < 1
    assert "cosine annealing has the lowest" in verdict("schedules?lr=2.5&with=constant,cosine,step")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lab_asks_this_site_alone_for_at_most_60_kb(slug: str, new_page: NewPage) -> None:
    page = new_page(width=360, height=740)
    page.goto("/en/labs/")  # what every page needs is there already
    sizes: dict[str, int] = {}

    def count(request: Request) -> None:
        sizes[request.url] = request.sizes()["responseBodySize"]

    page.on("requestfinished", count)
    page.goto(f"/en/labs/{slug}")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".plot svg").first).to_be_visible()
    assert all(url.startswith(page.url.partition("/en/")[0]) for url in sizes)
    assert sum(sizes.values()) <= 60_000, sizes
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing sticks out on a phone"


def test_without_scripts_a_lab_says_so_and_tells_what_one_finds(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{RATE}?lr=0.2")
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    expect(page.locator("#bench")).to_be_hidden()
    page.locator("summary").first.click()
    expect(page.get_by_text("To 0.18667")).to_be_visible()


# A scheme changes colours alone and a language words alone: two of the four pairs see all of both.
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "dark")])
def test_axe_finds_nothing(
    language: str, scheme: str, new_page: NewPage, violations: Callable[[Page], list[str]]
) -> None:
    page = new_page(color_scheme=scheme, bypass_csp=True)
    for path in ("labs/", *(f"labs/{slug}" for slug in SLUGS), "labs/loss-explorer?mode=several&p1=99"):
        page.goto(f"/{language}/{path}")
        # Of the tables, which are all made alike, a short one.
        for details in page.locator("details" if path.endswith("learning-rate") else "details:not(.table)").all():
            details.evaluate("each => { each.open = true }")
        assert violations(page) == [], path
