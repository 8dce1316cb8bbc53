"""Whatever is killed, every accepted POST has exactly one verdict in the end: web, worker, zygote, Redis, PostgreSQL.

make load                   200 rounds; LOAD_SEED=7 repeats the moments
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from steepest.models import Grading, Submission, Verdict
from steepest_graders import Exercise

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
VICTIMS = ("web", "worker", "zygote", "redis", "postgresql")
SEED = int(os.environ.get("LOAD_SEED") or random.SystemRandom().randrange(10**6))


@pytest.fixture
def deployment(mortal_postgresql: Any, redis_server: Any, tools: dict[str, Any], tmp_path: Path) -> Iterator[Any]:
    """A web server and two workers, each with a folder of its own, a PostgreSQL and a Redis."""
    redis_server.client.flushall()
    url = mortal_postgresql.create().replace("postgresql+psycopg", "postgresql")
    given = {"STEEPEST_DATABASE_URL": url, "STEEPEST_BROKER_URL": redis_server.url}
    with closing(tools["Deployment"](tmp_path, given)) as deployment:
        deployment.start_web("--graders", "0")
        for name in ("worker1", "worker2"):
            start_worker(deployment, name)
        deployment.wait_for_graders(2)
        yield deployment


def start_worker(deployment: Any, name: str) -> None:
    folder = deployment.folder / name
    folder.mkdir(exist_ok=True)
    deployment.start(name, "worker", STEEPEST_DATA_DIR=str(folder))


def strike(deployment: Any, victim: str, redis: Any, postgresql: Any, chance: random.Random) -> None:
    """Kill one of that kind, and start it again as its supervisor would."""
    name = chance.choice(["worker1", "worker2"])
    if victim == "web":
        deployment.kill("web")
        deployment.start_web("--graders", "0")
    elif victim == "worker":
        deployment.kill(name)
        start_worker(deployment, name)
    elif victim == "zygote":
        with suppress(ProcessLookupError):
            os.kill(chance.choice(below(deployment.pid(name)) or [deployment.pid(name)]), signal.SIGKILL)
    elif victim == "redis":
        redis.kill()
        redis.start()
    else:
        postgresql.kill()
    for name in ("worker1", "worker2"):
        if not deployment.is_running(name):
            start_worker(deployment, name)


def below(pid: int) -> list[int]:
    """The processes that this one has started, and theirs."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            children.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found = list(children.get(pid, []))
    for child in found:
        found.extend(children.get(child, []))
    return found


def test_every_accepted_post_has_one_verdict_in_the_end(
    deployment: Any,
    redis_server: Any,
    mortal_postgresql: Any,
    mse: Exercise,
    tools: dict[str, Any],
    tell: Callable[[str], None],
) -> None:
    rounds = 200 if tools["long"] else len(VICTIMS)
    chance = random.Random(SEED)
    accepted: list[int] = []
    refused = [0]
    over = threading.Event()

    def hand_in() -> None:
        """A class that hands in all the time, each somebody else; a refusal is an answer, silence too."""
        while not over.is_set():
            for student in students:
                try:
                    accepted.append(student.submit())
                except OSError:
                    refused[0] += 1
                over.wait(0.2)

    students = deployment.crowd(40, mse)
    people = threading.Thread(target=hand_in)
    people.start()
    try:
        for number in range(rounds):
            before = len(accepted)
            time.sleep(chance.uniform(0, 0.5))  # the random moment
            strike(deployment, VICTIMS[number % len(VICTIMS)], redis_server, mortal_postgresql, chance)
            tools["until"](lambda before=before: len(accepted) > before, f"somebody could hand in again (seed {SEED})")
    finally:
        over.set()
        people.join()
    tools["until"](lambda: is_quiet(deployment), f"all was judged (seed {SEED})")

    with deployment.database.read() as session:
        stored = set(session.scalars(select(Submission.id)))
        gradings = session.scalars(select(Grading)).all()
    assert set(accepted) <= stored
    assert len(set(accepted)) == len(accepted)
    assert sorted(grading.submission_id for grading in gradings) == sorted(stored)
    assert {grading.verdict for grading in gradings} == {Verdict.ACCEPTED}, f"seed {SEED}"
    tell(
        f"{rounds} x kill -9 (seed {SEED}): {len(accepted)} POSTs accepted, {refused[0]} refused or cut off,"
        f" {len(stored)} stored, {len(gradings)} verdicts, at most {max(grading.tries for grading in gradings)} tries"
    )


def is_quiet(deployment: Any) -> bool:
    for name in ("worker1", "worker2"):
        if not deployment.is_running(name):
            start_worker(deployment, name)
    with suppress(Exception):  # the database may be starting
        return not deployment.unfinished()
    return False
