"""The queue: nothing is lost, nothing is graded twice, and whoever lost a lease can't write any more."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update

from steepest import progress, submissions
from steepest.accounts.queries import Viewer
from steepest.config import Settings
from steepest.db import Database, DatabaseBusy
from steepest.dispatch import queue
from steepest.dispatch.doorbell import Doorbell
from steepest.models import Diagnosis, Grader, Grading, Kind, Priority, Room, State, Submission, Visit, now
from steepest.teaching.queries import MisconceptionCount, summaries
from steepest_graders import Exercise, Finding, GradeReport, Text, Verdict

NO_TIME = timedelta(0)


@pytest.fixture
def mse(exercises: dict[str, Exercise]) -> Exercise:
    return exercises["mse"]


def hand_in(database: Database, viewer: Viewer, exercise: Exercise, kind: Kind = Kind.SUBMIT) -> int:
    """Submit a program; the number of its grading."""
    with database.write() as session:
        submission = submissions.submit(session, viewer, exercise, "def mse(): pass", site_seed="s", kind=kind)
        return session.scalars(select(Grading.id).where(Grading.submission_id == submission.id)).one()


def a_report(verdict: Verdict = Verdict.ACCEPTED, *slugs: str) -> GradeReport:
    findings = tuple(Finding(slug, Text("t", "题"), Text("e", "释"), Text("v", "据")) for slug in slugs)
    score = 1.0 if verdict is Verdict.ACCEPTED else 0.25
    return GradeReport("mse", verdict, score=score, seconds=0.01, findings=findings, grader_version="7")


def grading(database: Database, number: int) -> Grading:
    with database.read() as session:
        return session.get_one(Grading, number)


def judge(database: Database, report: GradeReport, owner: str = "here:1") -> int:
    """Claim what is next and finish it."""
    claim = queue.claim(database, owner)
    assert claim
    assert queue.finish(database, claim, report)
    return claim.grading_id


def test_a_submission_is_claimed_graded_and_read_back(database: Database, ada: Viewer, mse: Exercise) -> None:
    number = hand_in(database, ada, mse)

    claim = queue.claim(database, "here:1")

    assert claim
    assert (claim.grading_id, claim.exercise, claim.source, claim.kind) == (
        number,
        "mse",
        "def mse(): pass",
        Kind.SUBMIT,
    )
    report = a_report(Verdict.WRONG_ANSWER, "missing-mean", "wrong-sign", "missing-mean")
    assert queue.finish(database, claim, report)
    done = grading(database, number)
    assert done.result == report
    assert (done.state, done.verdict, done.score, done.grader_version) == (
        State.DONE,
        Verdict.WRONG_ANSWER,
        0.25,
        "7",
    )
    with database.read() as session:
        assert set(session.scalars(select(Diagnosis.misconception))) == {"missing-mean", "wrong-sign"}
    assert queue.claim(database, "here:1") is None


def test_runs_come_before_submissions_and_the_older_before_the_newer(
    database: Database, ada: Viewer, alan: Viewer, mse: Exercise
) -> None:
    first = hand_in(database, ada, mse)
    second = hand_in(database, alan, mse)
    run = hand_in(database, alan, mse, Kind.RUN)
    with database.read() as session:
        assert [queue.position(session, session.get_one(Grading, number)) for number in (run, first, second)] == [
            1,
            2,
            3,
        ]

    order = [judge(database, a_report()) for _ in range(3)]

    assert order == [run, first, second]
    with database.read() as session:
        assert queue.position(session, session.get_one(Grading, first)) is None


def test_workers_that_race_get_one_each(database: Database, ada: Viewer, mse: Exercise) -> None:
    numbers = [hand_in(database, ada, mse) for _ in range(12)]

    with ThreadPoolExecutor(6) as pool:
        claims = list(pool.map(lambda worker: queue.claim(database, f"here:{worker}"), range(16)))

    assert sorted(claim.grading_id for claim in claims if claim) == numbers


def test_a_lease_that_ran_out_is_taken_over_and_its_first_holder_is_shut_out(
    database: Database, ada: Viewer, mse: Exercise
) -> None:
    number = hand_in(database, ada, mse)
    lost = queue.claim(database, "here:1", lease=NO_TIME)
    taken = queue.claim(database, "there:2")
    assert lost
    assert taken

    assert (taken.grading_id, taken.tries) == (number, 2)
    assert not queue.finish(database, lost, a_report(Verdict.WRONG_ANSWER, "wrong-sign"))
    assert not queue.renew(database, lost)
    assert not queue.give_back(database, lost)
    assert queue.finish(database, taken, a_report())
    assert not queue.finish(database, lost, a_report(Verdict.WRONG_ANSWER))
    assert grading(database, number).verdict is Verdict.ACCEPTED
    with database.read() as session:
        assert session.scalars(select(Diagnosis)).all() == []


def test_even_the_same_worker_is_fenced_by_the_number_of_the_try(
    database: Database, ada: Viewer, mse: Exercise
) -> None:
    hand_in(database, ada, mse)
    first = queue.claim(database, "here:1", lease=NO_TIME)
    second = queue.claim(database, "here:1")
    assert first
    assert second

    assert not queue.finish(database, first, a_report(Verdict.WRONG_ANSWER))
    assert queue.finish(database, second, a_report())


def test_a_lease_that_is_renewed_is_not_taken(database: Database, ada: Viewer, mse: Exercise) -> None:
    hand_in(database, ada, mse)
    claim = queue.claim(database, "here:1", lease=NO_TIME)
    assert claim

    assert queue.renew(database, claim)

    assert queue.claim(database, "there:2") is None


def test_a_grading_that_kills_three_workers_ends_as_an_internal_error(
    database: Database, ada: Viewer, mse: Exercise
) -> None:
    number = hand_in(database, ada, mse)
    for _ in range(queue.TRIES):
        assert queue.claim(database, "here:1", lease=NO_TIME)

    assert queue.claim(database, "here:1") is None
    done = grading(database, number)
    assert (done.state, done.verdict) == (State.FAILED, Verdict.INTERNAL_ERROR)
    assert done.result
    assert "our fault" in done.result.message.en


def test_a_try_that_came_to_nothing_is_given_back_twice_then_failed(
    database: Database, ada: Viewer, mse: Exercise
) -> None:
    number = hand_in(database, ada, mse)
    states = []
    for _ in range(queue.TRIES):
        claim = queue.claim(database, "here:1")
        assert claim
        assert queue.give_back(database, claim)
        states.append(grading(database, number).state)

    assert states == [State.QUEUED, State.QUEUED, State.FAILED]


def test_a_failed_regrade_leaves_the_verdict_before_it_standing(database: Database, ada: Viewer, mse: Exercise) -> None:
    number = hand_in(database, ada, mse)
    judge(database, a_report())
    submission_id = grading(database, number).submission_id
    with database.write() as session:
        queue.enqueue(session, session.get_one(Submission, submission_id), Priority.REGRADE)

    for _ in range(queue.TRIES):
        claim = queue.claim(database, "here:1")
        assert claim
        queue.give_back(database, claim)

    with database.read() as session:
        entry = submissions.find(session, ada, submission_id)
        assert entry
        assert entry.grading.verdict is Verdict.ACCEPTED
        assert len(entry.submission.gradings) == 2


def test_what_a_dead_worker_of_this_host_held_is_free_at_once(database: Database, ada: Viewer, mse: Exercise) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for _ in range(3):
        hand_in(database, ada, mse)
    by_the_dead = queue.claim(database, f"thishost:{dead.pid}")
    by_the_living = queue.claim(database, f"thishost:{os.getpid()}")
    elsewhere = queue.claim(database, f"otherhost:{dead.pid}")
    assert by_the_dead
    assert by_the_living
    assert elsewhere

    assert queue.release_dead(database, "thishost") == 1

    again = queue.claim(database, "thishost:0")
    assert again
    assert again.grading_id == by_the_dead.grading_id
    assert queue.finish(database, by_the_living, a_report())
    assert queue.finish(database, elsewhere, a_report())


def test_a_locked_database_is_said_and_loses_nothing(settings: Settings, ada: Viewer, mse: Exercise) -> None:
    with closing(Database(settings.url, busy_seconds=0.05)) as database:
        number = hand_in(database, ada, mse)
        with closing(Database(settings.url)) as other, other.write() as locked:
            locked.execute(update(Submission).values(seed=1))
            if not database.is_sqlite:  # which locks rows and tables, never all
                locked.execute(text("LOCK TABLE submission, grading IN EXCLUSIVE MODE"))
            with pytest.raises(DatabaseBusy, match="try again"):
                hand_in(database, ada, mse)
            with pytest.raises(DatabaseBusy):
                queue.claim(database, "here:1")
            assert grading(database, number).state is State.QUEUED  # who only reads isn't kept waiting
        assert judge(database, a_report()) == number


def test_a_thread_that_waits_too_long_for_another_one_is_refused_and_writes_when_that_one_has_failed(
    settings: Settings, ada: Viewer, mse: Exercise
) -> None:
    with closing(Database(settings.url, busy_seconds=0.05)) as database, ThreadPoolExecutor(1) as other:
        if not database.is_sqlite:
            pytest.skip("PostgreSQL locks rows: writers need not wait for each other")

        def fail_while_another_waits() -> None:
            with database.write():
                with pytest.raises(DatabaseBusy, match="try again"):
                    other.submit(hand_in, database, ada, mse).result()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail_while_another_waits()
        assert other.submit(hand_in, database, ada, mse).result()


def test_who_reads_first_and_writes_then_is_never_refused(database: Database, ada: Viewer, mse: Exercise) -> None:
    """Eight at once read a number and write the next: a deferred transaction would fail most of them."""
    number = hand_in(database, ada, mse)

    def count_up(_: int) -> None:
        for _ in range(20):
            with database.write() as session:
                row = session.get_one(Grading, number, with_for_update=True)
                row.tries += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(8)))

    assert grading(database, number).tries == 160


def test_two_tabs_that_save_at_the_same_moment_never_collide(database: Database, ada: Viewer, mse: Exercise) -> None:
    """Each would look, find nothing and insert: on PostgreSQL, where writers don't wait for each other, most fail."""
    tabs = threading.Barrier(8)

    def save(tab: int) -> None:
        tabs.wait()
        with database.write() as session:
            submissions.save_draft(session, ada, "mse", f"# {tab}")
            progress.visit(session, ada, Room.EXERCISES, "mse")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(8)))

    with database.read() as session:
        assert submissions.load_draft(session, ada, "mse")
        assert session.scalar(select(func.count()).select_from(Visit)) == 1


# --- is anybody grading? ---


def test_a_site_without_a_grader_says_so(database: Database) -> None:
    with database.read() as session:
        assert queue.graders(session) == queue.Graders(alive=False)


def test_a_grader_that_cant_grade_says_why_unless_another_one_can(database: Database) -> None:
    queue.heartbeat(database, "here:1", problem="no Landlock")
    with database.read() as session:
        assert queue.graders(session) == queue.Graders(alive=False, problem="no Landlock")

    queue.heartbeat(database, "here:2", sandbox="full")
    with database.read() as session:
        assert queue.graders(session) == queue.Graders(alive=True, sandbox="full", count=1)


def test_a_grader_whose_heart_and_loop_speak_at_the_same_moment_is_there_once(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: queue.heartbeat(database, "here:1", sandbox="full"), range(24)))

    with database.read() as session:
        assert queue.graders(session).count == 1


def test_a_grader_that_left_or_fell_silent_is_not_there(database: Database) -> None:
    queue.heartbeat(database, "here:1", sandbox="full")
    queue.heartbeat(database, "here:2", sandbox="full")
    queue.sign_off(database, "here:1")
    with database.write() as session:
        session.execute(update(Grader).values(seen=now() - queue.ALIVE))

    with database.read() as session:
        assert not queue.graders(session).alive


# --- the doorbell ---


@pytest.mark.parametrize("depth", [0, 12])
def test_a_ring_wakes_everybody_who_waits_for_it_however_deep_the_folder_lies(tmp_path: Path, depth: int) -> None:
    folder = tmp_path.joinpath(*["a-rather-long-name"] * depth) / "doorbell"
    with Doorbell(folder, "work") as one, Doorbell(folder, "work") as two, Doorbell(folder, "verdict") as other:
        Doorbell(folder, "work").ring()
        Doorbell(folder, "work").ring()

        assert one.wait(30)
        assert two.wait(30)
        assert not one.wait(0.01)  # two rings are one
        assert not other.wait(0.01)
    assert list(folder.iterdir()) == []


def test_a_ring_before_the_wait_is_not_slept_through(tmp_path: Path) -> None:
    with Doorbell(tmp_path, "work") as bell:
        ringer = threading.Thread(target=Doorbell(tmp_path, "work").ring)
        ringer.start()
        ringer.join()
        assert bell.wait(30)


def test_ringing_at_the_door_of_the_dead_cleans_up_and_harms_nobody(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from steepest.dispatch.doorbell import Doorbell\n"
        "Doorbell(Path(sys.argv[1]), 'work').__enter__(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    assert len(list(tmp_path.iterdir())) == 1

    with Doorbell(tmp_path, "work") as bell:
        Doorbell(tmp_path, "work").ring()
        assert bell.wait(30)
        assert len(list(tmp_path.iterdir())) == 1


# --- submissions ---


def test_somebody_elses_submission_is_not_there(database: Database, ada: Viewer, alan: Viewer, mse: Exercise) -> None:
    number = grading(database, hand_in(database, ada, mse)).submission_id

    with database.read() as session:
        assert submissions.find(session, ada, number)
        assert submissions.find(session, alan, number) is None
        assert submissions.find(session, ada, number + 1) is None
        assert submissions.history(session, alan, "mse") == []


def test_the_history_shows_what_was_submitted_newest_first_and_no_runs(
    database: Database, ada: Viewer, mse: Exercise
) -> None:
    numbers = [hand_in(database, ada, mse, kind) for kind in (Kind.SUBMIT, Kind.RUN, Kind.SUBMIT)]

    with database.read() as session:
        history = submissions.history(session, ada, "mse")

    assert [entry.grading.id for entry in history] == [numbers[2], numbers[0]]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (b"x = 1\0", "NUL"),
        (b"# \xff", "UTF-8"),
        ("x" * (64 * 1024 + 1), "at most"),
        ("é" * (32 * 1024 + 1), "at most"),
        ("\ud800", "UTF-8"),
    ],
)
def test_what_is_no_program_is_refused_in_both_languages(
    database: Database, ada: Viewer, mse: Exercise, source: bytes | str, says: str
) -> None:
    with pytest.raises(submissions.Refused, match=says) as caught, database.write() as session:
        submissions.submit(session, ada, mse, source, site_seed="s")

    assert caught.value.message.zh
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 0


def test_a_form_s_line_ends_and_a_byte_order_mark_cost_nothing(database: Database, ada: Viewer, mse: Exercise) -> None:
    lines = "x\r\n" * (64 * 1024 // 2)

    with database.write() as session:
        assert submissions.submit(session, ada, mse, lines, site_seed="s").source == "x\n" * (64 * 1024 // 2)
        assert submissions.submit(session, ada, mse, b"\xef\xbb\xbfx = 1", site_seed="s").source == "x = 1"


def test_nobody_fills_the_queue_for_everybody_else(
    database: Database, ada: Viewer, alan: Viewer, mse: Exercise
) -> None:
    for _ in range(submissions.MOST_WAITING):
        hand_in(database, ada, mse)

    with pytest.raises(submissions.Refused, match="waiting"):
        hand_in(database, ada, mse)
    hand_in(database, alan, mse)
    judge(database, a_report())
    hand_in(database, ada, mse)


def test_the_hidden_probes_differ_from_site_to_site_and_not_from_student_to_student() -> None:
    ours = submissions.probe_seed("our site", "mse")

    assert ours == submissions.probe_seed("our site", "mse")
    assert ours != submissions.probe_seed("their site", "mse")
    assert ours != submissions.probe_seed("our site", "adam")
    assert 0 <= ours < 2**31


def test_runs_are_purged_after_a_day_submissions_and_answers_never(
    database: Database, ada: Viewer, mse: Exercise
) -> None:
    for kind in (Kind.SUBMIT, Kind.RUN, Kind.ANSWER):
        hand_in(database, ada, mse, kind)
    with database.write() as session:
        session.execute(update(Submission).values(created=now() - timedelta(days=2)))
    hand_in(database, ada, mse, Kind.RUN)

    with database.write() as session:
        assert submissions.purge_runs(session) == 1

    with database.read() as session:
        assert sorted(session.scalars(select(Submission.kind))) == [Kind.ANSWER, Kind.RUN, Kind.SUBMIT]
        assert session.scalar(select(func.count()).select_from(Grading)) == 3


def test_a_number_of_a_purged_run_is_never_given_again(database: Database, ada: Viewer, mse: Exercise) -> None:
    first = hand_in(database, ada, mse, Kind.RUN)
    with database.write() as session:
        session.execute(update(Submission).values(created=now() - timedelta(days=2)))
        submissions.purge_runs(session)

    assert hand_in(database, ada, mse) > first


# --- the instructor's figures ---


def test_the_instructor_sees_who_solved_what_and_which_misconceptions_were_met(
    database: Database, ada: Viewer, alan: Viewer, guest: Viewer, exercises: dict[str, Exercise]
) -> None:
    wrong = a_report(Verdict.WRONG_ANSWER, "missing-mean")
    hand_in(database, ada, exercises["mse"])
    judge(database, wrong)
    hand_in(database, ada, exercises["mse"])
    judge(database, wrong)
    hand_in(database, ada, exercises["mse"])
    judge(database, a_report())
    hand_in(database, alan, exercises["mse"])
    judge(database, a_report(Verdict.WRONG_ANSWER, "missing-mean", "wrong-sign"))
    hand_in(database, alan, exercises["mse"], Kind.RUN)
    judge(database, a_report(Verdict.WRONG_ANSWER, "runs-dont-count"))
    hand_in(database, guest, exercises["mse"])
    hand_in(database, guest, exercises["mse-gradient"])
    judge(database, wrong)

    with database.read() as session:
        found = summaries(session, 1)
        assert summaries(session, 2) == {}

    mse = found["mse"]
    assert (mse.tried, mse.solved, mse.submissions, mse.waiting) == (3, 1, 5, 0)
    assert mse.solved_share == pytest.approx(1 / 3)
    assert mse.misconceptions == (
        MisconceptionCount("missing-mean", people=3, submissions=4),
        MisconceptionCount("wrong-sign", people=1, submissions=1),
    )
    assert (found["mse-gradient"].waiting, found["mse-gradient"].solved_share) == (1, 0.0)
    assert set(found) == {"mse", "mse-gradient"}


def test_a_regrade_replaces_what_instructor_and_student_see(database: Database, ada: Viewer, mse: Exercise) -> None:
    number = hand_in(database, ada, mse)
    for report in (a_report(), a_report(Verdict.WRONG_ANSWER, "missing-mean"), a_report()):
        judge(database, report)
        with database.write() as session:
            assert summaries(session, 1)["mse"].solved == (report.verdict is Verdict.ACCEPTED)
            assert progress.standings(session, ada)["mse"].solved == (report.verdict is Verdict.ACCEPTED)
            submission = session.get_one(Submission, grading(database, number).submission_id)
            queue.enqueue(session, submission, Priority.REGRADE)

    with database.read() as session:
        summary = summaries(session, 1)["mse"]

    assert (summary.solved, summary.submissions, summary.misconceptions) == (1, 1, ())
