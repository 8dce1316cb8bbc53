"""A real browser before a real site: `steepest serve` with a grader, and the Chromium of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 60.0
NewPage = Callable[..., Page]

expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing = "no Chromium on PATH: install the package chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = tmp_path_factory.mktemp("site")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STEEPEST_")}
    environment |= {"STEEPEST_DATA_DIR": str(data), "STEEPEST_PORT": str(port), "STEEPEST_GRADERS": "1"}
    log = (data / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "steepest", "serve"], env=environment, stdout=log, stderr=log
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}", process, data / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        log.close()


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[NewPage]:
    """Open a browser of somebody's own, with its own cookies: `new_page(width=390, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(*, width: int = 1280, height: int = 900, **options: object) -> Page:
        context = browser.new_context(base_url=site, viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == [], "a script failed"


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of a reader's who has never been here."""
    return new_page()


@pytest.fixture(scope="session")
def violations() -> Callable[..., list[str]]:
    """What keeps people out of the open page, as axe-core finds it; of some elements it can be kept away.

    The page's context must have `bypass_csp`.
    """
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

    def find(page: Page, without: str = "") -> list[str]:
        page.evaluate(axe)
        place = {"exclude": [without]} if without else {}
        run = "place => axe.run(place.exclude ? place : document, { resultTypes: ['violations'] })"
        found = page.evaluate(run, place)["violations"]
        return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]

    return find


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1).close()
        except (URLError, OSError):
            time.sleep(0.1)  # it listens when it is ready; there is nothing to wait for but that
        else:
            return
    raise AssertionError(f"the site did not start:\n{log.read_text()}")
