"""Headers, tokens, limits and errors: what a careless or hostile visitor meets."""

from __future__ import annotations

import dataclasses
import re
from contextlib import closing
from ipaddress import ip_network
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database

Reader = Any  # the class in conftest.py
PASSWORD = "correct horse battery"
PAGE = "/en/exercises/mse"
LESSON = "/en/lessons/loss-functions-and-optimizers"


@pytest.mark.parametrize("path", ["/en/", LESSON, PAGE, "/en/no-such-page"])
def test_every_page_names_what_it_may_load(reader: Reader, path: str) -> None:
    page = reader.get(path)
    policy = page.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)
    assert nonce
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert {found for found in re.findall(r'nonce="([^"]+)"', page.text)} == {nonce[1]}
    assert re.findall(r"<script(?![^>]*nonce=)", page.text) == []
    assert re.findall(r'<[^>]+\s(?:style|on\w+)=["\']', page.text) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page.text.split("Further reading")[0]) == []
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "private" in page.headers["Cache-Control"]


def test_a_nonce_is_used_once(reader: Reader) -> None:
    nonces = {re.search(r'nonce="([^"]+)"', reader.get(LESSON).text)[1] for _ in range(3)}  # type: ignore[index]
    assert len(nonces) == 3


def test_the_cookie_is_for_this_site_alone(app: Flask) -> None:
    for scheme, is_secure in (("http", False), ("https", True)):
        cookie = app.test_client().get("/en/sign-in", base_url=f"{scheme}://localhost").headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert ("Secure" in cookie) is is_secure


def test_reading_alone_sets_no_cookie_that_names_anybody(app: Flask) -> None:
    assert "Set-Cookie" not in app.test_client().get("/en/").headers


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/draft", "/en/sign-in", "/en/sign-out", "/en/me/delete", "/en/move"])
def test_a_form_without_a_token_does_nothing(reader: Reader, path: str) -> None:
    assert reader.client.post(path, data={"source": "x"}).status_code == 400


def test_an_expired_token_loses_nothing(reader: Reader) -> None:
    reader.get(PAGE)
    reader.client.delete_cookie("steepest")
    response = reader.send(PAGE, {"source": "mine = 1\n", "action": "submit"})
    assert response.status_code == 400
    assert "This form has expired" in reader.text
    assert reader.field("source") == "mine = 1\n"
    assert reader.send(PAGE, {"source": reader.field("source"), "action": "submit"}).status_code == 200
    assert reader.field("source") == "mine = 1\n"


def test_an_expired_token_is_replaced_for_a_script_of_ours_only(reader: Reader) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    ours = reader.client.post(PAGE, data={"source": "x"}, headers=headers)
    assert ours.headers["X-Token"]
    theirs = reader.client.post(PAGE, data={"source": "steal()"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "X-Token" not in theirs.headers
    assert "steal()" not in theirs.text, "a page elsewhere must not get its form sent by our button"
    foreign = reader.client.post(PAGE, data={"source": "steal()"}, headers={"Origin": "https://evil.example"})
    assert "steal()" not in foreign.text


def test_a_password_is_never_sent_back(reader: Reader) -> None:
    page = reader.client.post("/en/sign-up", data={"name": "Ada", "password": "a secret of mine"})
    assert page.status_code == 400
    assert "a secret of mine" not in page.text


def test_a_body_over_the_limit_is_a_413(reader: Reader) -> None:
    reader.get(PAGE)
    response = reader.client.post(PAGE, data={"source": "#" * 600_000})
    assert response.status_code == 413
    assert "at most 64 KiB" in response.text


@pytest.mark.parametrize(("path", "language"), [("/en/nowhere", "en"), ("/zh/nowhere", "zh-Hans"), ("/nowhere", "en")])
def test_an_error_is_a_page_in_the_readers_language(reader: Reader, path: str, language: str) -> None:
    page = reader.get(path)
    assert page.status_code == 404
    assert f'<html lang="{language}">' in page.text


def test_a_fault_of_ours_is_said_without_its_details(app: Flask) -> None:
    def fail() -> str:
        raise RuntimeError("the secret of the fault")

    app.add_url_rule("/en/fault", "fault", fail)
    page = app.test_client().get("/en/fault")
    assert page.status_code == 500
    assert "It is our fault" in page.text
    assert "secret of the fault" not in page.text


def test_a_locked_database_is_a_503_that_loses_nothing(app: Flask, reader: Reader, settings: Settings) -> None:
    site = app.extensions["steepest"]
    impatient = Database(settings.url, busy_seconds=0.1)
    app.extensions["steepest"] = dataclasses.replace(site, database=impatient)
    reader.get(PAGE)
    reader.send(f"{PAGE}/draft", {"source": "x"})
    reader.get(PAGE)
    with closing(Database(settings.url)) as other, other.write() as session:
        session.execute(text("SELECT 1" if other.is_sqlite else "LOCK TABLE submission IN EXCLUSIVE MODE"))
        response = reader.send(PAGE, {"source": "mine = 1\n"})
        assert reader.send(PAGE, {"source": "mine = 1\n"}, fragment=True).headers["Retry-After"]
        assert 'name="password"' not in reader.client.post("/en/sign-up", data={"password": PASSWORD}).text
    assert response.status_code == 503
    assert response.headers["Retry-After"], "nothing was written: our scripts send it again by themselves"
    assert "The site is busy" in response.text
    reader.text = response.text
    assert reader.field("source") == "mine = 1\n"
    assert reader.send(PAGE, {"source": reader.field("source")}).status_code == 200
    impatient.close()


def test_what_may_have_been_kept_by_a_database_that_went_away_is_not_sent_again_by_itself(settings: Settings) -> None:
    away = dataclasses.replace(settings, database_url="postgresql+psycopg://127.0.0.1:1/nowhere")
    app = create_app(away)
    app.config["WTF_CSRF_ENABLED"] = False
    with closing(app.extensions["steepest"]):
        response = app.test_client().post(PAGE, data={"source": "mine = 1\n"})
        assert response.status_code == 503
        assert "look whether it was kept" in response.text
        assert "Retry-After" not in response.headers
        assert app.test_client().get("/healthz").headers["Retry-After"], "whoever only reads may ask again"


def test_the_health_page_asks_the_database(reader: Reader) -> None:
    assert reader.get("/healthz").json == {"status": "ok"}


def test_forwarded_headers_are_believed_from_trusted_proxies_only(settings: Settings) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "course.example", "X-Forwarded-For": "9.9.9.9"}
    for trusted, sender, is_believed in (
        (("127.0.0.0/8",), "127.0.0.1", True),
        (("127.0.0.0/8",), "::ffff:127.0.0.1", True),  # as a socket for both kinds of addresses says it
        (("10.0.0.0/8",), "127.0.0.1", False),
        (("10.0.0.0/8",), "::1", False),
        ((), "127.0.0.1", False),
    ):
        networks = tuple(ip_network(network) for network in trusted)
        app = create_app(dataclasses.replace(settings, trusted_proxies=networks))
        answer = app.test_client().get("/en/", headers=forwarded, environ_base={"REMOTE_ADDR": sender})
        assert ("Strict-Transport-Security" in answer.headers) is is_believed
        app.extensions["steepest"].close()


def test_static_files_are_kept_by_the_browser_until_they_change(reader: Reader) -> None:
    link = re.search(r'href="(/static/[^"]+steepest\.css)"', reader.get("/en/").text)
    assert link
    fresh = reader.client.get(link[1], headers={"Accept-Encoding": "gzip"})
    assert "immutable" in fresh.headers["Cache-Control"]
    assert fresh.headers["Content-Encoding"] == "gzip"
    old = re.sub(r"/static/[^/]+/", "/static/before/", link[1])
    assert reader.client.get(old).headers["Cache-Control"] == "no-cache"
    assert reader.get("/static/x/../app.py").status_code == 404
    assert reader.get("/static/x/%2e%2e/app.py").status_code == 404


def test_an_exercise_page_weighs_at_most_250_kilobytes_with_the_editor(reader: Reader) -> None:
    page = reader.get(PAGE).text
    links = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert any(link.endswith("editor.js") for link in links)
    weights = [len(reader.client.get(link, headers={"Accept-Encoding": "gzip"}).data) for link in [PAGE, *links]]
    assert sum(weights) <= 250 * 1024
