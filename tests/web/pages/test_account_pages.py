"""Sign up, in and out, one-time links, and a guest's work that moves into an account."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

import pytest
from flask import Flask

from steepest.accounts import queries
from steepest.accounts.throttle import SIGN_IN_BY_NAME
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.models import RoleName

Reader = Any  # the class in conftest.py
PASSWORD = "correct horse battery"
PAGE = "/en/exercises/mse"


def test_one_signs_up_and_is_known(reader: Reader) -> None:
    reader.sign_up("Ada")
    assert ">Ada</a>" in reader.text
    assert "Sign out" in reader.text


def test_one_signs_out_and_the_old_cookie_is_worth_nothing(reader: Reader, another: Reader) -> None:
    reader.sign_up("Ada")
    cookie = reader.client.get_cookie("steepest")
    assert cookie
    another.client.set_cookie("steepest", cookie.value)
    assert ">Ada</a>" in another.get("/en/").text
    reader.send("/en/sign-out")
    assert "You are signed out." in reader.text
    another.client.set_cookie("steepest", cookie.value)
    assert ">Ada</a>" not in another.get("/en/").text


def test_signing_in_makes_a_new_session_and_a_new_token(reader: Reader) -> None:
    reader.get(PAGE)
    reader.send(f"{PAGE}/draft", {"source": "x = 1\n"})
    reader.get(PAGE)
    before = reader.client.get_cookie("steepest").value
    token = reader.token
    reader.sign_up("Ada")
    assert reader.client.get_cookie("steepest").value != before
    reader.get(PAGE)
    assert reader.token != token


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("A", "correct horse", "at least 2 characters"),
        ("Ada", "qwerty", "at least 8 characters"),
        ("Adaadaada", "adaadaada", "must not be the name"),
        ("<b>x</b>", "correct horse", "made of letters"),
    ],
)
def test_a_refused_name_or_password_says_why(reader: Reader, name: str, password: str, said: str) -> None:
    reader.get("/en/sign-up")
    assert reader.send("/en/sign-up", {"name": name, "password": password}).status_code == 422
    assert said in reader.text
    assert "<b>x</b>" not in reader.text
    assert password not in reader.text or password == name.lower()


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(reader: Reader, another: Reader) -> None:
    another.sign_up("Ada")
    pages = []
    for name in ("Ada", "Nobody"):
        assert reader.sign_in(name, "not the password").status_code == 422
        assert "Name or password is wrong." in reader.text
        pages.append(re.sub(r'value="[^"]*"|nonce="[^"]*"', "", reader.text))
    assert pages[0] == pages[1]


def test_guessing_is_slowed_down(reader: Reader) -> None:
    for _ in range(SIGN_IN_BY_NAME.hits):
        assert reader.sign_in("Ada", "a guess at it").status_code == 422
    assert reader.sign_in("Ada", "a guess at it").status_code == 429
    assert "Too many tries. Wait" in reader.text


def test_a_closed_site_takes_no_accounts(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, signup=False))
    assert "takes no new accounts" in app.test_client().get("/en/sign-up").text
    app.extensions["steepest"].close()


def test_a_guests_work_moves_after_asking(reader: Reader) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": "mine = 1\n"})
    reader.sign_up("Ada")
    assert "Bring your work along?" in reader.text
    assert "1 submission" in reader.text
    assert "Mean squared error" in reader.text
    reader.get(PAGE)
    assert reader.field("source") != "mine = 1\n", "nothing moves before the answer"
    reader.get("/en/move")
    reader.send("/en/move", {"move": "yes"})
    assert "Your work is in your account now." in reader.text
    reader.get(PAGE)
    assert reader.field("source") == "mine = 1\n"


def test_a_guests_work_stays_where_that_is_the_answer(reader: Reader) -> None:
    reader.get(PAGE)
    reader.send(f"{PAGE}/draft", {"source": "mine = 1\n"})
    reader.sign_up("Ada")
    reader.send("/en/move", {"leave": "yes"})
    assert "Nothing was moved." in reader.text
    reader.get(PAGE)
    assert reader.field("source") != "mine = 1\n"


def test_a_password_is_changed_by_who_knows_it_and_ends_other_sessions(reader: Reader, another: Reader) -> None:
    new = "a longer horse battery"
    reader.sign_up("Ada")
    another.sign_in("Ada")
    for old, password, said in (
        ("a guess at it", new, "This is not your password."),
        (PASSWORD, "short", "A password has at least"),
    ):
        reader.get("/en/me")
        assert reader.send("/en/me/password", {"old": old, "password": password}).status_code == 422
        assert said in reader.text
    reader.get("/en/me")
    reader.send("/en/me/password", {"old": PASSWORD, "password": new})
    assert "Your new password is set." in reader.text
    assert "Ada" in reader.text
    assert "/sign-in" in another.client.get("/en/me").headers["Location"]
    assert another.sign_in("Ada").status_code == 422
    assert another.sign_in("Ada", new).status_code == 200


def test_guessing_the_old_password_is_slowed_down(reader: Reader) -> None:
    reader.sign_up("Ada")
    reader.get("/en/me")
    statuses = [
        reader.send("/en/me/password", {"old": "a guess at it", "password": PASSWORD}).status_code
        for _ in range(SIGN_IN_BY_NAME.hits + 1)
    ]
    assert statuses == [422] * SIGN_IN_BY_NAME.hits + [429]


def test_a_guest_has_no_password_to_change(reader: Reader) -> None:
    reader.get(PAGE)
    reader.send(PAGE, {"source": "mine = 1\n"})
    assert reader.send("/en/me/password", {"old": PASSWORD, "password": PASSWORD}).status_code == 404


def test_below_a_mount_point_a_sign_in_leads_back_below_it(reader: Reader) -> None:
    below = {"SCRIPT_NAME": "/ml"}
    for page in ("/en/me", "/en/classes/", "/en/join/abc", "/en/classes/spring"):
        response = reader.client.get(page, environ_overrides=below)
        assert response.headers["Location"] == f"/ml/en/sign-in?next=/ml{page}"


def test_after_signing_in_one_is_where_one_was(reader: Reader) -> None:
    reader.sign_up("Ada")
    reader.send("/en/sign-out")
    reader.get(f"/en/sign-in?next={PAGE}")
    assert f'name="next" value="{PAGE}"' in reader.text
    shown = reader.send("/en/sign-in", {"name": "Ada", "password": PASSWORD, "next": PAGE})
    assert shown.request.path == PAGE


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(reader: Reader, another: Reader, target: str) -> None:
    another.sign_up("Ada")
    reader.get("/en/sign-in")
    fields = {"name": "Ada", "password": PASSWORD, "next": target}
    assert reader.send("/en/sign-in", fields, follow=False).location == "/en/"


def test_a_reset_link_sets_a_password_once(reader: Reader, another: Reader, database: Database) -> None:
    another.sign_up("Ada")
    with database.write() as session:
        token = queries.make_reset_link(session, "Ada")
    reader.get(f"/en/reset/{token}")
    assert "A new password for Ada" in reader.text
    reader.send(f"/en/reset/{token}", {"password": "another horse battery"})
    assert "Your new password is set" in reader.text
    assert reader.get(f"/en/reset/{token}").status_code == 404
    assert ">Ada</a>" not in another.get("/en/").text, "other sessions have ended"


def test_the_operator_link_is_claimed_by_a_post_after_signing_in(reader: Reader, database: Database) -> None:
    with database.write() as session:
        token = queries.make_operator_link(session)
    reader.get(f"/en/claim/{token}")
    assert "First sign in or make an account" in reader.text
    reader.get(PAGE)
    reader.send(f"{PAGE}/draft", {"source": "x = 1\n"})  # a guest from now on
    reader.get(PAGE)
    assert reader.send(f"/en/claim/{token}").status_code == 422
    assert "Sign in first, then open the link again." in reader.text
    reader.sign_up("Grace")
    reader.get(f"/en/claim/{token}")
    assert "Make Grace operator" in reader.text
    assert reader.get("/en/teach").status_code == 404, "opening the link claims nothing"
    reader.get(f"/en/claim/{token}")
    reader.send(f"/en/claim/{token}")
    assert "You are operator of this site now." in reader.text
    assert reader.get(f"/en/claim/{token}").status_code == 404


def test_one_takes_along_what_is_stored_and_deletes_it(reader: Reader, database: Database) -> None:
    reader.sign_up("Ada")
    reader.get(PAGE)
    reader.send(PAGE, {"source": "mine = 1\n"})
    data = json.loads(reader.get("/en/me/export").data)
    assert data["account"]["name"] == "Ada"
    assert [row["source"] for row in data["submissions"]] == ["mine = 1\n"]
    assert "password" not in json.dumps(data)
    reader.get("/en/me")
    reader.send("/en/me/delete", {"sure": "on"})
    assert "is deleted" in reader.text
    with database.read() as session:
        assert queries.accounts(session) == []
    assert reader.sign_in("Ada").status_code == 422


def test_only_instructors_see_the_teaching_page(reader: Reader, another: Reader, database: Database) -> None:
    another.sign_up("Alan")
    assert another.get("/en/teach").status_code == 404
    reader.sign_up("Grace")
    with database.write() as session:
        queries.grant(session, "Grace", RoleName.INSTRUCTOR)
    assert "Nobody has submitted anything yet." in reader.get("/en/teach").text


def test_a_stranger_without_an_account_sees_no_teaching_page(app: Flask) -> None:
    assert app.test_client().get("/en/teach").status_code == 404
