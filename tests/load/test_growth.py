"""How the site grows: throughput by workers, latency by stored submissions, memory by time. Tables, in `make load`."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from steepest import submissions
from steepest.accounts import queries
from steepest.dispatch import queue
from steepest_graders import Exercise

# So many accepted submissions of one participant in 100, a year old at most, written without going through the site.
FILL = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT :low UNION ALL SELECT i + 1 FROM n WHERE i < :high) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(CAST(:low AS int), CAST(:high AS int))) ",
}
SUBMISSIONS = """
INSERT INTO submission (id, participant_id, offering_id, course, exercise, content_hash, seed, source, kind, created)
{n} SELECT i, 1 + i % :people, 1, 'c', 'mse', '0', 0, :source, 'submit', :moment FROM n
"""
GRADINGS = """
INSERT INTO grading (id, submission_id, state, priority, created, finished, verdict, score, seconds, report)
{n} SELECT i, i, 'done', 10, :moment, :moment, 'accepted', 1.0, 0.1, :report FROM n
"""


def test_pages_and_claims_stay_quick_with_many_submissions_stored(
    deployment: Any, backend: str, mse: Exercise, tools: dict[str, Any], tell: Callable[[str], None]
) -> None:
    sizes = (10**4, 10**5, 10**6) if tools["long"] else (200, 1000)
    people = 100 if tools["long"] else 10
    with deployment.database.write() as session:
        viewers = [queries.start_guest(session) for _ in range(people)]
    deployment.start_web("--graders", "0")
    (student,) = deployment.crowd(1, mse)
    low = 1
    claims: list[float] = []
    for size in sizes:
        fill(deployment, backend, low, size, people)
        low = size + 1
        pages = [timed(lambda: student.get(student.page))[0] for _ in range(20)]
        claims.clear()
        for viewer in viewers[:10]:
            with deployment.database.write() as session:
                submissions.submit(session, viewer, mse, mse.solution, site_seed="s")
            seconds, claim = timed(lambda: queue.claim(deployment.database, "nobody:1"))
            claims.append(seconds)
            assert claim
            queue.give_up(deployment.database, claim)
            with deployment.database.write() as session:  # makes room for the next size's numbers
                session.execute(text("DELETE FROM submission WHERE id > :size"), {"size": size})
        tell(
            f"{backend}: {size:>9,} stored: page p50 {tools['quantile'](pages, 0.5) * 1e3:.1f} ms,"
            f" claim p50 {tools['quantile'](claims, 0.5) * 1e3:.1f} ms"
        )
    if tools["long"]:
        assert tools["quantile"](pages, 0.95) < 0.2
        assert tools["quantile"](claims, 0.95) < 0.05


def fill(deployment: Any, backend: str, low: int, high: int, people: int) -> None:
    values = {"low": low, "high": high, "moment": moment(backend), "source": "x = 1\n" * 20, "report": "{}"}
    with deployment.database.write() as session:
        for statement in (SUBMISSIONS, GRADINGS):
            used = {name: value for name, value in values.items() if f":{name}" in statement + FILL[backend]}
            if statement is SUBMISSIONS:
                used["people"] = people
            session.execute(text(statement.format(n=FILL[backend])), used)
    with deployment.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        if backend == "postgresql":
            for table in ("submission", "grading"):
                connection.execute(text(f"SELECT setval('{table}_id_seq', :high)"), {"high": high})


def moment(backend: str) -> str:
    return "2026-01-01 00:00:00.000000" if backend == "sqlite" else "2026-01-01 00:00:00+00"


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = run()
    return time.perf_counter() - began, result


def test_more_workers_grade_more(
    deployment: Any, backend: str, mse: Exercise, tools: dict[str, Any], tell: Callable[[str], None]
) -> None:
    if not tools["long"]:
        pytest.skip("measures: make load")
    for workers in (1, 2, 4):
        names = [f"worker{workers}{number}" for number in range(workers)]
        for name in names:
            deployment.start(name, "worker")
        deployment.wait_for_graders(workers)
        with deployment.database.write() as session:
            viewers = [queries.start_guest(session) for _ in range(300)]
            for viewer in viewers:
                submissions.submit(session, viewer, mse, mse.solution, site_seed="s")
        queue.ring(deployment.settings)
        seconds, _ = timed(lambda: tools["until"](lambda: not deployment.unfinished(), "all was judged"))
        tell(f"{backend}: {workers} workers on {os.cpu_count()} processors: {300 / seconds:.1f} gradings a second")
        for name in names:
            assert deployment.stop(name) == 0


def test_an_hour_leaves_no_memory_no_descriptor_and_no_process_behind(
    deployment: Any, backend: str, mse: Exercise, tools: dict[str, Any], tell: Callable[[str], None]
) -> None:
    if backend == "postgresql":
        pytest.skip("the same processes: once is enough")
    minutes = float(os.environ.get("SOAK_MINUTES", "60" if tools["long"] else "0"))
    deployment.start_web("--graders", "1")
    deployment.wait_for_graders(1)
    # Enough of them that nobody does in an hour what takes a year: what somebody has done is read for their pages.
    everybody = deque(deployment.crowd(400 if tools["long"] else 3, mse))
    samples: list[tuple[float, int, int]] = []
    start = time.monotonic()
    turns = 0
    while time.monotonic() - start < minutes * 60 or turns < 2:
        students = list(islice(everybody, 20))
        everybody.rotate(5)
        for student in students:
            for page in ("/en/", "/en/lessons/loss-functions-and-optimizers", "/zh/exercises/", student.page):
                assert student.get(page)[0] == 200
        for student in students[:5]:
            student.take_quiz("regression-quiz")
            student.submit()
        tools["until"](lambda: not deployment.unfinished(), "all was judged")
        samples.append(footprint(deployment.pid("web")))
        turns += 1
    tenth = max(1, len(samples) // 10)
    early, late = samples[tenth], samples[-1]
    tell(
        f"{minutes:.2f} minutes, {turns} turns: memory {early[0]:.0f} MB -> {late[0]:.0f} MB,"
        f" descriptors {early[1]} -> {late[1]}, processes {early[2]} -> {late[2]}"
    )
    if tools["long"]:
        assert late[0] < early[0] * 1.15
        assert late[1] <= early[1] + 10
    assert late[2] <= early[2] + 2  # a program that is being judged has one of its own


def footprint(pid: int) -> tuple[float, int, int]:
    """Of a process and all below it: memory that is theirs alone (MB), descriptors, processes."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            children.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
        except OSError:
            continue
    everybody = [pid]
    for one in everybody:
        everybody.extend(children.get(one, []))
    memory, descriptors = 0.0, 0
    for one in everybody:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            memory += sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
            descriptors += len(list(Path(f"/proc/{one}/fd").iterdir()))
        except OSError:
            continue  # it has just ended
    return memory, descriptors, len(everybody)
