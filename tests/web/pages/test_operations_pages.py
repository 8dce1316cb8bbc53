"""What probes, Prometheus and whoever reads the logs see of a site."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from ipaddress import ip_network
from typing import Any

import pytest
import structlog
from flask import Flask
from sqlalchemy import select

from steepest import submissions
from steepest.accounts import queries
from steepest.accounts.queries import Viewer
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch import queue
from steepest.models import Grading, Priority, now
from steepest.operations import page
from steepest.telemetry import logs
from steepest_graders import Exercise, HostReport, Text, WallReport
from steepest_graders.sandbox import Level

Reader = Any  # the class in conftest.py
PAGE = "/en/exercises/mse"
TOKEN = "a token for Prometheus alone"


@pytest.fixture
def logged(settings: Settings) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines of this process's log, as a machine reads them."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.set_up(replace(settings, log="json", log_level="info"), "test")
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.contextvars.clear_contextvars()


def test_a_site_is_ready_when_a_worker_has_judged_a_right_and_a_wrong_program(
    reader: Reader, database: Database, grade_all: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reader.get("/readyz")
    assert page.status_code == 503
    assert page.json == {"database": "ok", "grading": "no worker is there"}
    assert reader.get("/readyz?exclude=grading").json == {"database": "ok"}

    # A worker that drains signs off when it is done: so let this one seem to stay.
    monkeypatch.setattr(queue, "sign_off", lambda database, name: None)
    grade_all()
    page = reader.get("/readyz")
    assert page.status_code == 200
    assert page.json["grading"].startswith("ok, canary graded ")

    queue.heartbeat(database, queue.worker_name(), sandbox="basic", proven=now() - timedelta(hours=1))
    assert reader.get("/readyz").json["grading"] == "no worker has graded its canary lately"

    queue.heartbeat(database, queue.worker_name(), problem="no walls here")
    assert reader.get("/readyz").json["grading"] == "no worker can grade"


def test_a_site_with_another_version_s_database_or_none_is_not_ready(
    reader: Reader, database: Database, settings: Settings
) -> None:
    with database.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'trials'")
    assert reader.get("/readyz").json["database"] == "not migrated to this version"

    with database.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'of a newer version'")
    assert reader.get("/readyz").json["database"] == "ok"  # it was started beside this one, which goes on until it ends

    with database.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("ALTER TABLE grader RENAME TO gone")
    page = reader.get("/readyz")
    assert page.status_code == 503
    assert page.json["grading"] == "does not answer"
    assert "gone" not in page.text


def test_a_worker_that_judges_wrongly_does_not_judge(
    settings: Settings, database: Database, exercises: dict[str, Exercise]
) -> None:
    """Should this machine's NumPy be broken, say, no student is told that a right program is wrong."""
    from steepest.dispatch import canary
    from steepest_graders import Sandbox

    mse = exercises["mse"]
    with Sandbox(settings.sandbox) as sandbox:
        assert canary.trouble(exercises, sandbox) == ""
        broken = replace(mse, solution=mse.starter)
        assert "`steepest check mse`" in canary.trouble({"mse": broken}, sandbox)
        lenient = replace(mse, starter=mse.solution)
        assert "the starter 'accepted'" in canary.trouble({"mse": lenient}, sandbox)


def test_the_numbers_are_shown_to_who_holds_the_token_alone(settings: Settings) -> None:
    for token, header, status in (
        ("", "", 404),
        ("", "Bearer ", 404),
        (TOKEN, "", 404),
        (TOKEN, "Bearer a token for Prometheus alon", 404),
        (TOKEN, f"Bearer {TOKEN}", 200),
    ):
        app = create_app(replace(settings, metrics_token=token))
        with closing(app.extensions["steepest"]):
            assert app.test_client().get("/metrics", headers={"Authorization": header}).status_code == status


def test_the_numbers_say_what_waits_what_was_judged_and_what_was_asked(
    settings: Settings, database: Database, exercises: dict[str, Exercise], grade_all: Callable[[], None]
) -> None:
    app = create_app(replace(settings, metrics_token=TOKEN))
    with closing(app.extensions["steepest"]):
        client = app.test_client()

        def numbers() -> dict[str, float]:
            page = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
            assert page.content_type.startswith("text/plain")
            return {name: float(value) for name, value in re.findall(r"^([^#\s]\S*(?: \S+)*) (\S+)$", page.text, re.M)}

        before = numbers()
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(PAGE).text)
        assert token
        form = {"csrf_token": token[1], "source": exercises["mse"].solution, "action": "submit"}
        client.post(PAGE, data=form)
        client.get("/en/no-such-page-1")
        client.get("/en/no-such-page-2")
        for word in ("BREW", "WHISK"):
            client.open("/en/no-such-page-3", method=word)
        waiting = numbers()
        grade_all()
        client.post(PAGE, data=form)
        claim = queue.claim(database, "far-away:7")
        assert claim
        queue.give_up(database, claim)
        after = numbers()

    assert waiting['steepest_queue_gradings{state="queued"}'] == 1
    assert waiting["steepest_queue_age_seconds"] > 0
    assert after['steepest_queue_gradings{state="queued"}'] == 0
    risen = {name: value - before.get(name, 0) for name, value in after.items()}
    assert risen['steepest_verdicts_total{verdict="accepted"}'] == 1
    assert risen['steepest_verdicts_total{verdict="internal_error"}'] == 1  # what an alert watches
    assert risen["steepest_grading_seconds_count"] == 1
    assert risen["steepest_wait_seconds_sum"] > 0
    assert after["steepest_sandbox_restarts_total"] >= 0
    assert risen['steepest_requests_total{endpoint="exercises.work",method="POST",status="303"}'] == 2
    assert risen['steepest_requests_total{endpoint="none",method="GET",status="404"}'] == 2
    assert not [name for name in after if "no-such-page" in name or "BREW" in name or "WHISK" in name]


def test_a_request_s_number_follows_the_submission_to_its_verdict(
    reader: Reader,
    exercises: dict[str, Exercise],
    grade_all: Callable[[], None],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    reader.get(PAGE)
    source = exercises["mse"].solution
    page = reader.send(PAGE, {"source": source, "action": "submit"}, follow=False)
    number = page.headers["X-Request-ID"]
    grade_all()

    asked, graded = [line for line in logged() if line.get("request_id") == number]
    assert (asked["event"], asked["method"], asked["rule"], asked["status"]) == (
        "request",
        "POST",
        "/<any(en, zh):lang>/exercises/<slug>",
        303,
    )
    assert (graded["event"], graded["verdict"], graded["exercise"]) == ("graded", "accepted", "mse")
    assert graded["grading"] == asked["grading"]
    assert len({line["request_id"] for line in logged() if line["event"] == "request"}) == 2


def test_no_line_of_the_log_holds_a_name_a_token_an_address_or_a_program(
    reader: Reader, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    reader.sign_up("Augusta Ada King")
    reader.get("/en/reset/a-token-that-works-once")
    reader.get(PAGE)
    token = reader.token
    reader.send(PAGE, {"source": "def secret_idea(): ...", "action": "submit"})
    reader.get("/en/lessons/no-such-lesson?name=Augusta")

    text = json.dumps(logged())
    assert len(logged()) >= 5
    for word in ("Augusta", "a-token-that", "secret_idea", "127.0.0.1", token):
        assert word not in text


def test_an_error_of_ours_is_logged_with_the_number_that_its_page_shows(
    app: Flask, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    app.view_functions["accounts.reset"] = lambda **path: 1 / 0

    page = app.test_client().get("/en/reset/a-token-that-works-once")

    number = page.headers["X-Request-ID"]
    assert page.status_code == 500
    assert number in page.text
    (trace,) = [line for line in logged() if "exception" in line]
    assert trace["request_id"] == number
    assert "ZeroDivisionError" in trace["exception"]
    assert "a-token-that" not in json.dumps(logged())
    assert "Traceback" not in page.text


@pytest.mark.parametrize(("trusted", "given", "is_taken"), [
    (("127.0.0.0/8",), "from-the-proxy-7", True),
    (("127.0.0.0/8",), 'evil"\\n', False),
    ((), "from-the-proxy-7", False),
])  # fmt: skip
def test_the_number_that_a_trusted_proxy_gave_is_kept(
    settings: Settings, trusted: tuple[str, ...], given: str, is_taken: bool
) -> None:
    app = create_app(replace(settings, trusted_proxies=tuple(map(ip_network, trusted))))
    with closing(app.extensions["steepest"]):
        answer = app.test_client().get("/en/about", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is is_taken


def test_the_operator_alone_sees_what_waits_who_grades_and_what_failed_and_has_it_graded_again(
    reader: Reader,
    another: Reader,
    database: Database,
    exercises: dict[str, Exercise],
    grade_all: Callable[[], None],
) -> None:
    reader.sign_up("Grace")
    with database.write() as session:
        queries.grant(session, "Grace", None)
    another.sign_up("Ada")
    another.get(PAGE)
    another.send(PAGE, {"source": exercises["mse"].solution, "action": "submit"})
    again = {"csrf_token": another.token}
    assert another.client.post("/en/operate/gradings/1/again", data=again).status_code == 404
    assert another.get("/en/operate").status_code == 404
    page = reader.get("/en/operate").text
    assert "1 grading waits" in page
    assert "No worker is there: start one by steepest worker." in page

    queue.heartbeat(database, "far-away:7", problem="Landlock does not hold")
    claim = queue.claim(database, "far-away:7")
    assert claim
    queue.give_up(database, claim)
    page = reader.get("/en/operate").text
    assert "Landlock does not hold" in page
    assert "<summary>What its machine" not in page  # it has not said so yet
    assert re.search(r"<code>[0-9a-f]{16}</code>", page)  # leads to the lines in the log
    page = reader.send("/en/operate/gradings/1/again").text
    assert "It waits to be graded again." in page
    assert "None. Here stand gradings that failed" in page
    assert "being graded already" in reader.send("/en/operate/gradings/1/again").text
    grade_all()
    page = reader.get("/zh/operate")
    assert page.status_code == 200
    assert "1 verdict in the last hour" in reader.get("/en/operate").text


def test_the_operator_sees_what_each_worker_s_machine_enforces_and_what_to_do_where_it_does_not(
    reader: Reader, database: Database
) -> None:
    reader.sign_up("Grace")
    with database.write() as session:
        queries.grant(session, "Grace", None)
    kept = WallReport("seccomp", True, Text("It keeps calls.", "拦截调用。"), Text())
    missing = WallReport("namespaces", False, Text("It hides files.", "隐藏文件。"), Text("Allow them.", "请允许。"))
    report = HostReport(Level.BASIC, "Linux 6.1, <Python>", (missing, kept), untested=True)

    assert not queue.describe(database, "far-away:7", report)  # nobody has heard of it
    queue.heartbeat(database, "far-away:7", sandbox="basic")
    assert queue.describe(database, "far-away:7", report)
    queue.heartbeat(database, "far-away:7", sandbox="basic")

    page = words(reader.get("/en/operate").text)
    assert "Linux 6.1, &lt;Python&gt;" in page
    assert "namespaces: DOES NOT HOLD. It hides files. Allow them." in page
    assert "seccomp: holds. It keeps calls." in page
    assert "not been tested on this architecture" in page
    assert "namespaces：未生效！隐藏文件。请允许。" in words(reader.get("/zh/operate").text)


def words(html: str) -> str:
    """A page without its tags."""
    return " ".join(re.sub("<[^>]*>", "", html).split())


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_without_its_database_a_site_still_says_what_it_counted(settings: Settings, postgresql: Any) -> None:
    app = create_app(replace(settings, metrics_token=TOKEN))
    with closing(app.extensions["steepest"]), app.test_client() as client:
        ask = partial(client.get, "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert "steepest_graders" in ask().text
        with postgresql.closed(settings.database_url):
            assert client.get("/en/exercises/").status_code == 200
            page = ask()
        assert page.status_code == 200
        assert "steepest_requests_total" in page.text
        assert "steepest_graders" not in page.text  # nobody knows: an alert asks whether the number is there


def test_what_failed_on_trial_is_left_to_the_instructor(
    database: Database, ada: Viewer, exercises: dict[str, Exercise]
) -> None:
    """Graded again for the operator it would count at once, before anybody has seen who would move."""
    with database.write() as session:
        submission = submissions.submit(session, ada, exercises["mse"], "x = 1", site_seed="s")
        queue.enqueue(session, submission, Priority.REGRADE).trial = True
    for _ in range(2):
        claim = queue.claim(database, "far-away:7")
        assert claim
        queue.give_up(database, claim)

    with database.write() as session:
        counting, trial = session.scalars(select(Grading).order_by(Grading.id)).all()
        assert trial.trial
        assert not page.grade_again(session, trial.id)
        assert trial.id not in [grading.id for grading in page.overview(session).failed]
        assert page.grade_again(session, counting.id)


def test_a_grader_s_age_is_told_by_its_canary(database: Database) -> None:
    moment = now()
    queue.heartbeat(database, "host:1", proven=moment)
    queue.heartbeat(database, "host:2", problem="no walls")
    with database.read() as session:
        found = queue.graders(session)
    assert (found.count, found.proven) == (1, moment)
