"""A deadline: everybody hands in within a minute, while others read. Nothing is lost, doubled or late."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from typing import Any

import psutil
from sqlalchemy import select

from steepest.models import Grading, Submission, Verdict
from steepest_graders import Exercise

PAGES = ("/en/", "/en/lessons/loss-functions-and-optimizers", "/en/exercises/mse", "/zh/exercises/")


def test_a_deadline_rush_loses_nothing_and_keeps_its_times(
    deployment: Any, backend: str, mse: Exercise, tools: dict[str, Any], tell: Callable[[str], None]
) -> None:
    is_long = tools["long"]
    count, seconds = (1000, 60.0) if is_long else (24, 2.0)
    deployment.start_web("--graders", "2")
    deployment.wait_for_graders(2)
    students = deployment.crowd(count + 2, mse)
    reader, early = students.pop(), students.pop()
    first = early.submit()  # a deadline is not what a site begins with: it has answered and judged before
    with ThreadPoolExecutor(16) as some:
        list(some.map(reader.get, PAGES * 8))
    tools["until"](lambda: not deployment.unfinished(), "the first was judged")
    reading: list[float] = []
    busy: list[int] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            for page in PAGES:
                began = time.perf_counter()
                status, _ = reader.get(page)
                reading.append(time.perf_counter() - began)
                assert status == 200 or not is_long
                over.wait(0.1)

    chance = random.Random(0)
    arrivals = sorted(chance.uniform(0, seconds) for _ in students)
    start = time.perf_counter() + 0.5

    def hand_in(student: Any, arrival: float) -> tuple[int, float]:
        time.sleep(max(0.0, start + arrival - time.perf_counter()))  # this is the load, not a wait for anything
        began = time.perf_counter()
        while True:
            try:
                number = student.submit()
                return number, time.perf_counter() - began
            except BlockingIOError:  # as the page says: try again
                busy.append(1)

    before = processor_seconds(deployment.pid("web"))
    with ThreadPoolExecutor(64) as crowd:
        readers = crowd.submit(read)
        try:
            taken = list(crowd.map(hand_in, students, arrivals))
            tools["until"](lambda: not deployment.unfinished(), "all was judged")
        finally:
            over.set()
        readers.result()
    spent = {part: now - before[part] for part, now in processor_seconds(deployment.pid("web")).items()}

    numbers, posts = [first, *(number for number, _ in taken)], [took for _, took in taken]
    with deployment.database.read() as session:
        stored = session.scalars(select(Submission.id).order_by(Submission.id)).all()
        gradings = session.scalars(select(Grading).order_by(Grading.submission_id)).all()
    assert sorted(numbers) == list(stored)
    assert [grading.submission_id for grading in gradings] == list(stored)
    assert {grading.verdict for grading in gradings} == {Verdict.ACCEPTED}

    waits = [(grading.finished - grading.created).total_seconds() for grading in gradings if grading.finished]
    late = lateness(gradings)
    quantile = tools["quantile"]
    tell(
        f"{backend}: {count} students in {seconds:.0f} s, {len(busy)} told to try again:"
        f" POST p50 {quantile(posts, 0.5) * 1e3:.0f},"
        f" p95 {quantile(posts, 0.95) * 1e3:.0f}, p99 {quantile(posts, 0.99) * 1e3:.0f} ms;"
        f" pages p95 {quantile(reading, 0.95) * 1e3:.0f} ms of {len(reading)};"
        f" verdict p50 {quantile(waits, 0.5):.1f}, p99 {quantile(waits, 0.99):.1f} s, beyond the queue's {late:.1f} s;"
        f" grading {statistics.mean(grading.seconds or 0 for grading in gradings) * 1e3:.0f} ms;"
        f" processor ms a submission: {', '.join(f'{part} {used / count * 1e3:.0f}' for part, used in spent.items())}"
    )
    if is_long:
        assert not busy
        assert quantile(posts, 0.99) < 0.3
        assert quantile(reading, 0.95) < 0.2
        assert late < 10


def processor_seconds(pid: int) -> dict[str, float]:
    """What the web server, the graders with their programs, and PostgreSQL have used until now."""
    spent = {"web": 0.0, "grading": 0.0, "database": 0.0}
    ours = set(psutil.Process(pid).children(recursive=True))
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess):
            part = "database" if process.name() == "postgres" else "grading"
            if process not in ours and part != "database":
                continue
            if "steepest.serving.web" in process.cmdline():
                part = "web"
            times = process.cpu_times()
            spent[part] += times.user + times.system + times.children_user + times.children_system
    return spent


def lateness(gradings: list[Grading], graders: int = 2) -> float:
    """By how many seconds the latest verdict came after what the length of its queue foretold.

    Somebody who hands in while n others wait is foretold n + 1 gradings, spread over the graders, of the mean time
    that a grader was seen to take from one verdict to the next while it had work.
    """
    ended = sorted(grading.finished for grading in gradings if grading.finished)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(ended)]
    each = statistics.median(gaps) * graders
    late = []
    for grading in gradings:
        assert grading.finished
        before = sum(other.created < grading.created < (other.finished or other.created) for other in gradings)
        foretold = (before + 1) / graders * each
        late.append((grading.finished - grading.created).total_seconds() - foretold)
    return max(late)
