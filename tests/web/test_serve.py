"""`steepest serve` as its operator meets it: real processes, a real browser's requests, and real kills."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from steepest import submissions
from steepest.accounts import queries
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch import queue
from steepest.models import Grading, State, Submission, Verdict
from steepest_graders import Exercise

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")

STEEPEST = [sys.executable, "-P", "-m", "steepest"]
SECONDS = 90.0  # a deadline for what normally takes one or two, on a machine that does other things too


def until(happened: Callable[[], object], what: str) -> None:
    """Look until it happened; fail when the deadline is over."""
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"waited {SECONDS:.0f} s until {what}"
        time.sleep(0.02)


class Site:
    """A running `steepest serve`."""

    def __init__(self, folder: Path, arguments: Sequence[str]) -> None:
        self.folder = folder
        self._log = folder.parent / "serve.log"
        self._seen: dict[int, str] = {}
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*STEEPEST, "serve", "--data-dir", str(folder), *arguments], stdout=log, stderr=subprocess.STDOUT
            )
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    @property
    def output(self) -> str:
        return self._log.read_text(encoding="utf-8")

    @property
    def url(self) -> str:
        found = re.search(r"Steepest is at (\S+)", self.output)
        assert found
        return found[1]

    @property
    def link(self) -> str | None:
        """The one-time link, if it printed one."""
        found = re.search(r"http://\S+/claim/\S+", self.output)
        return found[0] if found else None

    def wait_until_up(self) -> Site:
        until(lambda: "Steepest is at" in self.output or self.process.poll() is not None, "it said its address")
        assert self.process.poll() is None, self.output
        return self

    def answers(self) -> bool:
        try:
            return bool(self.get("/healthz"))
        except OSError:
            return False

    def get(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=30) as response:
            return str(response.read().decode("utf-8"))

    def post(self, path: str, form: dict[str, str], *, page: str) -> str:
        """Fill in the form of `page` and send it; the page that comes back."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page))
        assert token, "the page has a form with a token"
        data = urlencode({"csrf_token": token[1], **form}).encode()
        with self.opener.open(self.url + path, data, timeout=30) as response:
            return str(response.read().decode("utf-8"))

    def children(self) -> list[int]:
        """Every process under ours; remembered, so that none outlives a test that fails."""
        found = descendants(self.process.pid)
        self._seen.update({pid: command_of(pid) for pid in found})
        return found

    def stop(self) -> None:
        """End whatever a test left running."""
        self.children()
        kill(self.process.pid)
        for pid, command in self._seen.items():
            if command and command_of(pid) == command:  # the number may be somebody else's by now
                kill(pid)
        self.process.wait()


def descendants(pid: int) -> list[int]:
    """The processes that stand under this one, by what the system says."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found = list(parents.get(pid, []))
    for child in found:
        found.extend(parents.get(child, []))
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Site]:
    site = Site(folder, ["--port", "0", *arguments])
    try:
        yield site.wait_until_up()
    finally:
        site.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a data folder"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for the tests that leave it running."""
    with serving(tmp_path_factory.mktemp("site") / "data", "--graders", "1") as site:
        yield site


@pytest.fixture
def right(exercises: dict[str, Exercise]) -> str:
    """A right program for mse."""
    return exercises["mse"].accepted[0].read_text(encoding="utf-8")


@contextmanager
def database_of(site: Site) -> Iterator[Database]:
    with closing(Database(f"sqlite:///{site.folder / 'steepest.db'}")) as database:
        yield database


def graders_of(site: Site) -> list[int]:
    return graders_under(site.process.pid)


def graders_under(parent: int) -> list[int]:
    return [pid for pid in descendants(parent) if "steepest worker" in command_of(pid)]


def webs_of(site: Site) -> list[int]:
    return [pid for pid in descendants(site.process.pid) if "steepest.serving.web" in command_of(pid)]


def test_a_program_that_is_submitted_in_the_browser_is_graded(site: Site, right: str) -> None:
    site.post("/en/exercises/mse", {"source": right, "action": "submit"}, page="/en/exercises/mse")

    with database_of(site) as database, database.read() as session:
        number = session.scalars(select(Submission.id)).one()
    until(lambda: verdict_of(site, number) is not None, "there was a verdict")
    assert verdict_of(site, number) is Verdict.ACCEPTED


def verdict_of(site: Site, submission_id: int) -> Verdict | None:
    with database_of(site) as database, database.read() as session:
        return session.scalar(select(Grading.verdict).where(Grading.submission_id == submission_id))


def test_the_secrets_and_the_folder_are_the_owner_s_alone(site: Site) -> None:
    assert site.folder.stat().st_mode & 0o777 == 0o700
    assert (site.folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_port_in_use_is_an_error_that_names_the_other_process(site: Site, folder: Path) -> None:
    port = site.url.rpartition(":")[2]
    before = set(descendants(site.process.pid))

    second = run("serve", "--data-dir", str(folder), "--port", port)

    assert second.returncode == 2
    named = re.search(r"port \d+ on 127.0.0.1 is in use by process (\d+) \(.*steepest.*\).*--port", second.stderr)
    assert named
    assert int(named[1]) in before
    assert second.stderr.count("\n") == 1
    assert not (folder / "steepest.db").exists()  # found before anything was made
    assert site.answers()


def test_a_port_that_anybody_else_listens_on_is_an_error_too(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        second = run("serve", "--data-dir", str(folder), "--port", str(other.getsockname()[1]))

    assert second.returncode == 2
    assert f"process {os.getpid()} (" in second.stderr


def test_a_data_folder_in_use_is_an_error_that_names_the_other_process(site: Site) -> None:
    second = run("serve", "--data-dir", str(site.folder), "--port", "0")

    assert second.returncode == 2
    assert f"is in use by process {site.process.pid} (" in second.stderr
    assert "--data-dir" in second.stderr
    assert second.stdout == ""
    assert site.answers()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_the_parent_ends_it_leaves_no_process(folder: Path, number: signal.Signals) -> None:
    with serving(folder) as site:
        with database_of(site) as database:
            until(lambda: is_graded_here(database), "a grader was there")
        children = site.children()
        assert len(children) >= 4  # the web server and its child, a grader and its sandbox

        os.kill(site.process.pid, number)
        site.process.wait(SECONDS)

        until(lambda: not any(map(is_alive, children)), f"all of {children} were gone")
        assert site.process.returncode == (-number if number == signal.SIGKILL else 0), site.output
        assert "Traceback" not in site.output


def is_graded_here(database: Database) -> bool:
    with database.read() as session:
        return queue.graders(session).alive


def test_a_child_that_is_killed_is_started_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEEPEST_LOG", "json")
    with serving(folder, "--graders", "1") as site:
        for of in (graders_of, webs_of):
            first = of(site)[0]
            kill(first)
            until(lambda of=of, first=first: of(site)[:1] not in ([], [first]), "another one was there")  # type: ignore[misc]
        until(site.answers, "the site answered again")
        with database_of(site) as database:
            until(lambda: is_graded_here(database), "a grader was there")
        told = [json.loads(line) for line in site.output.splitlines() if line.startswith("{")]
        ends = [line["child"] for line in told if line.get("ended") == "killed by SIGKILL" and line["level"] == "error"]
        assert ends == ["a grader", "the web server"]


def test_a_second_start_keeps_everything(folder: Path) -> None:
    with serving(folder, "--graders", "0") as site:
        first_link, url = site.link, site.url
        with database_of(site) as database:
            queries.sign_up(database, "Ada", "correct horse battery")
        secret = (folder / "secret_key").read_text()
        os.kill(site.process.pid, signal.SIGTERM)
        assert site.process.wait(SECONDS) == 0
    assert first_link
    assert first_link.startswith(url)

    with serving(folder, "--graders", "0") as again:
        assert again.link
        assert again.link.rpartition("/")[2] != first_link.rpartition("/")[2]
        assert (folder / "secret_key").read_text() == secret
        with database_of(again) as database:
            assert queries.sign_in(database, "Ada", "correct horse battery").name == "Ada"
    granted = run("user", "--data-dir", str(folder), "grant", "ada", "operator")
    assert granted.stdout == "Ada is operator now\n"

    with serving(folder, "--graders", "0") as third:
        assert third.link is None


def test_killing_graders_and_web_servers_loses_no_submission_and_grades_none_twice(
    folder: Path, exercises: dict[str, Exercise], right: str
) -> None:
    slow = "for _ in range(10_000_000): pass\n" + right
    with serving(folder, "--graders", "2") as site, database_of(site) as database:
        with database.write() as session:
            guest = queries.start_guest(session)
            for _ in range(8):
                submissions.submit(session, guest, exercises["mse"], slow, site_seed="s")
        for states in ({State.RUNNING}, {State.RUNNING, State.DONE}):
            until(lambda states=states: states <= set(all_of(database, Grading.state)), "grading went on")  # type: ignore[misc]
            for pid in [*graders_of(site), *webs_of(site)]:
                kill(pid)

        until(lambda: set(all_of(database, Grading.state)) == {State.DONE}, "all were graded")

        assert len(all_of(database, Submission.id)) == len(all_of(database, Grading.id)) == 8
        assert set(all_of(database, Grading.verdict)) == {Verdict.ACCEPTED}
        assert set(all_of(database, Grading.tries)) <= {1, 2, 3}
        assert max(all_of(database, Grading.tries)) > 1  # somebody was killed while grading


def all_of(database: Database, column: InstrumentedAttribute[Any]) -> list[Any]:
    with database.read() as session:
        return list(session.scalars(select(column)))


def test_a_site_whose_output_nobody_reads_any_more_goes_on(folder: Path) -> None:
    command = [*STEEPEST, "serve", "--port", "0", "--graders", "1", "--data-dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout
            assert b"Steepest is at" in process.stdout.readline()
            process.stdout.close()  # as `steepest serve | head -1` does
            until(lambda: graders_under(process.pid), "a grader was there")
            first = graders_under(process.pid)[0]
            kill(first)  # of which the supervisor has something to say
            until(lambda: graders_under(process.pid) not in ([], [first]), "another one was there")
        finally:
            process.terminate()
        assert process.wait(SECONDS) == 0


# --- errors, in one line ---


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*STEEPEST, *arguments], capture_output=True, text=True, env={**os.environ, **environment}, timeout=SECONDS
    )


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"STEEPEST_SIGNUP": "maybe"}, "STEEPEST_SIGNUP='maybe': say open or closed"),
        ({"STEEPEST_SANDBOX": "off"}, "STEEPEST_SANDBOX='off'"),
        ({"STEEPEST_BROKER_URL": "redis://127.0.0.1:1/0"}, "STEEPEST_SECRET_KEY: machines that share a broker"),
        ({"STEEPEST_HOST": "no.such.host.invalid"}, "there is no address no.such.host.invalid"),
        ({"STEEPEST_HOST": "192.0.2.1"}, "can't listen on 192.0.2.1"),
        ({"STEEPEST_DATA_DIR": "/proc/nowhere"}, "the data folder /proc/nowhere can't be used"),
    ],
)
def test_what_keeps_a_site_from_starting_is_said_in_one_line(
    folder: Path, environment: dict[str, str], says: str
) -> None:
    start = run("serve", **{"STEEPEST_DATA_DIR": str(folder), "STEEPEST_PORT": "0", **environment})

    assert start.returncode == 2
    assert says in start.stderr
    assert start.stderr.count("\n") == 1


def test_a_course_that_cant_be_shown_starts_no_server(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text("title = 7\n")

    start = run("serve", "--data-dir", str(folder), "--course", str(tmp_path), "--port", "0")

    assert start.returncode == 2
    assert str(tmp_path / "course.toml") in start.stderr
    assert "Traceback" not in start.stderr


# --- accounts from the command line ---


def test_the_operator_lists_grants_and_resets_from_the_command_line(
    settings: Settings, database: Database, ada: object
) -> None:
    user = ["user", "--data-dir", str(settings.data_dir)]

    assert run(*user, "grant", "ADA", "instructor").stdout == "Ada is instructor now\n"
    assert run(*user, "list").stdout == "Ada\tinstructor\n"
    link = run(*user, "reset", "ada").stdout
    token = link.strip().rpartition("/")[2]
    assert queries.reset_password(database, token, "another good password").name == "Ada"


def test_a_name_that_nobody_has_is_an_error_that_says_where_to_look(settings: Settings) -> None:
    for words in (["grant", "Nobody", "instructor"], ["reset", "Nobody"]):
        refused = run("user", "--data-dir", str(settings.data_dir), *words)

        assert refused.returncode == 2
        assert "no account named Nobody" in refused.stderr
        assert "user list" in refused.stderr
    assert run("user", "grant", "Ada", "king").returncode == 2


def test_a_folder_without_a_site_has_no_users_and_stays_empty(folder: Path) -> None:
    refused = run("user", "--data-dir", str(folder), "list")

    assert refused.returncode == 2
    assert "there is no site in" in refused.stderr
    assert not folder.exists()


def test_the_version_and_the_help_are_there_and_grading_loads_neither_web_nor_database() -> None:
    version = run("--version")
    assert version.returncode == 0
    assert re.fullmatch(r"steepest, version \d+\.\d+\.\d+\n", version.stdout)
    assert {"serve", "worker", "user", "grade", "doctor"} <= set(re.findall(r"^  (\w+) ", run("--help").stdout, re.M))

    code = (
        "import sys; from steepest.cli import main; main(['grade', '--help'], standalone_mode=False);"
        "print([name for name in ('flask', 'sqlalchemy', 'granian', 'markdown') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.endswith("[]\n")


def test_a_web_process_collects_garbage_and_passes_over_the_course(folder: Path) -> None:
    code = (
        "import gc; from steepest.serving.web import load_app; load_app('');"
        "print(gc.isenabled(), gc.get_freeze_count() > 10_000, gc.get_count()[0] < 10_000)"
    )
    environment = {**os.environ, "STEEPEST_DATA_DIR": str(folder)}
    asked = [sys.executable, "-P", "-c", code]
    said = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout
    assert said == "True True True\n"
