"""Kills at random moments: whatever dies, every submission gets one verdict, and nobody is blamed for it.

make torture                            200 moments for each kind of process
make torture TORTURE_SEED=7             the same moments again, as far as the machine lets them be the same
"""

from __future__ import annotations

import http.cookiejar
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from sqlalchemy import select, text

from steepest import submissions
from steepest.accounts import queries
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch import queue
from steepest.models import Grading, State, Submission, Verdict
from steepest_graders import Exercise

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")

MOMENTS = int(os.environ.get("TORTURE_MOMENTS", "10"))
SEED = int(os.environ.get("TORTURE_SEED") or random.SystemRandom().randrange(10**6))
LATEST = 0.3  # seconds after a submission within which the blow falls: a grading takes less
SECONDS = 180.0  # a generous deadline; what is wanted is 5, and printed is what it took
VICTIMS = ("child", "zygote", "stub", "template", "worker", "web server")


def until(happened: Callable[[], object], what: str, context: Callable[[], object] = str) -> None:
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"seed {SEED}: waited {SECONDS:.0f} s until {what} {context()}"
        time.sleep(0.01)


# --- processes ---


def children() -> dict[int, list[int]]:
    """Who stands under whom, on this machine."""
    found: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if words[0] != "Z":
            found.setdefault(int(words[1]), []).append(int(stat.parent.name))
    return found


def below(pid: int, tree: dict[int, list[int]]) -> set[int]:
    found = set(tree.get(pid, []))
    return found.union(*(below(child, tree) for child in found))


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# --- a site ---


@dataclass
class Site:
    """A running `steepest serve`, and what a test has seen of it."""

    process: subprocess.Popen[bytes]
    database: Database
    settings: Settings
    url: str
    source: str
    exercise: Exercise
    level: str = ""
    seen: dict[int, str] = field(default_factory=dict)

    def everybody(self) -> set[int]:
        """Every process of the site; remembered, so that none outlives this test."""
        found = below(self.process.pid, children())
        self.seen.update({pid: command(pid) for pid in found - self.seen.keys()})
        return found

    def of_kind(self, victim: str) -> list[int]:
        """The processes of that kind, at this moment."""
        tree = children()
        everybody = below(self.process.pid, tree)
        if victim == "web server":  # granian's parent and its child
            return [pid for pid in everybody if "steepest.serving.web" in command(pid) or "spawn_main" in command(pid)]
        layer = [pid for pid in everybody if "steepest worker" in command(pid)]
        depths = ["worker", "template", *(["stub"] if self.level == "full" else []), "zygote", "child"]
        for _ in range(depths.index(victim)):
            layer = [below_it for pid in layer for below_it in tree.get(pid, [])]
        return layer

    def hand_in(self, count: int = 1) -> list[int]:
        """Submit right programs past the web; the numbers of the submissions."""
        with self.database.write() as session:
            guest = queries.start_guest(session)
            submit = submissions.submit
            numbers = [submit(session, guest, self.exercise, self.source, site_seed="s").id for _ in range(count)]
        queue.ring(self.settings)
        return numbers

    def are_judged(self) -> bool:
        with self.database.read() as session:
            query = select(Grading.id).where(Grading.state.in_((State.QUEUED, State.RUNNING))).limit(1)
            return session.scalar(query) is None

    def waiting(self) -> object:
        with self.database.read() as session:
            rows = session.scalars(select(Grading).where(Grading.verdict.is_(None))).all()
            return [(row.id, row.state, row.tries, row.owner, row.lease_until) for row in rows]

    def stop(self) -> None:
        self.everybody()
        self.process.kill()
        self.process.wait()
        for pid, name in self.seen.items():
            if name and command(pid) == name:  # the number may be somebody else's by now
                os.kill(pid, signal.SIGKILL)


@contextmanager
def running(folder: Path, exercise: Exercise) -> Iterator[Site]:
    log = folder / "serve.log"
    arguments = ["serve", "--port", "0", "--data-dir", str(folder / "data"), "--graders", "2"]
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-P", "-m", "steepest", *arguments], stdout=output, stderr=output)
    settings = Settings(data_dir=folder / "data")
    with closing(Database(settings.url)) as database:
        source = exercise.accepted[0].read_text(encoding="utf-8")
        site = Site(process, database, settings, "", source, exercise)
        try:
            until(lambda: "Steepest is at" in log.read_text() or process.poll() is not None, "it said its address")
            found = re.search(r"Steepest is at (\S+)", log.read_text())
            assert found, log.read_text()
            site.url = found[1]
            until(lambda: level_of(database), "a grader was there")
            site.level = level_of(database)
            yield site
        finally:
            site.stop()


def level_of(database: Database) -> str:
    with database.read() as session:
        return queue.graders(session).sandbox


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, exercises: dict[str, Exercise]) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("kills"), exercises["mse"]) as site:
        yield site


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(f"{SEED} {request.node.name}")


def strike(site: Site, victim: str, chance: random.Random) -> None:
    """Kill one of that kind at a random moment from now."""
    time.sleep(chance.uniform(0, LATEST))  # not to wait for anything: this is the random moment
    while True:
        targets = sorted(site.of_kind(victim))
        if not targets:  # being started again; or a child that was ready is dead, and nothing asks for another
            if site.are_judged():
                site.hand_in()
            continue
        pid = chance.choice(targets)
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            if pid in site.of_kind(victim):  # not a number that has gone to somebody else
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                return
        except ProcessLookupError:
            continue
        finally:
            os.close(handle)


def tell(capsys: pytest.CaptureFixture[str], victim: str, back: list[float]) -> None:
    middle, longest = statistics.median(back), max(back)
    line = f"{len(back)} x kill -9 of a {victim} (seed {SEED}): back after {middle:.2f} s, at most {longest:.2f} s"
    with capsys.disabled():
        sys.stdout.write(f"\n{line} ")


def check_verdicts(site: Site) -> None:
    """Each submission has one grading, and it says that the program is right."""
    with site.database.read() as session:
        handed_in = session.scalars(select(Submission.id).order_by(Submission.id)).all()
        gradings = session.scalars(select(Grading).order_by(Grading.submission_id)).all()
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert [grading.submission_id for grading in gradings] == handed_in
    assert {grading.verdict for grading in gradings} == {Verdict.ACCEPTED}, f"seed {SEED}"


def check_nothing_is_left(site: Site, seen: set[int]) -> None:
    """Who was there and is not in the tree any more has ended, orphans too."""
    until(lambda: not [pid for pid in seen - site.everybody() if is_alive(pid)], "the dead were gone")


@pytest.mark.parametrize("victim", [victim for victim in VICTIMS if victim != "web server"])
def test_kill_nine_of_what_grades_costs_no_submission_its_verdict_and_blames_nobody(
    site: Site, victim: str, chance: random.Random, capsys: pytest.CaptureFixture[str]
) -> None:
    if victim == "stub" and site.level != "full":
        pytest.skip(f"level {site.level} has no stub")
    back = []
    for _ in range(MOMENTS):
        site.hand_in(2)
        seen = site.everybody()
        strike(site, victim, chance)
        start = time.monotonic()
        site.hand_in()

        until(site.are_judged, f"all was judged after a {victim} was killed:", site.waiting)

        back.append(time.monotonic() - start)
        check_nothing_is_left(site, seen)
    check_verdicts(site)
    tell(capsys, victim, back)


class Student:
    """Somebody with a browser that tries again until it gets an answer."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.answered: list[int] = []
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        self._token = ""

    def submit(self) -> None:
        """Submit until the site has said that it took the program."""
        until(self._submitted, "a submission was taken")

    def _submitted(self) -> bool:
        address = f"{self.site.url}/en/exercises/{self.site.exercise.slug}"
        try:
            if not self._token:
                found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self._read(address))
                assert found
                self._token = found[1]
            form = {"csrf_token": self._token, "source": self.site.source, "action": "submit"}
            answer = self._read(address, urlencode(form).encode())
        except urllib.error.HTTPError:  # it answered, and not with what was wanted
            raise
        except OSError:
            return False
        found = re.search(r"/en/submissions/(\d+)", answer)
        assert found
        self.answered.append(int(found[1]))
        return True

    def _read(self, address: str, data: bytes | None = None) -> str:
        with self._opener.open(urllib.request.Request(address, data, {"X-Fragment": "1"}), timeout=SECONDS) as response:
            return str(response.read().decode("utf-8"))


def test_kill_nine_of_the_web_server_loses_nothing_that_it_said_it_took(
    site: Site, chance: random.Random, capsys: pytest.CaptureFixture[str]
) -> None:
    student = Student(site)
    student.submit()
    back = []
    for _ in range(MOMENTS):
        posting = Thread(target=student.submit)
        posting.start()
        seen = site.everybody()
        strike(site, "web server", chance)
        start = time.monotonic()
        posting.join()
        student.submit()
        back.append(time.monotonic() - start)
        until(site.are_judged, "all was judged after a web server was killed:", site.waiting)
        check_nothing_is_left(site, seen)
    with site.database.read() as session:
        assert set(student.answered) <= set(session.scalars(select(Submission.id)))
    assert len(student.answered) == 2 * MOMENTS + 1
    check_verdicts(site)
    tell(capsys, "web server", back)


def test_after_all_that_the_site_stops_as_ever_and_leaves_nothing(site: Site) -> None:
    everybody = site.everybody()
    site.process.terminate()
    assert site.process.wait(SECONDS) == 0

    until(lambda: not any(map(is_alive, everybody)), "all were gone")
    assert [path.name for path in (site.settings.data_dir / "doorbell").glob("*")] == []
