"""A queue that is fair: in order, but nobody waits for all that one other has handed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import Select, event, select, text, update

from steepest import done, progress, submissions
from steepest.accounts import queries
from steepest.accounts.queries import Viewer
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch import queue
from steepest.gradebook import results
from steepest.models import Grading, Kind, Priority, Submission, counts, now
from steepest_graders import Exercise, GradeReport, Verdict

REPORT = GradeReport("mse", Verdict.ACCEPTED, score=1.0, seconds=0.01, grader_version="7")


@pytest.fixture
def mse(exercises: dict[str, Exercise]) -> Exercise:
    return exercises["mse"]


def some_guests(database: Database, count: int) -> list[Viewer]:
    with database.write() as session:
        return [queries.start_guest(session) for _ in range(count)]


def hand_in(database: Database, viewer: Viewer, exercise: Exercise, kind: Kind = Kind.SUBMIT) -> int:
    """Submit a program; the number of its grading."""
    with database.write() as session:
        submission = submissions.submit(session, viewer, exercise, "x = 1", site_seed="s", kind=kind)
        return session.scalars(select(Grading.id).where(Grading.submission_id == submission.id)).one()


def judge_next(database: Database) -> int:
    claim = queue.claim(database, "here:1")
    assert claim
    assert queue.finish(database, claim, REPORT)
    return claim.grading_id


def judge_all(database: Database) -> list[int]:
    """The numbers of all that waits, in the order in which it is graded."""
    order = []
    while claim := queue.claim(database, "here:1"):
        assert queue.finish(database, claim, REPORT)
        order.append(claim.grading_id)
    return order


def place(database: Database, number: int) -> int | None:
    with database.read() as session:
        return queue.position(session, session.get_one(Grading, number))


def test_three_hundred_students_are_graded_in_order_and_one_who_floods_delays_each_by_one_at_most(
    database: Database, ada: Viewer, mse: Exercise
) -> None:
    flood = [hand_in(database, ada, mse) for _ in range(submissions.MOST_WAITING)]
    class_of_300 = some_guests(database, 300)
    theirs = [hand_in(database, viewer, mse) for viewer in class_of_300]

    places = {number: place(database, number) for number in (*flood, *theirs)}
    order = judge_all(database)

    assert order == [flood[0], *theirs, *flood[1:]]
    assert places == {number: index for index, number in enumerate(order, start=1)}  # what a page says is what happens


def test_who_comes_while_a_flood_is_graded_waits_for_one_of_it(
    database: Database, ada: Viewer, alan: Viewer, guest: Viewer, mse: Exercise
) -> None:
    flood = [hand_in(database, ada, mse) for _ in range(6)]
    order = [judge_next(database) for _ in range(3)]
    alans = [hand_in(database, alan, mse) for _ in range(2)]
    order += [judge_next(database)]
    guests = hand_in(database, guest, mse)

    order += judge_all(database)

    assert order == [*flood[:4], alans[0], guests, flood[4], alans[1], flood[5]]


def test_who_hands_in_again_while_being_graded_is_behind_those_who_wait(
    database: Database, ada: Viewer, alan: Viewer, mse: Exercise
) -> None:
    hand_in(database, ada, mse)
    assert queue.claim(database, "here:1")
    again = hand_in(database, ada, mse)
    alans = hand_in(database, alan, mse)

    assert judge_all(database) == [alans, again]


def test_a_run_goes_before_the_submissions_but_only_one_of_each_student_at_a_time(
    database: Database, ada: Viewer, alan: Viewer, guest: Viewer, mse: Exercise
) -> None:
    submitted = hand_in(database, alan, mse)
    runs = [hand_in(database, ada, mse, Kind.RUN) for _ in range(4)]
    guests_run = hand_in(database, guest, mse, Kind.RUN)

    order = [judge_next(database)]
    runs.append(hand_in(database, ada, mse, Kind.RUN))  # none of hers is before the others any more
    order += judge_all(database)

    assert order == [runs[0], guests_run, runs[4], submitted, runs[1], runs[2], runs[3]]


def test_a_run_that_is_being_graded_keeps_the_next_one_behind_the_submissions(
    database: Database, ada: Viewer, alan: Viewer, mse: Exercise
) -> None:
    hand_in(database, ada, mse, Kind.RUN)
    running = queue.claim(database, "here:1")
    assert running
    submitted = hand_in(database, alan, mse)
    next_run = hand_in(database, ada, mse, Kind.RUN)

    assert judge_all(database) == [submitted, next_run]


def test_a_regrade_of_everything_waits_for_what_is_new(
    database: Database, ada: Viewer, alan: Viewer, mse: Exercise
) -> None:
    for viewer in (ada, alan):
        hand_in(database, viewer, mse)
    judge_all(database)
    with database.write() as session:
        regrades = [
            queue.enqueue(session, submission, Priority.REGRADE).id
            for submission in session.scalars(select(Submission).order_by(Submission.id))
        ]
    new = hand_in(database, ada, mse)

    assert judge_all(database) == [new, *regrades]


def test_what_a_dead_worker_left_lying_comes_first_and_is_counted_in_everybody_s_place(
    database: Database, ada: Viewer, alan: Viewer, mse: Exercise
) -> None:
    first, second = hand_in(database, ada, mse), hand_in(database, alan, mse)
    claim = queue.claim(database, "here:1")
    assert claim
    assert place(database, second) == 1
    with database.write() as session:
        session.execute(update(Grading).where(Grading.id == first).values(lease_until=now()))

    assert place(database, second) == 2
    assert judge_all(database) == [first, second]


def test_a_page_shows_the_place_in_the_queue(settings: Settings, database: Database, mse: Exercise) -> None:
    for viewer in some_guests(database, 41):
        hand_in(database, viewer, mse)
    queue.heartbeat(database, "here:1", sandbox="full")
    app = create_app(settings)
    with closing(app.extensions["steepest"]), app.test_client() as student:
        token = re.search(r'name="csrf_token" value="([^"]+)"', student.get("/en/exercises/mse").text)
        assert token
        form = {"csrf_token": token[1], "source": "x = 1", "action": "submit"}
        page = student.post("/en/exercises/mse", data=form, follow_redirects=True).text
        assert "Place 42 in the queue" in page

        judge_next(database)

        assert "Place 41 in the queue" in student.get("/en/exercises/mse").text


def test_with_thousands_waiting_a_claim_and_a_place_are_looks_into_an_index(
    database: Database, ada: Viewer, mse: Exercise
) -> None:
    if not database.is_sqlite:
        pytest.skip("reads SQLite's plan; PostgreSQL chooses its own by what the tables hold")
    number = hand_in(database, ada, mse)
    with recorded(database) as statements:
        assert place(database, number) == 1
        judge_next(database)

    claims = [plan for sql, plan in statements if sql.startswith("UPDATE grading") and "SELECT" in sql]
    places = [plan for sql, plan in statements if "count(*)" in sql]
    assert len(claims) == len(places) == 1
    for line in (*claims[0], *places[0]):
        assert "SCAN grading" not in line
        assert "TEMP B-TREE" not in line  # nothing is sorted: the index has the order
    assert [line for line in claims[0] if "ix_grading_queue (state=?)" in line]


def test_what_counts_is_looked_up_by_submission_even_while_a_database_has_not_counted_its_rows(
    database: Database,
) -> None:
    """PostgreSQL read all that was done for each submission of a rush, until it had looked at the new table."""
    plan = plan_of(database, select(Submission.id).join(Grading).where(Submission.participant_id == 1, counts()))
    assert [line for line in plan if "ix_grading_submission_id" in line and "grading_1" in line]
    assert "ix_grading_queue" not in "".join(plan)


def test_whose_results_are_written_is_looked_up_by_number_even_while_a_database_has_not_counted_its_rows(
    database: Database,
) -> None:
    some_guests(database, 300)
    plan = plan_of(database, results._FIRST.params(participant=300))
    assert not [line for line in plan if "Filter" in line or "SCAN" in line]


def plan_of(database: Database, query: Select[Any]) -> list[str]:
    statement = str(query.compile(database.engine, compile_kwargs={"literal_binds": True}))
    with database.read() as session:
        if not database.is_sqlite:
            return list(session.scalars(text(f"EXPLAIN {statement}")))
        return [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]


def test_what_somebody_handed_in_is_looked_up_by_its_owner_however_many_programs_there_are(
    database: Database, ada: Viewer, mse: Exercise
) -> None:
    if not database.is_sqlite:
        pytest.skip("reads SQLite's plan; PostgreSQL chooses its own by what the tables hold")
    hand_in(database, ada, mse)
    with recorded(database) as statements, database.read() as session:
        assert len(submissions.history(session, ada, mse.slug)) == 1
        assert not progress.has_solved(session, ada, mse.slug)
        assert progress.standings(session, ada) == {}
        for sql in (done._OF_GUEST, done._OF_ACCOUNT):
            session.execute(text(sql), {"who": 1})
    plans = [plan for sql, plan in statements if re.search("FROM submission\\b", sql)]
    assert len(plans) == 5
    for plan in plans:
        assert "ix_submission_history (participant_id=?" in "".join(plan)


def test_what_is_purged_is_found_by_an_index_of_its_own(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("reads SQLite's plan; PostgreSQL chooses its own by what the tables hold")
    with recorded(database) as statements, database.write() as session:
        submissions.purge_runs(session)
    assert "ix_submission_purge (created<?)" in "".join(plan for _, lines in statements for plan in lines)


@contextmanager
def recorded(database: Database) -> Iterator[list[tuple[str, list[str]]]]:
    """Every statement meanwhile, with SQLite's plan for it."""
    seen: list[tuple[str, list[str]]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if statement.split()[0] in ("SELECT", "UPDATE", "DELETE", "WITH"):
            rows = connection.connection.driver_connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            seen.append((statement, [str(row[3]) for row in rows]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)
