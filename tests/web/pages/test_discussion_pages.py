"""Questions and answers under a lesson, as readers with plain forms see them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from markupsafe import Markup
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from steepest import prose
from steepest.accounts import queries
from steepest.db import Database
from steepest.discussion import posts
from steepest.models import Offering, Post, RoleName, forget_posts, now

Reader = Any  # the class in conftest.py
LESSON = "/en/lessons/loss-functions-and-optimizers"
TALK = f"{LESSON}/discussion"


def ask(reader: Reader, text: str, **fields: object) -> int:
    """Ask as whoever is signed in; the number of the post."""
    reader.get(LESSON)
    response = reader.send(TALK, {"text": text, "action": "send", **fields}, follow=False)
    assert response.status_code == 303, reader.text
    reader.get(LESSON)
    return int(re.search(r"#post-(\d+)$", response.headers["Location"])[1])  # type: ignore[index]


def _another_offering(session: Session) -> int:
    """A class beside the one that everybody is in."""
    made = Offering(course="loss-functions-and-optimizers", slug="spring", title_en="Spring", title_zh="春季")
    session.add(made)
    session.flush()
    return made.id


def post_of(text: str, number: int) -> str:
    found = re.search(rf'<article class="post[^"]*" id="post-{number}">(.*?)</article>', text, re.DOTALL)
    return found[1] if found else ""


def test_ada_asks_grace_answers_and_what_is_taken_back_can_be_had_back(
    reader: Reader, another: Reader, database: Database
) -> None:
    assert "Sign in to ask or answer" in reader.get(LESSON).text
    assert "Nobody has asked anything here yet." in reader.text
    reader.sign_up("Ada")
    question = ask(reader, "Why is $p - y$ so **simple**?\r\n\r\n```python\r\nx = 1\r\n```")
    shown = post_of(reader.text, question)
    assert "<strong>Ada</strong>" in shown
    assert "<strong>simple</strong>" in shown
    assert "<math" in shown
    assert 'class="highlight"' in shown

    another.sign_up("Grace")
    with database.write() as session:
        queries.grant(session, "Grace", RoleName.INSTRUCTOR, _another_offering(session))
    answer = ask(another, "The sigmoid's slope cancels.", question=question)
    reader.get(LESSON)
    assert "slope cancels" in post_of(reader.text, answer)
    assert "Delete" not in post_of(reader.text, answer), "not hers"

    reader.get(f"/en/discussion/{question}")
    assert reader.field("text").startswith("Why is $p - y$")
    reader.send(f"/en/discussion/{question}", {"text": "Why so simple?", "action": "send"})
    assert "edited" in post_of(reader.get(LESSON).text, question)
    reader.send(f"/en/discussion/{question}/undo")
    assert "<math" in post_of(reader.get(LESSON).text, question)

    reader.send(f"/en/discussion/{question}/delete")
    assert "You deleted this." in post_of(reader.get(LESSON).text, question)
    another.get(LESSON)
    assert "Deleted by its author." in post_of(another.text, question)
    assert "slope cancels" in post_of(another.text, answer)
    reader.send(f"/en/discussion/{question}/restore")
    assert "<math" in post_of(another.get(LESSON).text, question)

    another.send(f"/en/discussion/{question}/hide")
    assert "hidden by an instructor" in post_of(reader.get(LESSON).text, question)
    reader.send(f"/en/discussion/{question}/show")
    assert "hidden by an instructor" in post_of(another.get(LESSON).text, question), "only who teaches may show it"
    another.send(f"/en/discussion/{question}/show")
    assert "hidden by" not in post_of(another.get(LESSON).text, question)


def test_a_stranger_reads_and_changes_nothing(reader: Reader, another: Reader) -> None:
    reader.sign_up("Ada")
    question = ask(reader, "Is zero always best?")
    another.get(LESSON)
    assert "Is zero always best?" in another.text
    for path in (TALK, f"/en/discussion/{question}", f"/en/discussion/{question}/delete"):
        another.get(LESSON)
        assert another.send(path, {"text": "mine", "action": "send"}).status_code == 403
        assert another.field("text") == "mine", "nothing is lost"
    another.sign_up("Alan")
    for action in ("delete", "undo", "restore", "hide", "show"):
        another.get(LESSON)
        assert another.send(f"/en/discussion/{question}/{action}").status_code == 404
    another.get(LESSON)
    assert another.send(TALK, {"text": "x", "action": "send", "question": question + 99}).status_code == 404
    assert "Is zero always best?" in reader.get(LESSON).text


def test_what_is_written_is_looked_at_first_and_can_harm_nobody(reader: Reader) -> None:
    reader.sign_up("Ada")
    reader.get(LESSON)
    reader.send(TALK, {"text": "See $w^2$ & [this](javascript:alert(1))", "action": "preview"})
    assert "<msup>" in reader.text
    assert "javascript:" not in reader.text.partition("<textarea")[0]
    assert reader.field("text").startswith("See $w^2$")
    assert "w^2" not in reader.get(LESSON).text.partition('id="discussion"')[2], "a preview is not sent"
    for text, reason in (
        ("  ", "Write something first."),
        ("x" * (posts.LONGEST + 1), "too long"),
        ("$\\frac{1}{2$", "unclosed group"),
        ("<script>alert(1)</script>", "CSP forbids it"),
        ("```check\nwhy-not-mse-for-classes\n```", "Only a lesson can hold one"),
    ):
        response = reader.send(TALK, {"text": text, "action": "send"})
        assert response.status_code == 422
        assert reason in reader.text
    number = ask(reader, '<img src=x> <iframe src="https://example.org"></iframe> words')
    assert not re.search(r"<(img|iframe)", post_of(reader.text, number))


def test_what_cannot_be_shown_is_said_in_the_readers_language(reader: Reader) -> None:
    reader.sign_up("Ada")
    reader.get(LESSON)
    reader.send(TALK.replace("/en/", "/zh/"), {"text": "$\\frac{1}{2$", "action": "send"})
    said = re.search(r'class="error-text"[^>]*>([^<]*)<', reader.text)
    assert said
    assert "花括号" in said[1]
    assert re.findall(r"[a-z]+ [a-z]+", said[1]) == []


def test_a_post_of_an_older_version_costs_nobody_the_lesson(reader: Reader, database: Database) -> None:
    reader.sign_up("Ada")
    number = ask(reader, "See [the lab](lab:learning-rate).")
    reader.get(LESSON, environ_overrides={"SCRIPT_NAME": "/ml"})
    assert 'href="/ml/en/labs/learning-rate"' in post_of(reader.text, number)
    with database.write() as session:
        session.execute(update(Post).values(source="$\\no-longer-known{<b>$", edited=now()))
    assert reader.get(LESSON).status_code == 200
    assert "no-longer-known{&lt;b&gt;" in post_of(reader.text, number)


def test_no_text_is_filled_with_the_token_of_its_reader(reader: Reader, another: Reader) -> None:
    reader.sign_up("Ada")
    ask(reader, "[my notes](https://example.org/?&#2;token&#3;) &#2;token&#3; &#2;nonsense&#3;")
    another.sign_up("Alan")
    assert another.get(LESSON).status_code == 200
    link = re.search(r'href="https://example.org/[^"]*"', another.text)
    assert link
    assert another.token
    assert another.token not in link[0]
    assert another.text.count(another.token) == another.text.count('name="csrf_token"')


def test_a_text_that_is_nested_too_deeply_costs_nobody_the_lesson(reader: Reader, database: Database) -> None:
    deep = "*" * 2450 + "a" + "*" * 2450
    reader.sign_up("Ada")
    reader.get(LESSON)
    assert reader.send(TALK, {"text": deep, "action": "send"}).status_code == 422
    assert "nested too deeply" in reader.text
    number = ask(reader, "flat")
    with database.write() as session:
        session.execute(update(Post).values(source=deep, edited=now()))
    assert reader.get(LESSON).status_code == 200
    assert deep in post_of(reader.text, number)


def test_nobody_waits_while_a_text_is_converted(
    reader: Reader, another: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.sign_up("Ada")
    reader.get(LESSON)
    convert = prose.to_safe_html
    statuses = []

    def slowly(source: str, language: str) -> Markup:
        with ThreadPoolExecutor() as pool:
            statuses.append(pool.submit(another.sign_up, "Alan", follow=False).result().status_code)
        return convert(source, language)

    monkeypatch.setattr(prose, "to_safe_html", slowly)
    assert reader.send(TALK, {"text": "Why?", "action": "preview"}).status_code == 200
    assert statuses == [302]


def test_what_is_refused_counts_too(reader: Reader) -> None:
    reader.sign_up("Ada")
    reader.get(LESSON)
    for _ in range(posts.READING.hits):
        assert reader.send(TALK, {"text": "$\\nothing$", "action": "preview"}).status_code == 422
    assert reader.send(TALK, {"text": "x", "action": "preview"}).status_code == 429


def test_a_question_survives_a_form_that_has_expired(reader: Reader) -> None:
    reader.sign_up("Ada")
    expired = reader._keep(reader.client.post(TALK, data={"csrf_token": "old", "text": "Why?", "action": "send"}))
    assert expired.status_code == 400
    assert reader.field("text") == "Why?"


def test_who_writes_too_much_waits(reader: Reader) -> None:
    reader.sign_up("Ada")
    for number in range(posts.WRITING.hits):
        ask(reader, f"Question {number}")
    response = reader.send(TALK, {"text": "One more", "action": "send"})
    assert response.status_code == 429
    assert reader.field("text") == "One more", "nothing is lost"


def test_posts_are_exported_and_go_with_their_account_but_not_the_answers(
    reader: Reader, another: Reader, database: Database
) -> None:
    reader.sign_up("Ada")
    question, alone = ask(reader, "With an answer"), ask(reader, "Without one")
    another.sign_up("Alan")
    answer = ask(another, "An answer of mine", question=question)
    assert [post["source"] for post in reader.get("/en/me/export").json["posts"]] == ["With an answer", "Without one"]

    reader.send(f"/en/discussion/{alone}/delete")
    with database.write() as session:
        session.execute(update(Post).where(Post.id == alone).values(deleted=now() - timedelta(days=2)))
        forget_posts(session)
        assert session.scalars(select(Post.id).order_by(Post.id)).all() == [question, answer]

    with database.write() as session:
        viewer = session.scalars(select(Post).where(Post.id == question)).one().account_id
        forget_posts(session, viewer)
        kept = session.get(Post, question)
        assert kept is not None
        assert (kept.account_id, kept.source) == (None, "")
    assert "An answer of mine" in post_of(another.get(LESSON).text, answer)
    assert "Deleted by its author." in post_of(another.text, question)
