"""Speed and size of the running site, as ratios against baselines in the same run.

    python tests/bench/bench_site.py [rounds]

One `steepest serve` on a free port of this machine, with a data folder of its own; both are gone at the end.
(1) From the POST to the stored verdict, for one student, beside the same grading without a site around it.
(2) Requests per second of a lesson's page, against an empty view of the same server by the same client.
(3) Bytes over the wire of a first visit, with all that the page loads, as a browser counts them.
Rounds are interleaved, so that a drift of the machine's speed meets all of them.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import CDPSession, sync_playwright
from sqlalchemy import select

from steepest.db import Database
from steepest.models import Grading, Verdict
from steepest_exercises import COURSE_ROOT
from steepest_graders import Sandbox, grade, load_exercises

LESSON = "/en/lessons/loss-functions-and-optimizers"
EXERCISE = "/en/exercises/mse"
EMPTY = "/healthz"
SLICE = 1.0  # seconds that one page is asked for before it is the next one's turn
CLIENTS = 4
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
FIRST_VISITS = {LESSON: 60, EXERCISE: 250}  # kB at most


# --- a site, and somebody who visits it ---


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """A running site; its address."""
    command = [sys.executable, "-P", "-m", "steepest", "serve", "--port", "0", "--data-dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            for line in process.stdout:
                if found := re.search(r"Steepest is at (\S+)", line):
                    yield found[1]
                    break
            else:
                sys.exit("the site did not start: the reason stands above")
        finally:
            process.terminate()


class Student:
    """Somebody with an account and a browser without scripts."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self._token = ""

    def sign_up(self, name: str) -> None:
        self.get("/en/sign-up")
        self.post("/en/sign-up", {"name": name, "password": "correct horse battery"})

    def get(self, path: str) -> str:
        with self._opener.open(self.url + path, timeout=60) as response:
            page = str(response.read().decode("utf-8"))
        if token := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page):
            self._token = token[1]
        return page

    def post(self, path: str, form: dict[str, str]) -> str:
        data = urlencode({"csrf_token": self._token, **form}).encode()
        request = urllib.request.Request(self.url + path, data, {"X-Fragment": "1"})
        with self._opener.open(request, timeout=60) as response:
            return str(response.read().decode("utf-8"))

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)


# --- from the POST to the verdict ---


def verdicts(student: Student, database: Database, rounds: int) -> None:
    """Print how long a student waits, beside the grading alone."""
    print(f"{'':16}{'p50 ms':>9}{'p99 ms':>9}")
    exercises = load_exercises(COURSE_ROOT)
    for slug in ("mse", "adam"):
        exercise = exercises[slug]
        right = exercise.accepted[0].read_text(encoding="utf-8")
        alone: list[float] = []
        stored: list[float] = []
        seen: list[float] = []
        student.get(f"/en/exercises/{slug}")
        with Sandbox(spare=True) as sandbox:
            for number in range(-3, rounds):
                start = time.perf_counter()
                assert grade(exercise, right, sandbox).verdict is Verdict.ACCEPTED
                by_hand = time.perf_counter() - start
                kept, read = _submit(student, database, slug, f"{right}\n# {number}\n")
                if number >= 0:
                    alone.append(by_hand)
                    stored.append(kept)
                    seen.append(read)
        for name, times in (("grading alone", alone), ("verdict stored", stored), ("verdict seen", seen)):
            p50, p99 = statistics.median(times), statistics.quantiles(times, n=100, method="inclusive")[98]
            print(f"{slug:5}{name:16}{p50 * 1e3:6.1f}{p99 * 1e3:9.1f}")
        bound = 2 * statistics.median(alone) + 0.02
        ratio = statistics.median(stored) / bound
        print(f"{slug:5}stored / (2 x grading + 20 ms) = {ratio:.2f}   (at most 1)")


def _submit(student: Student, database: Database, slug: str, source: str) -> tuple[float, float]:
    """Seconds from the POST until the verdict was stored, and until the student's page had it."""
    began, start = time.time(), time.perf_counter()
    panel = student.post(f"/en/exercises/{slug}", {"source": source, "action": "submit"})
    found = re.search(r"/en/submissions/(\d+)/verdict", panel)
    if found:  # it was not judged before the answer was written
        student.get(f"/en/submissions/{found[1]}/verdict?wait=1")
    seen = time.perf_counter() - start
    with database.read() as session:
        grading = session.scalars(select(Grading).order_by(Grading.id.desc()).limit(1)).one()
    assert grading.verdict is Verdict.ACCEPTED, grading.verdict
    assert grading.finished
    return grading.finished.timestamp() - began, seen


# --- requests per second ---


def throughput(url: str, cookies: dict[str, str], rounds: int) -> None:
    """Print requests per second of the lesson's page for each kind of reader, and of the empty view."""
    pages = {"empty view": (EMPTY, "")} | {name: (LESSON, cookie) for name, cookie in cookies.items()}
    rates: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(-1, rounds):
        for name, (path, cookie) in pages.items():
            rate = _rate(url, path, cookie)
            if number >= 0:
                rates[name].append(rate)
    print(f"\n{'':22}{'requests/s':>11}{'of empty':>10}   (at least 0.33; median of {rounds} rounds)")
    for name, values in rates.items():
        ratio = statistics.median(value / empty for value, empty in zip(values, rates["empty view"], strict=True))
        print(f"{name:22}{statistics.median(values):11.0f}{ratio:10.2f}")


def _rate(url: str, path: str, cookie: str) -> float:
    address = urlsplit(url)
    assert address.hostname
    assert address.port
    lines = [f"GET {path} HTTP/1.1", f"Host: {address.netloc}", "Accept-Encoding: gzip", f"Cookie: {cookie}"]
    request = "\r\n".join(lines if cookie else lines[:-1]).encode() + b"\r\n\r\n"
    counts = [0] * CLIENTS
    end = time.perf_counter() + SLICE

    def ask(client: int, place: tuple[str, int]) -> None:
        with socket.create_connection(place, timeout=60) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.perf_counter() < end:
                connection.sendall(request)
                _read_answer(connection)
                counts[client] += 1

    place = address.hostname, address.port
    threads = [threading.Thread(target=ask, args=(client, place)) for client in range(CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


def _read_answer(connection: socket.socket) -> None:
    """Read one answer: a client that does so little leaves the processor to the server."""
    data = b""
    while (head := data.find(b"\r\n\r\n")) < 0:
        data += _received(connection)
    assert data.startswith(b"HTTP/1.1 200"), data[:200]
    length = re.search(rb"\r\ncontent-length: (\d+)", data[: head + 2], re.IGNORECASE)
    assert length, data[:head]
    missing = head + 4 + int(length[1]) - len(data)
    while missing > 0:
        missing -= len(_received(connection))


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(1 << 16)
    assert data, "the server closed the connection"
    return data


# --- bytes over the wire ---


def weights(url: str) -> None:
    """Print what a first visit loads."""
    browser_path = shutil.which("chromium")
    if browser_path is None:
        print("\nno Chromium on PATH (package chromium): nothing to count bytes with")
        return
    print(f"\n{'first visit':48}{'files':>6}{'kB':>8}{'at most':>9}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=CHROMIUM)
        for path, limit in FIRST_VISITS.items():
            context = browser.new_context()  # with an empty cache
            page = context.new_page()
            sizes = _watched(context.new_cdp_session(page))
            page.goto(url + path, wait_until="networkidle")
            print(f"{path:48}{len(sizes):6}{sum(sizes) / 1000:8.1f}{limit:9}")
            context.close()
        browser.close()


def _watched(wire: CDPSession) -> Sequence[float]:
    """The size of each answer, headers and all, as it arrives."""
    sizes: list[float] = []

    def note(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    wire.on("Network.loadingFinished", note)
    wire.send("Network.enable")
    return sizes


def main() -> None:
    """Print the tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    print(f"{rounds} rounds, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder, site(Path(folder) / "data") as url:
        ada, guest = Student(url), Student(url)
        ada.sign_up("Ada")
        guest.get(EXERCISE)
        guest.post(f"{EXERCISE}/draft", {"source": "x = 1"})
        with closing(Database(f"sqlite:///{folder}/data/steepest.db")) as database:
            verdicts(ada, database, rounds)
        readers = {"lesson, first visit": "", "lesson, guest": guest.cookie, "lesson, signed in": ada.cookie}
        throughput(url, readers, max(3, rounds // 10))
        weights(url)


if __name__ == "__main__":
    main()
