"""Every route of the map, asked by people it is not for and with values that nobody thought of.

A route that answers a stranger must stand in the list below: whoever adds one decides here who may ask it.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

Reader = Any  # the class in conftest.py

# Anybody may read these.
PUBLIC = {
    *(
        "pages.home",
        "pages.course",
        "pages.about",
        "pages.licence",
        "pages.privacy",
        "pages.contribute",
        "pages.health",
    ),
    *("lessons.show", "exercises.index", "exercises.show", "quizzes.index", "quizzes.show", "labs.index", "labs.show"),
    *("quizzes.practise", "pages.formulas", "search.find", "classes.enter_code"),
    *("accounts.sign_in", "accounts.sign_up", "accounts.claim", "accounts.reset"),
}
ODD = st.one_of(
    st.sampled_from(
        ["0", "-1", "999999999999999999999", "../../etc/passwd", "%00", "'\"<script>", "∇损失", " ", "a" * 300]
    ),
    st.text(max_size=20),
)


@pytest.fixture
def backend() -> str:
    return "sqlite"  # what a route lets through doesn't depend on it


def address(rule: Rule, values: dict[str, str]) -> str:
    """The rule's path with a value for each variable."""
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: quote(values.get(found[1], "1")), rule.rule)


def rules(app: Flask, method: str) -> list[Rule]:
    """But for the one that says by 503 that no worker is there."""
    found = (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))
    return [rule for rule in found if rule.endpoint != "operations.ready"]


@pytest.mark.parametrize("is_signed_in", [False, True], ids=["a stranger", "a student"])
def test_a_route_answers_who_it_is_for(app: Flask, reader: Reader, is_signed_in: bool) -> None:
    """What is somebody's own (number 1 of each kind is somebody else's, or not there) is not even admitted to exist."""
    if is_signed_in:
        reader.sign_up("Alan")
    known = {"lang": "en", "slug": "mse", "number": "1"}
    answered = set()
    for rule in rules(app, "GET"):
        answer = reader.client.get(address(rule, known))
        assert answer.status_code < 500, rule
        if answer.status_code == 200 and rule.endpoint not in PUBLIC:
            answered.add(rule.endpoint)
    forbidden = {endpoint for endpoint in answered if endpoint.startswith(("teaching.", "operations.", "authoring."))}
    assert forbidden == set()
    if not is_signed_in:
        assert answered <= STATIC, "who may read these? add them to PUBLIC, or guard them"


STATIC = {"assets.asset", "static", "lessons.figure", "quizzes.figure", "labs.picture"}


@pytest.mark.parametrize("is_signed_in", [False, True], ids=["a stranger", "a student"])
def test_nobody_changes_anything_without_a_token_or_beyond_their_rights(
    app: Flask, reader: Reader, is_signed_in: bool
) -> None:
    if is_signed_in:
        reader.sign_up("Alan")
    reader.get("/en/sign-in" if not is_signed_in else "/en/exercises/mse")
    token = reader.token
    known = {"lang": "en", "slug": "mse", "number": "1"}
    for rule in rules(app, "POST"):
        path = address(rule, known)
        assert reader.client.post(path, data={}).status_code in (400, 404, 405, 413, 429), rule
        if rule.endpoint.startswith(("teaching.", "operations.", "authoring.")):
            status = reader.client.post(path, data={"csrf_token": token}).status_code
            assert status in (302, 303, 400, 403, 404), rule


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # one site for all of them is meant
)
@given(data=st.data())
def test_no_request_breaks_the_site_or_shows_how_it_is_built(app: Flask, reader: Reader, data: st.DataObject) -> None:
    if not reader.text:
        reader.sign_up("Alan")
        reader.get("/en/exercises/mse")
    method = data.draw(st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"]))
    rule = data.draw(st.sampled_from(sorted(rules(app, "POST" if method == "POST" else "GET"), key=str)))
    values = {name: data.draw(ODD) for name in rule.arguments - {"lang"}} | {
        "lang": data.draw(st.sampled_from(["en", "zh"]))
    }
    query = data.draw(st.dictionaries(st.sampled_from(["next", "shown", "page", "wait", "q", "name"]), ODD, max_size=2))
    form = data.draw(
        st.dictionaries(
            st.sampled_from(["source", "action", "name", "password", "answer", "choice", "file", "previous"]), ODD
        )
    )
    query.pop("wait", None)  # would hold the request, as it should

    answer = reader.client.open(
        address(rule, values),
        method=method,
        query_string=query,
        data={"csrf_token": reader.token, **form} if method == "POST" else None,
        headers={"X-Fragment": "1"} if data.draw(st.booleans()) else {},
    )

    assert answer.status_code < 500, (method, rule)
    if "Content-Encoding" not in answer.headers and answer.mimetype.startswith("text/"):
        for word in ("Traceback", "sqlalchemy", "site-packages", 'File "/'):
            assert word not in answer.text
