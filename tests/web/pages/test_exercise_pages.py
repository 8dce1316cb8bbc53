"""The exercise page without JavaScript: draft, run, submit, verdict, history."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from flask import Flask

from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch import queue
from steepest.exercises import hints, verdicts
from steepest.models import DEFAULT_OFFERING
from steepest_graders import Exercise

Reader = Any  # the class in conftest.py
ReaderOf = Callable[[Flask], Reader]
GradeAll = Callable[[], None]
PAGE = "/en/exercises/mse"
SUM = """import numpy as np

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    print("<b>hello</b>")
    return np.sum((y_pred - y_true) ** 2)
"""
RIGHT = SUM.replace("np.sum", "np.mean")


def test_the_page_starts_with_the_starter(reader: Reader, exercises: dict[str, Exercise]) -> None:
    reader.get(PAGE)
    assert reader.field("source").strip() == exercises["mse"].starter.strip()
    for part in ("Run the examples", "Submit", "Open hint 1 of", "mse.py", "Nothing submitted yet"):
        assert part in reader.text, part


def test_a_wrong_program_is_told_what_it_does(reader: Reader, grade_all: GradeAll) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": SUM, "action": "submit"})
    assert '<meta http-equiv="refresh"' in reader.text, "without a script the page asks again by itself"
    assert "Waiting for a grader" in reader.text
    grade_all()
    reader.get(PAGE)
    verdict = reader.text
    for said in ("wrong answer", "You return the sum, not the mean", "expected", "yours", "20.0", "10.0", "allowed"):
        assert said in verdict, said
    assert "&lt;b&gt;hello&lt;/b&gt;" in verdict, "what a program prints is shown, escaped"
    assert "<b>hello" not in verdict
    assert reader.field("source") == SUM
    assert "http-equiv" not in verdict


def test_that_no_check_was_run_is_said_once(reader: Reader, grade_all: GradeAll) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": "def mse(:"})
    grade_all()
    reader.get(PAGE)
    assert reader.text.count(">skipped</td>") > 1
    assert reader.text.count("Not run: the program did not get this far.") == 1


def test_the_verdict_is_said_in_the_readers_language(reader: Reader, grade_all: GradeAll) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": SUM})
    grade_all()
    reader.get(PAGE.replace("/en/", "/zh/"))
    assert "答案错误" in reader.text
    assert "wrong answer" not in reader.text
    assert "你的结果" in reader.text


def test_a_right_program_is_accepted_and_ticked(reader: Reader, grade_all: GradeAll) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": RIGHT})
    grade_all()
    assert "accepted" in reader.get(PAGE).text
    assert "solved" in reader.get("/en/exercises/").text


def test_a_run_judges_the_examples_and_counts_for_nothing(reader: Reader, grade_all: GradeAll) -> None:
    reader.get(PAGE)
    shown = reader.send(PAGE, {"source": RIGHT, "action": "run"})
    grade_all()
    reader.get(shown.request.full_path)
    assert "Public examples only, not counted" in reader.text
    assert "Submit to have all checks run." in reader.text
    assert "Nothing submitted yet" in reader.text
    assert 'class="tick done"' not in reader.get("/en/exercises/").text


def test_a_draft_is_kept(reader: Reader) -> None:
    reader.get(PAGE)
    assert reader.send(f"{PAGE}/draft", {"source": "half = 1\n"}).status_code == 204
    reader.get(PAGE)
    assert reader.field("source") == "half = 1\n"
    assert "Draft saved" in reader.text


def test_back_to_the_starter_can_be_undone(reader: Reader, exercises: dict[str, Exercise]) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": "mine = 1\n", "action": "reset"})
    assert reader.field("source").strip() == exercises["mse"].starter.strip()
    reader.send(PAGE, {"source": reader.field("source"), "previous": reader.field("previous"), "action": "undo"})
    assert reader.field("source") == "mine = 1\n"


def test_every_submission_is_kept_and_can_be_restored(reader: Reader, grade_all: GradeAll) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": SUM})
    reader.send(PAGE, {"source": RIGHT})
    grade_all()
    reader.get(PAGE)
    numbers = re.findall(r'href="/en/submissions/(\d+)"', reader.text)
    assert len(numbers) == 2
    reader.get(f"/en/submissions/{numbers[-1]}")
    assert "You return the sum" in reader.text
    reader.send(f"{PAGE}/draft", {"source": "half done\n"})
    reader.get(f"/en/submissions/{numbers[-1]}")
    reader.send(PAGE, {"action": "restore", "submission": numbers[-1]})
    assert reader.field("source") == SUM
    assert reader.field("previous") == "half done\n"
    reader.send(PAGE, {"previous": reader.field("previous"), "action": "undo"})
    assert reader.field("source") == "half done\n"


def test_somebody_elses_submission_is_a_404(reader: Reader, another: Reader, grade_all: GradeAll) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": SUM})
    grade_all()
    number = re.findall(r'href="/en/submissions/(\d+)"', reader.text)[0]
    another.get(PAGE)
    another.send(f"{PAGE}/draft", {"source": "x"})
    for path in (f"/en/submissions/{number}", f"/en/submissions/{number}/verdict?wait=1"):
        assert another.get(path).status_code == 404
        assert reader.get(path, headers={"X-Fragment": "1"}).status_code == 200
    another.get(PAGE)
    assert another.send(PAGE, {"action": "restore", "submission": number}).status_code == 404


def test_who_waits_for_a_verdict_leaves_threads_to_the_others(settings: Settings, reader_of: ReaderOf) -> None:
    app = create_app(dataclasses.replace(settings, web_threads=4))
    polls = []
    for _ in range(4):
        ada = reader_of(app)
        ada.get(PAGE)
        piece = ada.send(PAGE, {"source": SUM}, fragment=True)
        address = re.search(r'data-poll="([^"]+)"', piece.text)
        assert address
        polls.append((ada, f"{address[1]}?wait=1"))
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ada.get, path) for ada, path in polls]
        answered, held = wait(asked, timeout=verdicts.LONGEST_WAIT / 2)
        assert (len(answered), len(held)) == (3, 1)
    app.extensions["steepest"].close()


def test_a_script_gets_the_verdict_as_a_piece(reader: Reader, grade_all: GradeAll) -> None:
    reader.get(PAGE)
    piece = reader.send(PAGE, {"source": SUM}, fragment=True)
    assert piece.status_code == 201
    address = re.search(r'data-poll="([^"]+)"', piece.text)
    assert address
    grade_all()
    verdict = reader.get(f"{address[1]}?wait=1", headers={"X-Fragment": "1"})
    assert "You return the sum" in verdict.text
    assert "data-poll" not in verdict.text
    assert 'id="history"' in verdict.text
    assert "<html" not in verdict.text


def test_the_place_in_the_queue_is_shown_when_a_grader_is_there(
    reader: Reader, another: Reader, database: Database
) -> None:
    queue.heartbeat(database, "grader", sandbox="full")
    for who in (reader, another):
        who.get(PAGE)
        who.send(PAGE, {"source": SUM})
    assert "Place 2 in the queue." in another.text


def test_a_site_without_a_sandbox_says_so_and_loses_nothing(
    reader: Reader, database: Database, grade_all: GradeAll
) -> None:
    queue.heartbeat(database, "grader", problem="no Landlock")
    reader.get(PAGE)
    reader.send(PAGE, {"source": SUM})
    assert "no sandbox holds on its server" in reader.text
    grade_all()
    assert "You return the sum" in reader.get(PAGE).text


def test_a_program_over_the_limit_is_refused_and_stays_in_the_editor(reader: Reader) -> None:
    reader.get(PAGE)
    long = "#" * (64 * 1024 + 1)
    assert reader.send(PAGE, {"source": long}).status_code == 422
    assert "65537 bytes" in reader.text
    assert reader.field("source") == long
    assert reader.send(f"{PAGE}/draft", {"source": long}, fragment=True).status_code == 422
    reader.get(PAGE)
    reader.send(PAGE, {"source": long, "action": "reset"})
    assert reader.send(PAGE, {"previous": long, "action": "undo"}).status_code == 422
    assert reader.field("source") == long  # it was not kept, but is not lost


def test_a_file_that_is_no_utf8_is_refused_and_what_was_typed_stays(reader: Reader) -> None:
    reader.get(PAGE)
    response = reader.send(PAGE, {"source": "mine = 1\n", "file": (io.BytesIO("é".encode("latin-1")), "mse.py")})
    assert response.status_code == 422
    assert "UTF-8" in reader.text
    assert reader.field("source") == "mine = 1\n"


def test_a_file_is_taken_for_the_program(reader: Reader) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": "mine = 1\n", "file": (io.BytesIO(SUM.encode()), "mse.py")})
    assert reader.field("source") == SUM


def test_an_exercise_that_does_not_exist_is_a_404(reader: Reader) -> None:
    assert reader.get("/en/exercises/no-such").status_code == 404
    reader.get(PAGE)
    assert reader.send("/en/exercises/no-such", {"source": SUM}).status_code == 404


def test_a_guest_is_asked_to_sign_in_where_guests_may_not_work(settings: Settings, reader_of: ReaderOf) -> None:
    app = create_app(dataclasses.replace(settings, guests=False))
    client = app.test_client()
    page = client.get(PAGE).text
    assert "Here one works with an account." in page
    assert "<textarea" not in page
    ada = reader_of(app)  # whose session has ended while she wrote
    ada.get("/en/sign-in")
    assert ada.send(PAGE, {"source": SUM, "action": "submit"}).status_code == 403
    assert "Sign in first" in ada.text
    assert "np.sum" in ada.field("source")
    app.extensions["steepest"].close()


def test_hints_open_one_after_another_and_stay_open(reader: Reader, another: Reader, database: Database) -> None:
    first = f"{PAGE}/hints"
    reader.get(PAGE)
    reader.send(first, {"hint": "2", "source": "mine = 1\n"})
    assert 'id="hint-1"' not in reader.text, "not the second before the first"
    reader.send(first, {"hint": "1", "source": "mine = 2\n"})
    assert 'id="hint-1"' in reader.text
    assert reader.field("source") == "mine = 2\n", "no word is lost"
    piece = reader.send(first, {"hint": "2"}, fragment=True)
    assert 'id="hint-2"' in piece.text
    assert "<html" not in piece.text
    reader.get(PAGE)
    assert 'id="hint-2"' in reader.text
    assert 'id="hint-3"' not in reader.text
    another.get(PAGE)
    assert "hint-1" not in another.text
    another.send(first, {"hint": "1"})
    another.send(first, {"hint": "1"})
    with database.read() as session:
        assert hints.counts(session, DEFAULT_OFFERING) == {("mse", 1): 2, ("mse", 2): 1}


def test_the_page_says_what_it_is_about_and_what_it_builds_on(reader: Reader, exercises: dict[str, Exercise]) -> None:
    reader.get("/zh/exercises/adam")
    adam = exercises["adam"]
    for text in (*adam.objectives, *adam.out_of_scope, exercises["adam-step"].title):
        assert re.sub("`.*", "", text.zh) in reader.text
    assert 'href="/zh/exercises/adam-step"' in reader.text
    assert exercises["adam-step"].title.en in reader.get("/en/exercises/").text


def test_the_solution_is_shown_once_the_exercise_is_solved_and_stays(reader: Reader, grade_all: GradeAll) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": SUM})
    grade_all()
    assert "solution" not in reader.get(PAGE).text
    reader.send(PAGE, {"source": RIGHT, "action": "run"})
    grade_all()
    assert "solution" not in reader.get(PAGE).text, "a run counts for nothing"
    reader.send(PAGE, {"source": RIGHT})
    grade_all()
    assert "The published solution" in reader.get(PAGE).text
    reader.send(PAGE, {"source": SUM})
    grade_all()
    assert "The published solution" in reader.get(PAGE).text


def test_a_descent_is_drawn_with_a_table_behind_it(
    reader: Reader, grade_all: GradeAll, exercises: dict[str, Exercise]
) -> None:
    adam = "/zh/exercises/adam"
    reader.get(adam)
    shown = reader.send(adam, {"source": exercises["adam"].solution.replace("g**2", "abs(g)"), "action": "run"})
    grade_all()
    reader.get(shown.request.full_path)
    picture = re.search(r'<svg role="img" aria-label="([^"]+)".*?</svg>', reader.text, re.DOTALL)
    assert picture
    assert "第 1 步" in picture[1]
    assert picture[0].count("<ellipse") > 5, "contours"
    assert "style=" not in picture[0], "no style that the page's policy forbids"
    table = re.search(r'<table class="steps">.*?</table>', reader.text, re.DOTALL)
    assert table
    assert table[0].count('<th scope="row">') == 21
    assert "第 1 步（第一次偏离参考路径）的内部" in reader.text


def test_a_gradient_is_mapped_by_element(reader: Reader, grade_all: GradeAll, exercises: dict[str, Exercise]) -> None:
    page = "/en/exercises/mse-gradient"

    def cells(source: str) -> list[str]:
        reader.get(page)
        shown = reader.send(page, {"source": source, "action": "run"})
        grade_all()
        return re.findall(r'<td class="(\w+)" title="\[[^"]+">', reader.get(shown.request.full_path).text)

    solution = exercises["mse-gradient"].solution
    assert cells(solution) == ["ok"] * 6
    assert sorted(set(cells(solution.replace("2 *", "2.001 *")))) == ["far", "ok"], "0 is right by any factor"
