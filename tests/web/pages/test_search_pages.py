"""Looking for something in the lessons and the exercises."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steepest.course import load_course
from steepest.search.index import Index, Place, excerpt, folded, index_of

Reader = Any  # the class in conftest.py
COURSE = load_course()


def first(query: str, language: str) -> str:
    return index_of(COURSE, language).find(query)[0].place.path


@pytest.mark.parametrize(
    ("query", "language", "path"),
    [
        ("bias correction", "en", "lessons/a-rate-for-every-weight#adam"),
        ("CLIP norm", "en", "exercises/clip-by-norm"),
        ("numerical_gradient", "en", "exercises/numerical-gradient"),
        ("偏差修正", "zh", "lessons/a-rate-for-every-weight#adam"),
        ("热重启", "zh", "exercises/warm-restarts"),
        ("图书馆", "zh", "lessons/small-samples#library"),
    ],
)
def test_the_place_that_says_most_about_it_comes_first(query: str, language: str, path: str) -> None:
    assert first(query, language) == path


def test_beginnings_of_words_are_found_and_all_words_count() -> None:
    assert {hit.place.slug for hit in index_of(COURSE, "en").find("nester")} >= {"nesterov", "a-ball-with-weight"}
    both = index_of(COURSE, "en").find("library noise")
    assert both
    assert all("librar" in folded(hit.place.text) for hit in both[:1])
    assert index_of(COURSE, "en").find("zyzzyva") == []


def test_an_excerpt_says_short_formulas_and_marks_long_ones() -> None:
    assert "1、μ=0.9 时的一步" in index_of(COURSE, "zh").find("斜率始终为")[0].excerpt
    assert (
        "the fourth step is …. It is the <mark>accumulated"
        in index_of(COURSE, "en").find("accumulated size")[0].excerpt
    )


@given(st.text(max_size=60), st.text(max_size=120))
def test_no_query_and_no_text_can_break_the_excerpt(text: str, query: str) -> None:
    assert len(folded(text)) == len(text)
    marked = excerpt(text, query)
    assert "<script" not in re.sub(r"</?mark>", "", str(excerpt(f"<script>{text}", query)))
    assert str(marked).count("<mark>") == str(marked).count("</mark>")
    Index([Place("lessons", "a", "", text, "", text)]).find(query)


def test_the_page_works_without_a_script_and_says_what_was_looked_for(reader: Reader) -> None:
    reader.get("/en/search")
    assert 'type="search"' in reader.text
    reader.get("/en/search", query_string={"q": "<b>momentum"})
    assert 'value="&lt;b&gt;momentum"' in reader.text
    assert '<a href="/en/exercises/momentum">' in reader.text
    assert "<mark>Momentum</mark>" in reader.text
    reader.get("/zh/search", query_string={"q": "动量"})
    assert "<mark>动量</mark>" in reader.text
    reader.get("/en/search", query_string={"q": "zyzzyva"})
    assert "Nothing found." in reader.text
    reader.get("/en/search", query_string={"q": "momentum"}, environ_overrides={"SCRIPT_NAME": "/ml"})
    assert '<a href="/ml/en/exercises/momentum">' in reader.text


def test_links_between_lessons_follow_where_the_site_is_mounted(reader: Reader) -> None:
    linking = next(lesson for lesson in COURSE.lessons.values() if lesson.document("en").links)
    reader.get(f"/en/lessons/{linking.slug}", environ_overrides={"SCRIPT_NAME": "/ml"})
    assert re.findall(r'href="/(?:en|zh)/', reader.text) == []
