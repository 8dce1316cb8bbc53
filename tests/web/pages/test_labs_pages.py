"""The labs as the site serves them, and a student's own optimiser in the race: over the real queue and sandbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from steepest import prose, submissions
from steepest.course.labs import labs
from steepest.db import Database
from steepest.models import Submission, Trace, now
from steepest_graders import Exercise

Reader = Any  # the class in conftest.py
RACE = "/en/labs/optimizer-race"
WALK = {"racer": "SGD", "surface": "beale", "lr": "0.001", "x": "1", "y": "1.5", "steps": "30", "seed": "1"}


@pytest.fixture
def ada(reader: Reader, exercises: dict[str, Exercise], grade_all: Callable[[], None]) -> Reader:
    """She has solved the exercise that asks for SGD, and is at the race."""
    reader.get("/en/exercises/sgd")
    reader.send("/en/exercises/sgd", {"source": exercises["sgd"].solution, "action": "submit"})
    grade_all()
    reader.get(RACE)
    return reader


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_index_leads_to_every_lab_and_each_says_what_to_try(reader: Reader, language: str) -> None:
    reader.get(f"/{language}/labs/")
    index = reader.text
    for slug, lab in labs().items():
        assert f'href="/{language}/labs/{slug}"' in index
        assert lab.title.in_language(language) in index
        assert reader.get(f"/{language}/labs/{slug}").status_code == 200
        assert reader.text.count("<details>") == len(lab.tries) >= 2
        assert 'id="words"' in reader.text
    assert reader.get(f"/{language}/labs/everest").status_code == 404


def test_the_two_languages_set_a_lab_up_alike() -> None:
    def links(text: str, language: str) -> list[str]:
        return [piece.split('"')[0] for piece in prose.to_html(text, language).split('href="')[1:]]

    for lab in labs().values():
        for part in (lab.about, *(text for each in lab.tries for text in (each.question, each.answer))):
            assert links(part.en, "en") == links(part.zh, "zh")
            assert prose.read(part.en, "en").formulas.__len__() == prose.read(part.zh, "zh").formulas.__len__()


def test_the_lessons_and_the_labs_lead_to_each_other(reader: Reader) -> None:
    for slug in labs():
        reader.get(f"/en/labs/{slug}")
        assert "Where it is explained" in reader.text, slug
    reader.get("/zh/lessons/walking-downhill")
    assert 'href="/zh/labs/learning-rate"' in reader.text


def test_an_accepted_program_walks_and_its_path_comes_back(ada: Reader, grade_all: Callable[[], None]) -> None:
    assert 'name="racer" value="SGD"' in ada.text
    assert 'name="racer" value="Adam"' not in ada.text
    sent = ada.send(f"{RACE}/traces", WALK)
    assert sent.status_code == 201
    where = sent.json["path"]
    assert ada.get(where).json == {"waits": True, "said": "No grader is running at the moment; "
        "your program walks as soon as one starts."}  # fmt: skip
    grade_all()
    walked = ada.get(where).json
    assert walked["accepted"]
    assert walked["path"][0] == [1.0, 1.5]
    assert len(walked["path"]) == 31
    ada.get("/en/exercises/sgd")
    assert ada.text.count('<ol class="history"') == 1, "a walk is no submission that counts"
    assert ada.text.count('href="/en/submissions/') == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"racer": "Adam"}, 422),  # not solved
        ({"racer": "mse"}, 404),
        ({"surface": "everest"}, 422),
        ({"lr": "nan"}, 422),
        ({"lr": "-1"}, 422),
        ({"x": "1e999"}, 422),
        ({"y": "north"}, 422),
        ({"steps": "100000"}, 422),
        ({"seed": "1.5"}, 422),
    ],
)
def test_what_cant_walk_is_refused_with_a_reason(
    change: dict[str, str], status: int, ada: Reader, database: Database
) -> None:
    refused = ada.send(f"{RACE}/traces", WALK | change)
    assert refused.status_code == status
    if status == 422:
        assert refused.json["said"]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Trace)) == 0


def test_nobody_else_sees_a_path_and_a_visitor_has_none(ada: Reader, another: Reader) -> None:
    where = ada.send(f"{RACE}/traces", WALK).json["path"]
    another.get(RACE)
    assert another.send(f"{RACE}/traces", WALK).status_code == 403
    another.sign_up("alan")
    assert another.get(where).status_code == 404
    with_kind = where.replace("/2", "/1")  # her submission of the exercise is no walk either
    assert ada.get(with_kind).status_code == 404


def test_a_path_goes_with_its_submission_after_a_day(ada: Reader, database: Database) -> None:
    ada.send(f"{RACE}/traces", WALK)
    with database.write() as session:
        session.execute(update(Submission).values(created=now() - timedelta(days=2)))
        assert submissions.purge_runs(session) == 1
        assert session.scalar(select(func.count()).select_from(Trace)) == 0
