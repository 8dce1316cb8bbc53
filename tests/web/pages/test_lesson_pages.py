"""The reading page and its quick checks, for a reader without JavaScript."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from flask import Flask

from steepest.accounts import queries
from steepest.course import Course
from steepest.db import Database
from steepest.models import RoleName
from steepest_graders.quiz import SingleChoice

Reader = Any  # the class in conftest.py
LESSON = "/en/lessons/loss-functions-and-optimizers"


@pytest.fixture
def question(app: Flask) -> SingleChoice:
    """The lesson's first quick check."""
    course: Course = app.extensions["steepest"].course
    question = course.lessons["loss-functions-and-optimizers"].questions[0]
    assert isinstance(question, SingleChoice)
    return question


def choice(question: SingleChoice, correct: bool) -> str:
    return next(choice.id for choice in question.choices if choice.correct is correct)


def feedback(question: SingleChoice, correct: bool) -> str:
    """The first words of what is said to who chose it: enough to know it by, free of formulas and quotes."""
    said = next(choice.feedback.en for choice in question.choices if choice.correct is correct)
    return re.split(r"[`$*'\"]", said)[0][:40].strip()


def test_a_lesson_shows_every_part_of_a_reading_page(reader: Reader) -> None:
    assert reader.get(LESSON).status_code == 200
    for part in (
        'class="crumbs"',
        "<h1>Loss functions and optimisers</h1>",
        'lang="zh-Hans">损失函数与优化器</p>',
        "Beginner",
        "15 minutes",
        "3 quick checks",
        "0 % done",
        'class="note think"',
        'class="note fact"',
        "<figure",
        "<math",
        "data-copy",
        "download=",
        'class="takeaways"',
        "Further reading",
        "Suggest an edit",
        "On this page",
        "Outline of the course",
        'rel="next"',
        'hreflang="zh-Hans"',
    ):
        assert part in reader.text, part
    assert re.search(r"Lesson 1 of \d+", reader.text)


def test_an_answer_is_judged_in_place_and_kept(reader: Reader, question: SingleChoice) -> None:
    reader.get(LESSON)
    assert feedback(question, False) not in reader.text
    response = reader.send(f"{LESSON}/checks/{question.id}", {"choice": choice(question, False)})
    assert response.request.path == LESSON
    assert "Not this." in reader.text
    assert feedback(question, False) in reader.text
    reader.get(LESSON)
    assert feedback(question, False) in reader.text, "kept after a reload"


def test_the_key_is_never_sent_before_the_right_answer(reader: Reader, question: SingleChoice) -> None:
    reader.get(LESSON)
    for attempt in (None, choice(question, False)):
        if attempt:
            reader.send(f"{LESSON}/checks/{question.id}", {"choice": attempt})
        assert feedback(question, True) not in reader.text
        assert 'class="option right"' not in reader.text
        assert "correct" not in reader.text.lower().split("<main")[1].split("data-copy")[0]
    reader.send(f"{LESSON}/checks/{question.id}", {"choice": choice(question, True)})
    assert feedback(question, True) in reader.text
    assert 'class="option right"' in reader.text


def test_a_check_without_a_choice_says_so_and_keeps_nothing(reader: Reader, question: SingleChoice) -> None:
    reader.get(LESSON)
    assert reader.send(f"{LESSON}/checks/{question.id}").status_code == 422
    assert "Choose an answer first." in reader.text
    assert reader.send(f"{LESSON}/checks/{question.id}", {"choice": "forged"}).status_code == 422
    assert "0 % done" in reader.get(LESSON).text


def test_answers_count_in_the_percentage_done(reader: Reader, app: Flask) -> None:
    lesson = app.extensions["steepest"].course.lessons["loss-functions-and-optimizers"]
    reader.get(LESSON)
    seen = []
    for question in lesson.questions:
        reader.send(f"{LESSON}/checks/{question.id}", {"choice": choice(question, True)})
        seen.append(re.search(r'id="lesson-progress">(\d+) %', reader.text))
    assert [int(found[1]) for found in seen if found] == [33, 67, 100]
    assert 'class="tick done"' in reader.get("/en/").text


def test_a_script_gets_the_check_alone(reader: Reader, question: SingleChoice) -> None:
    reader.get(LESSON)
    piece = reader.send(f"{LESSON}/checks/{question.id}", {"choice": choice(question, True)}, fragment=True)
    assert piece.status_code == 200
    assert piece.text.startswith('<div class="check"')
    assert "Right." in piece.text
    assert 'id="lesson-progress">33 %' in piece.text
    assert "<html" not in piece.text


def test_one_readers_answers_are_not_anothers(reader: Reader, another: Reader, question: SingleChoice) -> None:
    reader.get(LESSON)
    reader.send(f"{LESSON}/checks/{question.id}", {"choice": choice(question, True)})
    another.get(LESSON)
    assert "Right." not in another.text
    assert another.token != reader.token


def test_the_catalogue_leads_back_to_where_one_left_off(reader: Reader, question: SingleChoice) -> None:
    assert "Start here" in reader.get("/en/").text
    reader.get(LESSON)
    reader.send(f"{LESSON}/checks/{question.id}", {"choice": choice(question, True)})
    home = reader.get("/", follow_redirects=True)
    assert "Go on where you left off" in home.text
    assert f'<a class="button main" href="{LESSON}">' in home.text


def test_a_packed_page_is_the_page(reader: Reader) -> None:
    plain = reader.get(LESSON)
    packed = reader.get(LESSON, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"

    def without_nonces(html: str) -> str:
        return re.sub(r'nonce="[^"]+"', "", html)

    assert without_nonces(gzip.decompress(packed.data).decode()) == without_nonces(plain.text)
    assert len(packed.data) < 60 * 1024


def test_a_token_is_sent_uncompressed_inside_a_packed_page(reader: Reader) -> None:
    """What is not compressed can't be measured by its neighbours (BREACH)."""
    reader.get(LESSON)
    packed = reader.get(LESSON, headers={"Accept-Encoding": "gzip"})
    assert packed.data.count(reader.token.encode()) == 3


def test_a_lesson_weighs_at_most_60_kilobytes_over_the_wire(reader: Reader) -> None:
    page = reader.get(LESSON).text
    links = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert any(link.endswith("steepest.css") for link in links)
    weights = [len(reader.client.get(link, headers={"Accept-Encoding": "gzip"}).data) for link in [LESSON, *links]]
    icons = ("note", "think", "fact", "tip", "warning", "level-1")
    base = next(link for link in links if link.endswith("steepest.css")).rpartition("/")[0]
    weights += [len(reader.client.get(f"{base}/icons/{icon}.svg").data) for icon in icons]
    assert sum(weights) <= 60 * 1024, weights


def test_the_bar_follows_what_a_reader_may_do(reader: Reader, database: Database) -> None:
    """It is kept between requests, for each reader and for what they may do."""
    reader.sign_up("Grace")
    assert ">Teach</a>" not in reader.get(LESSON).text
    with database.write() as session:
        queries.grant(session, "Grace", RoleName.ASSISTANT)
    assert ">Teach</a>" in reader.get(LESSON).text
    assert "You teach this course." in reader.get("/en/me").text
    with database.write() as session:
        queries.grant(session, "Grace", None)
    assert ">Operate</a>" in reader.get(LESSON).text


def test_a_lesson_that_does_not_exist_is_a_404(reader: Reader) -> None:
    assert reader.get("/en/lessons/no-such").status_code == 404
    assert reader.get(f"{LESSON}/checks/no-such").status_code == 405
    reader.get(LESSON)
    assert reader.send(f"{LESSON}/checks/no-such", {"choice": "x"}).status_code == 404


def test_the_source_of_a_lesson_can_be_read_for_an_edit(reader: Reader) -> None:
    reader.get(f"{LESSON}/source")
    assert "overview/loss-functions-and-optimizers.en.md" in reader.text
    assert "/// takeaways" in reader.text
