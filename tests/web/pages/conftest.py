"""A reader with a browser without JavaScript: pages, forms, cookies, over the real app and database."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch.worker import Worker
from steepest.quizzes.grading import LineGrader
from steepest_graders import Exercise

PASSWORD = "correct horse battery"
LESSON = "/en/lessons/loss-functions-and-optimizers"


class Reader:
    """Somebody at a browser. `text` is the last page's source."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.text = ""

    def get(self, path: str, **options: object) -> TestResponse:
        return self._keep(self.client.get(path, **options))  # type: ignore[arg-type]

    def send(
        self, path: str, fields: Mapping[str, object] | None = None, *, follow: bool = True, fragment: bool = False
    ) -> TestResponse:
        """Send a form of the page that is open, with that page's token."""
        headers = {"X-Fragment": "1"} if fragment else {}
        data = {"csrf_token": self.token, **(fields or {})}
        return self._keep(self.client.post(path, data=data, headers=headers, follow_redirects=follow))

    def sign_up(self, name: str, *, follow: bool = True) -> TestResponse:
        self.get("/en/sign-up")
        return self.send("/en/sign-up", {"name": name, "password": PASSWORD}, follow=follow)

    def sign_in(self, name: str, password: str = PASSWORD, *, follow: bool = True) -> TestResponse:
        self.get("/en/sign-in")
        return self.send("/en/sign-in", {"name": name, "password": password}, follow=follow)

    @property
    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        assert found, "the open page has no form"
        return found[1]

    def field(self, name: str) -> str:
        """What stands in a textarea of the open page."""
        found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', self.text, re.DOTALL)
        assert found, f"the open page has no field {name}"
        return unescape(found[1])

    def _keep(self, response: TestResponse) -> TestResponse:
        if response.mimetype.startswith("text/") and "Content-Encoding" not in response.headers:
            self.text = response.text
        return response


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = False  # an error is answered with a page, as in real life
    yield app
    app.extensions["steepest"].close()


@pytest.fixture
def reader(app: Flask) -> Reader:
    """Somebody who has never been here."""
    return Reader(app.test_client())


@pytest.fixture
def another(app: Flask) -> Reader:
    """Somebody else, at another browser."""
    return Reader(app.test_client())


@pytest.fixture
def reader_of() -> Callable[[Flask], Reader]:
    """Somebody new at a site that the test has made itself."""
    return lambda app: Reader(app.test_client())


@pytest.fixture
def grade_all(settings: Settings, database: Database, exercises: dict[str, Exercise]) -> Callable[[], None]:
    """Grade all that waits, in the real sandbox."""

    def run() -> None:
        worker = Worker(settings, database, exercises, answers=LineGrader())
        thread = threading.Thread(target=worker.run, kwargs={"drain": True})  # signals stay the test runner's
        thread.start()
        thread.join()

    return run
