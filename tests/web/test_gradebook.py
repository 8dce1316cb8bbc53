"""Dates, lateness and totals: small rules that decide grades, so each is said as an example."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from steepest import submissions
from steepest.accounts.queries import Viewer
from steepest.classes import roster
from steepest.course import load_course
from steepest.db import Database
from steepest.gradebook import dates, grades, results
from steepest.gradebook.book import share_of
from steepest.gradebook.lateness import Dates, dates_for, share_lost
from steepest.gradebook.totals import Part, Weighing, total
from steepest.models import Assignment, Extension, Grade, Grading, Group, RoleName, Room, State, Verdict, now
from steepest.teaching import similarity
from steepest_graders import Exercise

DUE = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def an_assignment(**rule: object) -> Assignment:
    rule = {"opens": DUE - 7 * DAY, "due": DUE, "closes": DUE + 7 * DAY, "late_per_day": 0.1, "late_cap": 0.5, **rule}
    return Assignment(room=Room.EXERCISES, item="mse", **{"grace_minutes": 15, **rule})


@pytest.mark.parametrize(
    ("after_due", "lost"),
    [
        (-7 * DAY - HOUR, None),  # before it opened
        (-HOUR, 0.0),
        (timedelta(minutes=15), 0.0),  # the last moment of grace
        (timedelta(minutes=16), 0.1),  # after it, the first day has begun at the due moment
        (DAY, 0.1),
        (DAY + HOUR, 0.2),
        (6 * DAY, 0.5),  # the cap
        (7 * DAY + HOUR, None),  # closed
    ],
)
def test_lateness_costs_by_the_day_begun_after_the_grace_up_to_the_cap(
    after_due: timedelta, lost: float | None
) -> None:
    assignment = an_assignment()
    assert share_lost(assignment, dates_for(assignment, None), DUE + after_due) == (
        None if lost is None else pytest.approx(lost)
    )


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)  # SQLite has one writer at a time
def test_who_is_judged_while_the_rule_changes_is_graded_by_the_new_one(
    database: Database, ada: Viewer, exercises: dict[str, Exercise]
) -> None:
    with database.write() as session:
        submissions.submit(session, ada, exercises["mse"], "x = 1\n", site_seed="s")
        group = Group(offering_id=1, name="All")
        rule = {"item": "mse", "due": DUE - 999 * DAY, "late_per_day": 1.0, "grace_minutes": 0, "points": 1}
        session.add(Assignment(offering_id=1, group=group, room=Room.EXERCISES, **rule))

    def judge() -> None:
        with database.write() as session:
            done = {"state": State.DONE, "verdict": Verdict.ACCEPTED, "score": 1.0, "finished": now()}
            session.execute(update(Grading).values(**done))
            results.recount(session, ada.participant_id, Room.EXERCISES, "mse")

    judging = threading.Thread(target=judge)
    with database.write() as session:
        assignment = session.scalars(select(Assignment)).one()
        assignment.late_per_day = 0.0
        session.flush()
        grades.settle_assignment(session, assignment, load_course())
        judging.start()
        while judging.is_alive() and not waits_for_a_lock(database):
            judging.join(0.01)
    judging.join()
    with database.read() as session:
        grade = session.scalars(select(Grade)).one()
    assert (grade.score, grade.lost) == (1.0, 0.0)


def waits_for_a_lock(database: Database) -> bool:
    """Whether somebody does at this database; asked in a transaction of its own, as one sees one state of this."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with database.read() as session:
        return session.scalar(text(waiting)) > 0


def test_nothing_handed_in_is_no_grade_until_it_would_be_late() -> None:
    grace = timedelta(minutes=15)
    assert share_of(None, DUE, grace, DUE + grace) is None
    assert share_of(None, DUE, grace, DUE + 2 * grace) == 0
    assert share_of(None, None, grace, DUE + DAY) is None
    assert share_of(0.5, DUE, grace, DUE + DAY) == 0.5


def test_an_extension_moves_the_closing_moment_along_and_never_back() -> None:
    assignment = an_assignment()
    assert dates_for(assignment, Extension(due=DUE + 3 * DAY)) == Dates(DUE - 7 * DAY, DUE + 3 * DAY, DUE + 10 * DAY)
    assert dates_for(assignment, Extension(due=DUE - DAY)).closes == DUE + 7 * DAY
    undated = an_assignment(due=None)
    assert dates_for(undated, Extension(due=DUE + 9 * DAY)).closes == DUE + 9 * DAY


def test_a_deadline_in_the_hour_that_a_clock_shows_twice_or_skips_is_the_later_moment() -> None:
    assert dates.read("2027-10-31T02:30", "Europe/Berlin") == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert dates.read("2027-03-28T02:30", "Europe/Berlin") == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert dates.say(datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "Europe/Berlin") == "2027-10-31 02:30 CET"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds of a wall clock
def test_a_date_that_a_form_shows_is_read_back_as_the_same_moment_or_the_later_twin(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    again = dates.read(dates.write(moment, "Europe/Berlin"), "Europe/Berlin")
    assert again is not None
    assert again - moment in (timedelta(), HOUR)


@pytest.mark.parametrize("written", ["tomorrow", "2027-02-30T10:00", "2027-13-01T00:00", "9999-12-31T23:59x"[:5]])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        dates.read(written, "UTC")


def test_a_total_weighs_groups_counts_points_and_drops_the_lowest() -> None:
    groups = {1: Weighing(3, drop_lowest=1), 2: Weighing(1, drop_lowest=0)}
    parts = [Part(1, 1, 0.0), Part(1, 1, 0.5), Part(1, 3, 1.0), Part(2, 10, 0.5), Part(2, 10, None)]
    assert total(parts, groups) == pytest.approx((3 * (0.5 * 1 + 1.0 * 3) / 4 + 0.5) / 4)


def test_nothing_that_counts_is_no_total_and_a_lone_work_is_never_dropped() -> None:
    assert total([Part(1, 1, None)], {1: Weighing(1, 0)}) is None
    assert total([Part(1, 1, 0.25)], {1: Weighing(1, 5)}) == pytest.approx(0.25)
    assert total([Part(1, 1, 0.25)], {1: Weighing(0, 0)}) is None


SHARES = st.lists(st.tuples(st.integers(1, 3), st.floats(0.1, 10), st.floats(0, 1)), min_size=1)


@given(SHARES, st.integers(0, 3))
def test_a_total_lies_between_the_lowest_and_the_highest_share(
    found: list[tuple[int, float, float]], drop: int
) -> None:
    groups = {number: Weighing(number, drop) for number in (1, 2, 3)}
    result = total([Part(*one) for one in found], groups)
    shares = [share for *_, share in found]
    assert result is not None
    assert min(shares) - 1e-9 <= result <= max(shares) + 1e-9


NAMES = "name,role\r\nAda Lovelace,student\r\nAlan,\r\nGrace,instructor\r\n"


@pytest.mark.parametrize(
    "data",
    [
        NAMES.encode(),
        NAMES.encode("utf-8-sig"),
        NAMES.encode("utf-16"),
        NAMES.replace(",", ";").encode(),
        NAMES.replace(",", "\t").encode(),
        NAMES.replace("name,role", "Username,ROLE").replace("\r\n", "\n\n").encode(),
    ],
)
def test_a_class_list_is_read_as_programs_write_it(data: bytes) -> None:
    assert [(line.name, line.role) for line in roster.read(data)] == [
        ("Ada Lovelace", RoleName.STUDENT),
        ("Alan", RoleName.STUDENT),
        ("Grace", RoleName.INSTRUCTOR),
    ]


def test_a_list_without_a_head_is_names_and_chinese_in_its_own_encoding_is_read() -> None:
    assert [line.name for line in roster.read(b"Ada\nAlan\n")] == ["Ada", "Alan"]
    lines = roster.read("姓名,角色\n张伟,学生\n王芳,助教\n".encode("gb18030"))
    assert [(line.name, line.role) for line in lines] == [("张伟", RoleName.STUDENT), ("王芳", RoleName.ASSISTANT)]


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"a\x00b", bytes(range(256)), b"x" * 300_000]
)
def test_what_is_no_list_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(roster.Unreadable):
        roster.read(data)


@given(st.binary(max_size=200))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    try:
        lines = roster.read(data)
    except roster.Unreadable:
        return
    assert all(line.name.strip() for line in lines)


ORIGINAL = """
import numpy as np

def helper(values):
    # the square of each
    return values ** 2 + 0 * values

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    difference = y_pred - y_true
    total = 0.0
    for value in helper(difference).ravel():
        total = total + value
    return total / difference.size
"""
DISGUISED = """
import numpy as np

def average(a, b):
    '''My own work.'''
    if a.shape != b.shape:
        raise ValueError("not the same")
    d = a - b   # subtract
    s = 0.0
    for one in second(d).ravel():
        s = s + one
    return s / d.size

def second(x):
    return x ** 2 + 0 * x
"""
OTHER = """
import numpy as np

def mse(y_pred, y_true):
    y_pred, y_true = np.asarray(y_pred, dtype=float), np.asarray(y_true, dtype=float)
    if y_pred.shape != y_true.shape:
        raise ValueError(f"{y_pred.shape} is not {y_true.shape}")
    flat = (y_pred - y_true).reshape(-1)
    return float(np.dot(flat, flat)) / max(1, len(flat))
"""


def test_a_program_is_found_again_under_other_names_comments_and_order() -> None:
    pairs = similarity.alike({1: ORIGINAL, 2: OTHER, 3: DISGUISED})
    assert [(pair.first, pair.second) for pair in pairs] == [(1, 3)]
    assert pairs[0].share > 0.7


def test_what_the_starter_holds_or_everybody_writes_makes_no_two_alike() -> None:
    assert similarity.alike({1: ORIGINAL, 2: DISGUISED}, starter=ORIGINAL) == []
    assert similarity.alike({number: ORIGINAL for number in range(5)}) == []


def test_a_program_that_does_not_parse_is_compared_by_what_does() -> None:
    assert similarity.alike({1: ORIGINAL + "\n    '''", 2: DISGUISED + "\n(("})[0].share > 0.7
