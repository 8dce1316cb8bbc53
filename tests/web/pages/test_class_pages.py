"""Grace runs a class: people come in, work is assigned, graded, changed by hand, judged again."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from steepest import submissions
from steepest.accounts import queries
from steepest.classes import offerings
from steepest.db import Database
from steepest.dispatch import queue
from steepest.gradebook import book
from steepest.models import (
    Assignment,
    Document,
    DocumentKind,
    DocumentVersion,
    Grade,
    Grading,
    LogEntry,
    Met,
    Offering,
    Result,
    Role,
    RoleName,
    Submission,
    Verdict,
)
from steepest.teaching import programs
from steepest_graders import GRADER_VERSION

Reader = Any  # the class in conftest.py
CLASS = "/en/teach/classes/spring-2027"
PAGE = "/en/exercises/mse"
SUM = "import numpy as np\n\ndef mse(y_pred, y_true):\n    return np.sum((y_pred - y_true) ** 2)\n"
RIGHT = """import numpy as np

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
"""
RULE = {"item": "exercises/mse", "late_per_day": "10", "late_cap": "50", "grace_minutes": "0", "points": "1"}


@pytest.fixture
def grace(app: Flask, database: Database, reader: Reader) -> Reader:
    """Grace, who teaches the course, with a class of her own."""
    reader.sign_up("Grace")
    with database.write() as session:
        queries.grant(session, "Grace", RoleName.INSTRUCTOR)
    reader.get("/en/teach/classes/new")
    reader.send(
        "/en/teach/classes/new", {"title_en": "Spring 2027", "slug": "spring-2027", "timezone": "Europe/Berlin"}
    )
    return reader


@pytest.fixture
def ada(app: Flask, database: Database, grace: Reader, another: Reader) -> Reader:
    """Ada, who has joined Grace's class by its code."""
    another.sign_up("Ada")
    join(another, database)
    return another


def join(who: Reader, database: Database) -> None:
    with database.read() as session:
        code = session.scalar(select(Offering.join_code).where(Offering.slug == "spring-2027"))
    who.get(f"/en/join/{code[:4].lower()}-{code[4:]}")
    who.send(f"/en/join/{code}")


def seal(who: Reader) -> str:
    """What the preview on the open page stands for."""
    found = re.search(r'name="seen" value="([^"]+)"', who.text)
    assert found
    return found[1]


def number_of(database: Database, name: str) -> int:
    with database.read() as session:
        return queries.account_named(session, name).id


def assign(grace: Reader, **fields: str) -> None:
    grace.get(f"{CLASS}/assignments")
    answer = grace.send(f"{CLASS}/assignments", {**RULE, **fields})
    assert answer.status_code == 200, grace.text


def hand_in(who: Reader, source: str) -> None:
    who.get(PAGE)
    who.send(PAGE, {"source": source})


def test_a_class_from_its_making_to_the_grades_of_its_students(
    grace: Reader, ada: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    assign(grace, due="2027-03-01T12:00")
    hand_in(ada, SUM)
    hand_in(ada, RIGHT)
    grade_all()

    grace.get(f"{CLASS}/gradebook")
    assert re.search(r'">Ada</a></th><td class="number total">100', grace.text)
    grace.get(f"{CLASS}/items/exercises/mse")
    assert "Tries to solve" in grace.text
    assert "program 1</a>" in grace.text  # the example of a misconception, without a name
    assert "Ada" not in grace.text
    grace.get(f"{CLASS}/misconceptions")
    assert "Mean squared error" in grace.text
    grace.get(f"{CLASS}/compare/1/2")
    assert "np.sum((y_pred" in grace.text
    assert "np.mean((y_pred" in grace.text
    grace.get(f"{CLASS}/submissions/1")
    assert "verdict.css" in grace.text  # as the student sees the checks
    assert f"grader {GRADER_VERSION} · <a" in grace.text

    ada.get("/en/classes/spring-2027")
    assert "2027-03-01 12:00 CET" in ada.text
    assert "100\u00a0%" in ada.text
    ada.get("/zh/classes/spring-2027")
    assert "我目前的总成绩：100%" in ada.text


def test_a_date_that_opens_and_one_that_is_due_are_told_apart(grace: Reader, ada: Reader) -> None:
    assign(grace, opens="2027-02-01T12:00", due="2027-03-01T12:00")
    ada.get("/en/classes/spring-2027")
    assert "<div>opens 2027-02-01 12:00 CET</div>" in ada.text
    assert "<div>due 2027-03-01 12:00 CET</div>" in ada.text


def test_joining_without_a_code_asks_for_one(grace: Reader, ada: Reader) -> None:
    assert ada.get("/en/join?code=").status_code == 200
    assert "<h1>Join a class</h1>" in ada.text
    assert "No class has this code" not in ada.text
    ada.get("/en/join?code=ABCD-2345", follow_redirects=True)
    assert "<h1>No class has this code</h1>" in ada.text


def test_work_that_was_done_before_the_class_counts_and_stays_when_one_is_taken_out(
    grace: Reader, another: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    hand_in(another, RIGHT)  # as a guest
    grade_all()
    another.sign_up("Ada")
    another.send("/en/move", {"move": "1"})
    assign(grace)
    join(another, database)
    grace.get(f"{CLASS}/gradebook")
    assert "100\u00a0%" in grace.text

    grace.get(f"{CLASS}/people")
    grace.send(f"{CLASS}/people", {"action": "remove", "account": number_of(database, "Ada")})
    assert "no longer in the class" in grace.text
    grace.get(f"{CLASS}/gradebook")
    assert "Ada" not in grace.text
    assert another.get("/en/classes/spring-2027").status_code == 404
    join(another, database)
    grace.get(f"{CLASS}/gradebook")
    assert "100\u00a0%" in grace.text


def test_late_work_loses_its_share_until_more_time_is_given_and_both_are_logged(
    grace: Reader, ada: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    assign(grace, due="2026-01-10T12:00", closes="2027-01-10T12:00")
    hand_in(ada, RIGHT)
    grade_all()
    with database.write() as session:  # as if she had handed in a day and an hour late
        session.execute(update(Submission).values(created=datetime(2026, 1, 11, 12, tzinfo=UTC)))
    grace.get(f"{CLASS}/assignments/1")
    grace.send(f"{CLASS}/assignments/1", {**RULE, "due": "2026-01-10T12:00"})
    grace.get(f"{CLASS}/gradebook")
    assert "80\u00a0%" in grace.text

    ada_number = number_of(database, "Ada")
    grace.get(f"{CLASS}/students/{ada_number}")
    grace.send(
        f"{CLASS}/students/{ada_number}/1", {"extend": "1", "due": "2026-01-12T12:00", "reason": "ill <b>& away</b>"}
    )
    assert "100\u00a0%" in grace.text
    assert "ill &lt;b&gt;&amp; away&lt;/b&gt;" in grace.text
    for due in ("2026-01-10T11:59", "0001-01-01T00:00", "", "soon"):  # an extension never takes time away
        assert grace.send(f"{CLASS}/students/{ada_number}/1", {"extend": "1", "due": due}).status_code == 422
    grace.get(f"{CLASS}/log")
    assert "80\u00a0% → 100\u00a0%" in grace.text
    assert [entry["reason"] for entry in ada.client.get("/en/me/export").json["log"]][-1] == "ill <b>& away</b>"
    grace.get(f"{CLASS}/students/{ada_number}")
    grace.send(f"{CLASS}/students/{ada_number}/1", {"extend": "1", "withdraw": "1"})
    assert "ill &lt;b&gt;" not in grace.text
    grace.get(f"{CLASS}/gradebook")
    assert "80\u00a0%" in grace.text
    ada.get("/en/me")
    ada.send("/en/me/delete", {"sure": "on"})
    grace.get(f"{CLASS}/log")
    assert "80\u00a0% → 100\u00a0%" in grace.text
    assert "ill &lt;b&gt;" not in grace.text  # why, is something about her


def test_a_grade_set_by_hand_needs_a_reason_holds_against_new_work_and_tells_the_second_of_two(
    grace: Reader, ada: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    assign(grace)
    page = f"{CLASS}/students/{number_of(database, 'Ada')}"
    grace.get(page)
    assert grace.send(f"{page}/1", {"percent": "70", "reason": " ", "seen": "0"}).status_code == 422
    assert "needs a reason" in grace.text
    assert grace.send(f"{page}/1", {"percent": "170", "reason": "too <much>", "seen": "0"}).status_code == 422
    assert 'value="170"' in grace.text, "what was written stays"
    assert 'value="too &lt;much&gt;"' in grace.text
    assert 'id="refused" role="alert">Not changed: write a grade' in grace.text
    assert re.search(r'name="percent"[^>]* autofocus aria-describedby="refused" aria-invalid="true"', grace.text)
    assert grace.send(f"{page}/1", {"percent": "nan", "reason": "x", "seen": "0"}).status_code == 422
    assert grace.send(f"{page}/1", {"percent": "70", "reason": "viva", "seen": "0"}).status_code == 200
    assert grace.send(f"{page}/1", {"percent": "90", "reason": "typo", "seen": "0"}).status_code == 409
    assert "it is 70\u00a0% now" in grace.text
    hand_in(ada, RIGHT)
    grade_all()
    grace.get(f"{CLASS}/gradebook")
    assert "70\u00a0%" in grace.text
    grace.get(page)
    grace.send(f"{page}/1", {"withdraw": "1", "percent": "", "reason": "as it was", "seen": "1"})
    assert "100\u00a0%" in grace.text
    ada.get("/en/classes/spring-2027")
    assert "100\u00a0%" in ada.text


def test_the_other_language_of_a_forms_answer_is_the_page_with_the_form(
    grace: Reader, ada: Reader, database: Database
) -> None:
    assign(grace)
    number = number_of(database, "Ada")
    grace.get(f"{CLASS}/students/{number}")
    grace.send(f"{CLASS}/students/{number}/1", {"percent": "150", "reason": "", "seen": "0"})
    assert f'href="/zh/teach/classes/spring-2027/students/{number}" lang="zh-Hans"' in grace.text
    grace.send(f"{CLASS}/people/roster", {})
    assert 'href="/zh/teach/classes/spring-2027/people" lang="zh-Hans"' in grace.text
    grace.send(f"{CLASS}/assignments", {**RULE, "points": "none"})
    assert 'href="/zh/teach/classes/spring-2027/assignments" lang="zh-Hans"' in grace.text
    grace.get("/en/no-such-page")
    assert 'href="/zh/" lang="zh-Hans"' in grace.text


def test_a_regrade_is_previewed_applied_without_lowering_and_logged(
    grace: Reader, ada: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    assign(grace)
    hand_in(ada, RIGHT)
    hand_in(ada, SUM)
    grade_all()
    with database.write() as session:  # as an earlier, mistaken grader would have left it
        for number, verdict, score in ((1, Verdict.WRONG_ANSWER, 0.25), (2, Verdict.ACCEPTED, 1.0)):
            changed = update(Grading).where(Grading.submission_id == number)
            session.execute(changed.values(verdict=verdict, score=score, grader_version="0.0"))
    grace.get(f"{CLASS}/regrade")
    grace.send(f"{CLASS}/regrade", {"action": "begin", "item": "mse"})
    assert "0 of 2 judged" in grace.text
    grace.send(f"{CLASS}/regrade", {"action": "apply"})
    assert "Not yet" in grace.text
    grade_all()
    grace.get(f"{CLASS}/regrade")
    assert "2 of 2 judged" in grace.text
    assert grace.text.count('<strong class="v no">lower</strong>') == 1
    with database.read() as session:
        assert session.scalars(select(Result.best)).one() == 1.0  # on trial, nothing counts
    looked_at = seal(grace)
    with database.write() as session:  # a worker judges once more, behind her back
        session.execute(update(Grading).where(Grading.submission_id == 2, Grading.trial).values(score=0.1))
    grace.send(f"{CLASS}/regrade", {"action": "apply", "seen": looked_at})
    assert "no longer what you looked at" in grace.text
    grace.send(f"{CLASS}/regrade", {"action": "apply", "seen": seal(grace)})
    assert "1 submission moved" in grace.text
    grace.send(f"{CLASS}/regrade", {"action": "apply", "seen": looked_at})
    assert "no longer what you looked at" in grace.text  # the other instructor was faster
    with database.read() as session:
        scores = session.execute(
            select(Grading.submission_id, Grading.score).order_by(Grading.submission_id, Grading.id)
        ).all()
    assert [tuple(row) for row in scores] == [(1, 0.25), (1, 1.0), (2, 1.0)]  # the lower one of the second is gone
    grace.get(f"{CLASS}/submissions/1")
    assert [version in grace.text for version in ("grader 0.0", f"grader {GRADER_VERSION}")] == [True, True]
    grace.get(f"{CLASS}/log")
    assert "judged again: Mean squared error: 1 of 2 moved" in grace.text


def test_a_class_list_is_looked_at_before_it_is_taken_in(grace: Reader, another: Reader, database: Database) -> None:
    another.sign_up("Ada")
    data = "name,role\nADA,student\nada,student\nNobody Known,\nGrace,instructor\nAlan,king\n".encode("utf-16")
    grace.get(f"{CLASS}/people")
    token = grace.token
    grace._keep(
        grace.client.post(f"{CLASS}/people/roster", data={"csrf_token": token, "file": (io.BytesIO(data), "list.csv")})
    )
    for line in (
        "1 person comes in",
        "1 name is unknown here",
        "1 line stands on the list before",
        "1 line names no role",
        "1 person is in already",
    ):
        assert line in grace.text
    with database.read() as session:
        assert len(offerings.members(session, 2)) == 1
    plan = re.search(r'name="plan" value="([^"]+)"', grace.text)
    assert plan
    grace.send(f"{CLASS}/people/roster", {"confirmed": "1", "plan": plan[1].replace("&#34;", '"')})
    assert "1 person was taken in" in grace.text
    with database.read() as session:
        assert [member.name for member in offerings.members(session, 2)] == ["Grace", "Ada"]


def test_a_broken_list_contradicting_dates_and_strange_numbers_are_refused_with_a_remedy(
    grace: Reader, database: Database
) -> None:
    grace.get(f"{CLASS}/people")
    refused = grace.client.post(
        f"{CLASS}/people/roster", data={"csrf_token": grace.token, "file": (io.BytesIO(b"\x00\x01"), "x.csv")}
    )
    assert refused.status_code == 422
    assert "CSV UTF-8" in refused.text
    grace.get(f"{CLASS}/assignments")
    for fields in (
        {"opens": "2027-03-02T12:00", "due": "2027-03-01T12:00"},
        {"due": "2027-03-01T12:00", "closes": "2027-02-01T12:00"},
        {"due": "soon"},
        {"due": "9999-12-31T23:59"},  # later than which no moment is: lateness could not be told
        {"points": "0"},
        {"points": "nan"},
        {"late_per_day": "-1"},
        {"item": "exercises/none"},
    ):
        assert grace.send(f"{CLASS}/assignments", {**RULE, **fields}).status_code == 422, fields
        assert "aria-invalid" in grace.text
    with database.read() as session:
        assert session.scalars(select(Assignment)).all() == []
    grace.get("/en/teach/classes/new")
    for fields in ({"slug": "Spring 27"}, {"timezone": "Mars/Base"}, {"title_en": " "}, {"slug": "spring-2027"}):
        form = {"title_en": "A", "slug": "a", "timezone": "UTC", **fields}
        assert grace.send("/en/teach/classes/new", form).status_code == 422, fields


def test_a_class_keeps_an_instructor_and_forgets_who_has_left(
    grace: Reader, ada: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    for number in range(3):
        hand_in(ada, f"{SUM}# {number}\n")
    grade_all()
    grace.get(f"{CLASS}/")
    assert "Stuck now" in grace.text
    grace.get(f"{CLASS}/people")
    for action in ({"action": "remove"}, {"action": "role", "role": "student"}):
        grace.send(f"{CLASS}/people", {"account": number_of(database, "Grace"), **action})
        assert "name another instructor first" in grace.text
    grace.send(f"{CLASS}/people", {"action": "add", "name": "Grace", "role": "student"})
    assert "name another instructor first" in grace.text
    grace.send(f"{CLASS}/people", {"account": number_of(database, "Ada"), "action": "remove"})
    grace.get(f"{CLASS}/")
    assert "Stuck now" not in grace.text
    grace.get(f"{CLASS}/log")
    assert "taken out" in grace.text
    assert "of class" not in grace.text


def test_what_was_handed_in_outside_a_class_counts_but_is_not_looked_at_in_it(
    grace: Reader, another: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    hand_in(another, RIGHT)  # as a guest
    another.sign_up("Ada")
    another.send("/en/move", {"move": "1"})
    join(another, database)
    hand_in(another, RIGHT + "# again\n")
    hand_in(another, SUM)
    grade_all()
    assign(grace)
    grace.get(f"{CLASS}/students/{number_of(database, 'Ada')}")
    assert "outside this class" in grace.text
    assert "/submissions/1" not in grace.text
    assert grace.get(f"{CLASS}/submissions/1").status_code == 404
    grace.get(f"{CLASS}/submissions/3")
    assert "/compare/2/3" in grace.text
    assert "/compare/1/3" not in grace.text
    assert grace.get(f"{CLASS}/compare/1/3").status_code == 404


def test_a_regrade_neither_keeps_a_student_from_handing_in_nor_shows_before_it_is_applied(
    grace: Reader, ada: Reader, database: Database, grade_all: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(ada, SUM)
    grade_all()
    monkeypatch.setattr(submissions, "MOST_WAITING", 1)
    grace.get(f"{CLASS}/regrade")
    grace.send(f"{CLASS}/regrade", {"action": "begin"})
    hand_in(ada, f"{SUM}# once more\n")
    assert "Not submitted" not in ada.text
    grade_all()
    with database.write() as session:  # as a grader that was mended would see it
        session.execute(update(Grading).where(Grading.trial).values(verdict=Verdict.ACCEPTED, score=1.0))
    assert [grading["verdict"] for grading in ada.client.get("/en/me/export").json["gradings"]] == ["wrong_answer"] * 2
    ada.get("/en/")
    assert 'class="tick done"' not in ada.text
    grace.get(f"{CLASS}/regrade")
    grace.send(f"{CLASS}/regrade", {"action": "apply", "seen": seal(grace)})
    ada.get("/en/")
    assert 'class="tick done"' in ada.text


def test_of_two_who_set_the_first_grade_at_once_the_second_is_told(
    app: Flask, grace: Reader, ada: Reader, database: Database
) -> None:
    assign(grace)
    page = f"{CLASS}/students/{number_of(database, 'Ada')}"
    grace.get(page)
    cookie, token = grace.client.get_cookie("steepest").value, grace.token
    both = threading.Barrier(2)

    def override(percent: str) -> int:
        client = app.test_client()
        client.set_cookie("steepest", cookie)
        form = {"csrf_token": token, "percent": percent, "reason": "viva", "seen": "0"}
        both.wait()
        return client.post(f"{page}/1", data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(override, ("70", "90"))) == [303, 409]
    with database.read() as session:
        assert len(session.scalars(select(LogEntry).where(LogEntry.action == "override")).all()) == 1


def test_a_program_is_not_alike_to_its_writers_own(
    grace: Reader,
    another: Reader,
    database: Database,
    grade_all: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = RIGHT + "".join(f"    a{n} = y_pred[{n}] + {n} * y_true ** {n}\n" for n in range(9))
    with database.write() as session:  # all are of one class here: also what a guest hands in
        session.execute(update(Offering).where(Offering.slug == "open").values(title_en="Open"))
    hand_in(another, program)
    another.sign_up("Ada")
    another.send("/en/move", {"move": "1"})
    hand_in(another, program)
    grace.get("/en/teach/classes/open/alike/mse")
    grace.send("/en/teach/classes/open/alike/mse")
    assert "No two programs share half" in grace.text
    assert "1 program compared<" in grace.text

    monkeypatch.setattr(programs, "MOST_COMPARED", 1)
    grace.send("/en/teach/classes/open/alike/mse")
    assert "1 program compared: the newest ones, more would take too long" in grace.text


def test_a_weight_that_is_none_is_said_where_it_stands(grace: Reader) -> None:
    assign(grace)
    grace.get(f"{CLASS}/assignments")
    assert grace.send(f"{CLASS}/assignments", {"weigh": "1", "weight-1": "much", "drop-1": "0"}).status_code == 422
    assert 'id="weight-1-said" role="alert">Write a number.' in grace.text


def test_a_log_is_read_to_its_end(grace: Reader, database: Database) -> None:
    with database.write() as session:
        for number in range(230):
            detail = {"exercise": f"item-{number}"}
            session.add(LogEntry(offering_id=2, action="similarity", detail=detail, reason=""))
    grace.get(f"{CLASS}/log?page=3")
    assert "item-0<" in grace.text
    assert "Page 3 of 3" in grace.text
    assert grace.get(f"{CLASS}/log?page=-7").status_code == 200


HUGE = "9" * 21


def test_a_number_that_no_row_has_is_not_there_and_a_text_that_none_holds_is_refused(grace: Reader) -> None:
    for page in (f"{CLASS}/submissions/{HUGE}", f"/en/submissions/{HUGE}", f"{PAGE}?shown={HUGE}", "/en/join/%00"):
        assert grace.get(page).status_code == 404, page
    grace.get(f"{CLASS}/regrade")
    assert grace.send(f"{CLASS}/regrade", {"action": "begin", "submission": HUGE}).status_code == 400
    grace.get(f"{CLASS}/people")
    for plan in ("[[1e999, 1]]", "[" * 100_000, "7", "{}x"):
        assert grace.send(f"{CLASS}/people/roster", {"confirmed": "1", "plan": plan}).status_code == 400
        grace.get(f"{CLASS}/people")
    assert grace.send(f"{CLASS}/people", {"action": "add", "name": "A\0da", "role": "student"}).status_code in (
        400,
        422,
    )


def test_the_gradebook_as_csv_holds_no_formula(
    grace: Reader, another: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    another.sign_up("-1 cmd")
    join(another, database)
    assign(grace)
    hand_in(another, RIGHT)
    grade_all()
    answer = grace.client.get(f"{CLASS}/gradebook.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows == [["name", "Mean squared error", "total"], ["'-1 cmd", "100.00", "100.00"]]


PAGES = [  # address, who may: i instructor, a assistant, s student of the class, x anybody signed in
    ("/en/teach", "ia"),
    ("/en/teach/classes/new", "i"),
    (f"{CLASS}/", "ia"),
    (f"{CLASS}/people", "ia"),
    (f"{CLASS}/assignments", "ia"),
    (f"{CLASS}/assignments/1", "i"),
    (f"{CLASS}/gradebook", "ia"),
    (f"{CLASS}/gradebook.csv", "ia"),
    (f"{CLASS}/students/{{ada}}", "ia"),
    (f"{CLASS}/log", "ia"),
    (f"{CLASS}/items/exercises/mse", "ia"),
    (f"{CLASS}/misconceptions", "ia"),
    (f"{CLASS}/regrade", "ia"),
    (f"{CLASS}/regrade/quiz/gradients-quiz", "ia"),
    (f"{CLASS}/submissions/1", "ia"),
    (f"{CLASS}/compare/1/1", "ia"),
    (f"{CLASS}/alike/mse", "i"),
    ("/en/classes/", "iasx"),
    ("/en/classes/spring-2027", "s"),
]
FORMS = [
    (f"{CLASS}/people", "i"),
    (f"{CLASS}/people/settings", "i"),
    (f"{CLASS}/people/roster", "i"),
    (f"{CLASS}/assignments", "i"),
    (f"{CLASS}/assignments/1", "i"),
    (f"{CLASS}/students/{{ada}}/1", "i"),
    (f"{CLASS}/regrade", "i"),
    (f"{CLASS}/regrade/quiz/gradients-quiz", "i"),
    (f"{CLASS}/alike/mse", "i"),
]


def test_roles_hold_on_every_page_and_form(
    app: Flask, grace: Reader, ada: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    """A stranger learns nothing: what is not theirs looks like what is not there. An assistant is told 'not yours'."""
    assign(grace)
    hand_in(ada, RIGHT)
    grade_all()
    cast = {"i": grace, "s": ada}
    for letter, name in (("a", "Anita"), ("x", "Alan")):
        cast[letter] = type(grace)(app.test_client())
        cast[letter].sign_up(name)
    with database.write() as session:
        queries.grant(session, "Anita", RoleName.ASSISTANT, 2)
    guest = type(grace)(app.test_client())
    guest.get("/en/")
    found, expected = {}, {}
    for address, may in PAGES:
        path = address.format(ada=number_of(database, "Ada"))
        for letter, who in cast.items():
            found["GET", address, letter] = who.get(path).status_code
            hidden = 403 if letter == "a" and path.startswith("/en/teach") else 404
            expected["GET", address, letter] = 200 if letter in may else hidden
        assert guest.get(path).status_code in (302, 404), path
    for letter, who in cast.items():
        who.get("/en/me")
        token = who.token
        for address, may in FORMS:
            path = address.format(ada=number_of(database, "Ada"))
            status = who.client.post(path, data={"csrf_token": token, "action": "none"}).status_code
            found["POST", address, letter] = status if status in (403, 404) else 200
            expected["POST", address, letter] = 200 if letter in may else 403 if letter == "a" else 404
    assert found == expected


def test_every_address_of_a_class_is_in_the_table_of_roles(app: Flask) -> None:
    leads_on = "teaching.choose_quiz"  # to an address that is in the table
    endpoints = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("teaching.")]
    rules = [rule for rule in endpoints if rule.endpoint != leads_on]
    missing = [rule.rule for rule in rules if not any(_fits(rule.rule, path) for path, _ in PAGES + FORMS)]
    assert missing == []


def _fits(rule: str, path: str) -> bool:
    pattern = re.sub(r"<[^>]+>", "[^/]+", rule)
    return re.fullmatch(pattern, path) is not None


def statements(app: Flask, who: Reader, path: str, form: dict[str, str] | None = None) -> int:
    """How many a page asks, or a form that is sent."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = app.extensions["steepest"].database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = who.send(path, form, follow=False) if form else who.get(path)
        assert answer.status_code == (303 if form else 200)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_pages_of_a_large_class_ask_a_fixed_number_of_questions(
    app: Flask, grace: Reader, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many students, assignments and misconceptions there are."""
    monkeypatch.setattr(book, "STUDENTS_PER_PAGE", 10)

    def add_students(numbers: range) -> None:
        with database.write() as session:
            for number in numbers:
                account = queries.Account(name=f"s{number}", key=f"s{number}", password_hash="!")
                participant = queries.Participant(account=account)
                session.add(participant)
                session.flush()
                session.add(Role(offering_id=2, account_id=account.id, name=RoleName.STUDENT))
                key = {"offering_id": 2, "room": "exercises", "item": "mse", "participant_id": participant.id}
                when = datetime.now(UTC) - timedelta(hours=1)
                session.add(Result(**key, tries=4, waiting=0, best=0.5, last=when))
                session.add(Met(**key, misconception=f"mistake-{number % 5}", tries=1))
                session.add(Grade(assignment_id=1, account_id=account.id, score=0.5, lost=0.0))
                session.add(LogEntry(offering_id=2, action="member", account_id=account.id, detail={}, reason=""))

    names = ("", "gradebook", "gradebook.csv", "misconceptions", "items/exercises/mse", "people", "log")
    pages = [f"{CLASS}/{page}" for page in names]

    def take_in(numbers: range) -> int:
        with database.read() as session:
            people = [queries.account_named(session, f"s{number}").id for number in numbers]
        grace.get(f"{CLASS}/people")
        plan = json.dumps([(number, "student") for number in people])
        return statements(app, grace, f"{CLASS}/people/roster", {"confirmed": "1", "plan": plan})

    assign(grace)
    add_students(range(1))
    few = {page: statements(app, grace, page) for page in pages}
    for slug in ("mae", "huber", "softmax"):
        assign(grace, item=f"exercises/{slug}")
    add_students(range(1, 30))
    assert {page: statements(app, grace, page) for page in pages} == few
    assert take_in(range(1)) == take_in(range(1, 30))


QUESTION = """
id: descent-sign
type: single
prompt: {en: "Which way?", zh: "朝哪边？"}
choices:
  - {id: up, text: {en: Up, zh: 上}, correct: true, feedback: {en: Yes., zh: 对。}}
  - {id: down, text: {en: Down, zh: 下}, feedback: {en: No., zh: 不对。}, misconception: gradient-ascent}
"""
QUIZ = "title: {en: Ways, zh: 方向}\nsummary: {en: Which, zh: 哪边}\nquestions: [descent-sign]\n"


def test_what_the_graders_gave_up_does_not_wait_for_ever(grace: Reader, ada: Reader, database: Database) -> None:
    assign(grace)
    hand_in(ada, SUM)
    assert "1 waiting" in grace.get(f"{CLASS}/").text
    claim = queue.claim(database, "far-away:7")
    assert claim
    queue.give_up(database, claim)
    assert "waiting" not in grace.get(f"{CLASS}/").text


def publish(database: Database, kind: DocumentKind, slug: str, source: str) -> None:
    """A document, or its next version, as the browser's editor leaves it."""
    with database.write() as session:
        document = session.scalar(select(Document).where(Document.slug == slug))
        if document is None:
            document = Document(offering_id=1, kind=kind, slug=slug, newest=0, title_en=slug, title_zh=slug)
            session.add(document)
        document.newest += 1
        document.published = document.newest
        session.flush()
        session.add(DocumentVersion(document_id=document.id, number=document.newest, source=source))


def test_a_mended_key_is_previewed_and_moves_attempts_grades_and_misconceptions(
    grace: Reader, ada: Reader, database: Database
) -> None:
    publish(database, DocumentKind.QUESTION, "descent-sign", QUESTION)
    publish(database, DocumentKind.QUIZ, "ways", QUIZ)
    assign(grace, item="quizzes/ways")
    ada.get("/en/quizzes/ways")
    attempt = ada.send("/en/quizzes/ways").request.path
    ada.send(attempt, {"asked": "1", "q1": "down", "finish": "1", "sure": "1"})
    grace.get(f"{CLASS}/items/quizzes/ways")
    assert re.search(r'<th scope="row">Down</th><td></td><td>1</td>', grace.text)
    assert re.search(r'<th scope="row">Up</th><td><span class="v ok">right</span></td><td>0</td>', grace.text)
    grace.get(f"{CLASS}/gradebook")
    assert ">0\u00a0%" in grace.text

    swapped = QUESTION.replace(", correct: true", "").replace("{id: down,", "{id: down, correct: true,")
    publish(database, DocumentKind.QUESTION, "descent-sign", swapped.replace(", misconception: gradient-ascent", ""))
    grace.get(f"{CLASS}/regrade/quiz/ways")
    assert re.search(r"Ada</th><td>0\u00a0%</td><td>100\u00a0%</td><td>descent-sign", grace.text)
    with database.read() as session:
        assert session.scalars(select(Grade.score)).one() == 0  # a preview changes nothing
    grace.send(f"{CLASS}/regrade/quiz/ways", {"seen": "another preview"})
    assert "no longer what you looked at" in grace.text
    grace.send(f"{CLASS}/regrade/quiz/ways", {"seen": seal(grace)})
    assert "1 attempt moved" in grace.text
    grace.get(f"{CLASS}/log")
    assert re.search(r"judged again: ways: 1 attempt moved", " ".join(grace.text.split()))
    grace.get(f"{CLASS}/gradebook")
    assert "100\u00a0%" in grace.text
    with database.read() as session:
        assert session.scalars(select(Met)).all() == []

    publish(database, DocumentKind.QUESTION, "descent-sign", QUESTION)
    grace.get(f"{CLASS}/regrade/quiz/ways")
    assert "lower" in grace.text
    looked_at = {"seen": seal(grace)}
    grace.send(f"{CLASS}/regrade/quiz/ways", looked_at)
    assert "0 attempts moved" in grace.text, "what would become lower stays, unless one says so"
    grace.send(f"{CLASS}/regrade/quiz/ways", {"lower": "1", **looked_at})
    grace.get(f"{CLASS}/gradebook")
    assert ">0\u00a0%" in grace.text


NUMBERS = """
id: double
type: numeric
prompt: {en: "Twice {{a}}?", zh: "{{a}} 的两倍？"}
parameters: {a: [2, 3]}
derived: {key: a + a + a}
value: key
"""


def test_a_mended_key_moves_nobody_to_numbers_that_they_never_saw(
    grace: Reader, ada: Reader, database: Database
) -> None:
    publish(database, DocumentKind.QUESTION, "double", NUMBERS)
    publish(database, DocumentKind.QUIZ, "ways", QUIZ.replace("descent-sign", "double"))
    assign(grace, item="quizzes/ways")
    ada.get("/en/quizzes/ways")
    attempt = ada.send("/en/quizzes/ways").request.path
    asked = re.search(r"Twice (\d)\?", ada.text)
    assert asked
    ada.send(attempt, {"asked": "1", "q1": str(2 * int(asked[1])), "finish": "1", "sure": "1"})
    mended = NUMBERS.replace("a + a + a", "2 * a")
    publish(database, DocumentKind.QUESTION, "double", mended.replace("[2, 3]", "[12, 13]"))
    grace.get(f"{CLASS}/regrade/quiz/ways")
    assert "Nobody moves" in grace.text
    publish(database, DocumentKind.QUESTION, "double", mended.replace("Twice {{a}}", "What is twice {{a}}"))
    grace.get(f"{CLASS}/regrade/quiz/ways")
    assert re.search(r"Ada</th><td>0\u00a0%</td><td>100\u00a0%</td><td>double", grace.text)


def test_the_page_of_a_quiz_asks_no_more_for_more_questions(
    app: Flask, grace: Reader, ada: Reader, database: Database
) -> None:
    names = ["first", "second", "third"]
    for name in names:
        publish(database, DocumentKind.QUESTION, name, QUESTION.replace("descent-sign", name))
    asked = []
    for slug, questions in (("short", names[:1]), ("long", names)):
        publish(database, DocumentKind.QUIZ, slug, QUIZ.replace("[descent-sign]", f"[{', '.join(questions)}]"))
        ada.get(f"/en/quizzes/{slug}")
        attempt = ada.send(f"/en/quizzes/{slug}").request.path
        ada.send(attempt, {"finish": "1", "sure": "1"})
        asked.append(statements(app, grace, f"{CLASS}/items/quizzes/{slug}"))
        assert grace.text.count("1 answer") == len(questions)
    assert asked[0] == asked[1]
    assert grace.text.count('<th scope="row">–</th><td></td><td>1</td>') == len(names)


def test_judging_a_quiz_again_asks_no_more_for_more_attempts(
    app: Flask, grace: Reader, ada: Reader, database: Database
) -> None:
    names = ["first", "second", "third"]
    for name in names:
        publish(database, DocumentKind.QUESTION, name, QUESTION.replace("descent-sign", name))
    publish(database, DocumentKind.QUIZ, "ways", QUIZ.replace("[descent-sign]", f"[{', '.join(names)}]"))
    assign(grace, item="quizzes/ways")
    asked = []
    for _ in range(3):
        ada.get("/en/quizzes/ways")
        attempt = ada.send("/en/quizzes/ways").request.path
        ada.send(attempt, {"asked": ["1", "2", "3"], "q1": "x", "q2": "x", "q3": "x", "finish": "1", "sure": "1"})
        asked.append(statements(app, grace, f"{CLASS}/regrade/quiz/ways"))
    assert len(set(asked)) == 1


def test_a_student_learns_no_mark_of_a_quiz_before_it_shows_marks(
    grace: Reader, ada: Reader, database: Database
) -> None:
    publish(database, DocumentKind.QUESTION, "descent-sign", QUESTION)
    publish(database, DocumentKind.QUIZ, "ways", QUIZ + "settings: {feedback: never, answers: never}\n")
    assign(grace, item="quizzes/ways")
    ada.get("/en/quizzes/ways")
    attempt = ada.send("/en/quizzes/ways").request.path
    ada.send(attempt, {"asked": "1", "q1": "up", "finish": "1", "sure": "1"})
    grace.get(f"{CLASS}/gradebook")
    assert "100\u00a0%" in grace.text
    for page in ("/en/classes/", "/en/classes/spring-2027"):
        ada.get(page)
        assert "100" not in ada.text.split("<main")[1]
    assert "shown when the quiz says" in ada.text
    assert re.search(r"<td[^>]*>handed in</td>", ada.text)  # that much she may know
    ada.get("/en/quizzes/")
    assert "passed" not in ada.text
    with database.write() as session:  # withdrawn: what it said when it was asked holds
        session.execute(update(Document).where(Document.slug == "ways").values(published=None))
    ada.get("/en/classes/spring-2027")
    assert "shown when the quiz says" in ada.text
    ada.get("/en/me")
    assert ada.client.get("/en/me/export").json["grades"] == []
