"""A site that is busy turns somebody away: the page sends the form again by itself, and nobody has to know."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from werkzeug.serving import make_server

from steepest import schema
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.models import Submission

NewPage = Callable[..., Page]


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[tuple[str, Database]]:
    """The address of a site that waits for its database no longer than a moment, and the database."""
    settings = Settings(data_dir=tmp_path, secret_key="a key for the tests alone")
    with closing(Database(settings.url, busy_seconds=0.05)) as database:
        schema.upgrade(database)
        app = create_app(settings)
        patient = app.extensions["steepest"]
        app.extensions["steepest"] = replace(patient, database=database)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", database
        server.shutdown()
        thread.join()
        server.server_close()
        patient.close()


def test_a_program_that_a_busy_site_did_not_take_is_sent_again_by_the_page(
    new_page: NewPage, impatient: tuple[str, Database]
) -> None:
    address, database = impatient
    page = new_page()
    page.goto(f"{address}/en/exercises/mse")
    page.get_by_role("button", name="Submit").click()  # so that there is a guest
    expect(page.locator("#result h2")).to_have_text("Waiting for a grader")
    page.reload()

    with closing(sqlite3.connect(str(database.path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with page.expect_response(lambda answer: answer.status == 503):
            page.get_by_role("button", name="Submit").click()
        other.execute("COMMIT")
    with page.expect_response(lambda answer: answer.status == 201):
        pass

    expect(page.locator("#saved")).not_to_contain_text("can't be reached")
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 2
