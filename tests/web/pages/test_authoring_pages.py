"""Instructors write questions and quizzes in the browser; nobody else learns that they can."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest

from steepest.accounts import queries
from steepest.authoring import starters, store
from steepest.db import Database
from steepest.models import Document, DocumentKind, Offering, RoleName

Reader = Any  # the class in conftest.py
PAGE = "/en/teach/questions/step"


@pytest.fixture
def grace_writes(reader: Reader, database: Database) -> Reader:
    """Grace, an instructor, at her browser."""
    return instructor(reader, database, "Grace")


def instructor(reader: Reader, database: Database, name: str) -> Reader:
    reader.sign_up(name)
    with database.write() as session:
        queries.grant(session, name, RoleName.INSTRUCTOR)
    reader.get("/en/teach/questions")
    return reader


def begin(writer: Reader, slug: str = "step", kind: str = "single", bank: str = "") -> str:
    """A new question; what stands in the editor then."""
    writer.get("/en/teach/questions")
    assert writer.send("/en/teach/questions", {"slug": slug, "type": kind, "bank": bank}).status_code == 200
    return writer.field("source")


def send(writer: Reader, source: str, action: str = "save", path: str = PAGE, based_on: int | None = None) -> int:
    """Press a button of the editor; the answer's status."""
    writer.get(path)
    found = re.search(r'name="based_on" value="(\d+)"', writer.text)
    assert found
    fields = {"source": source, "action": action, "based_on": found[1] if based_on is None else based_on}
    return writer.send(path, fields).status_code


def said(writer: Reader) -> list[tuple[int, str]]:
    """The problems that the page names, each with its line."""
    found = re.findall(r'data-line="(\d+)"><a [^>]*>[^<]*</a> (.*?)</li>', writer.text, re.DOTALL)
    return [(int(line), unescape(message)) for line, message in found]


def test_only_who_teaches_learns_that_there_are_such_pages(reader: Reader, another: Reader, database: Database) -> None:
    instructor(reader, database, "Grace")
    begin(reader)
    another.sign_up("Alan")
    for path in ("/questions", "/questions/step", "/questions/step/versions", "/quizzes", "/import", "/export"):
        assert reader.get(f"/en/teach{path}").status_code == 200
        assert another.get(f"/en/teach{path}").status_code == 404
    for path in ("/questions", "/questions/step", "/questions/step/draft", "/questions/preview", "/import/keep"):
        another.get("/en/privacy")
        assert another.send(f"/en/teach{path}", {"slug": "mine", "type": "single"}).status_code == 404


def test_a_question_goes_from_a_starter_to_students_and_back(grace_writes: Reader) -> None:
    source = begin(grace_writes)
    assert "id: step\ntype: single\n" in source
    assert ">Draft<" in grace_writes.text
    assert send(grace_writes, source.replace("tags: []", "tags: [descent]")) == 200
    assert "Saved as version 1." in grace_writes.text
    assert send(grace_writes, source, "publish") == 200
    assert ">Published<" in grace_writes.text
    grace_writes.send(PAGE, {"action": "withdraw"})
    assert ">Not published<" in grace_writes.text
    grace_writes.get("/en/teach/questions?q=descent")
    assert "Which way does gradient descent step?" in grace_writes.text


def test_every_type_begins_with_an_example_that_shows_in_both_languages(grace_writes: Reader) -> None:
    for kind in starters.NAMES:
        begin(grace_writes, f"of-{kind}", kind)
        assert said(grace_writes) == [], kind
        english, chinese = re.findall(r'<div lang="(?:en|zh-Hans)">(.*?)</details>', grace_writes.text, re.DOTALL)[:2]
        assert re.search(r"[A-Za-z]{3}[^<]*</legend>", english)
        assert re.search(r"[\u3400-\u9fff][^<]*</legend>", re.sub("<math.*?</math>", "", chinese))


def test_what_is_wrong_is_named_at_its_line(grace_writes: Reader) -> None:
    source = begin(grace_writes)
    for old, new, line, words in (
        ("type: single", "type: essay", 2, "essay"),
        ("correct: true", "corect: true", 9, "corect"),
        ("prompt:\n", "prompt: [\n", 5, "YAML"),
        ("id: step", "id: other", 1, "other"),
        ("{en: Along the gradient,", r"{en: 'Along $\frac{1$ it',", 13, "frac"),
        ("tags: []", "tags: &a [x]", 3, "Anchors"),
        (", zh: 沿着梯度的方向}", "}", 13, "Chinese"),
    ):
        assert old in source
        changed = source.replace(old, new, 1)
        grace_writes.get(PAGE)
        grace_writes.send("/en/teach/questions/preview", {"slug": "step", "source": changed})
        problems = said(grace_writes)
        assert any(at == line and words in message for at, message in problems), (new, problems)


def test_what_cannot_be_asked_is_kept_but_not_published(grace_writes: Reader) -> None:
    broken = begin(grace_writes).replace("correct: true", "correct: false")
    assert send(grace_writes, broken, "publish") == 422
    assert "0 choices are correct" in grace_writes.text
    grace_writes.get(PAGE)
    assert grace_writes.field("source") == broken
    assert send(grace_writes, broken) == 200, "a version may be unfinished"


def test_the_key_of_a_question_of_code_is_made_by_running_it(grace_writes: Reader) -> None:
    source = begin(grace_writes, kind="code-reading").replace("range(2)", "range(3)")
    send(grace_writes, source, "run")
    assert "what it prints is the key now" in grace_writes.text
    assert "output: '0.125'\n" in grace_writes.field("source")
    assert said(grace_writes) == []
    assert send(grace_writes, source.replace("print(w)", "open('/etc/passwd')"), "run") == 422
    assert "The code does not run: PermissionError" in grace_writes.text


def test_a_key_that_does_not_hold_when_it_is_run_is_not_published(grace_writes: Reader) -> None:
    source = begin(grace_writes, kind="code-reading")
    assert send(grace_writes, source.replace('output: "0.25"', 'output: "0.5"'), "publish") == 422
    assert "The key of step doesn't hold when its code is run: the code prints '0.25'" in unescape(grace_writes.text)
    assert send(grace_writes, source, "publish") == 200
    assert "Published as version 1." in grace_writes.text

    path = "/en/teach/questions/line"
    source = begin(grace_writes, "line", "fill-in")
    assert send(grace_writes, source.replace("return w\n", "return 1.0\n"), "publish", path) == 422
    assert "even ... passes" in grace_writes.text
    assert send(grace_writes, source, "publish", path) == 200


def test_two_who_edit_the_same_question_lose_nothing(grace_writes: Reader, another: Reader, database: Database) -> None:
    source = begin(grace_writes)
    send(grace_writes, source)
    instructor(another, database, "Hopper")
    another.get(PAGE)
    another.send(f"{PAGE}/draft", {"source": source.replace("Which way", "Where"), "based_on": 1})
    assert send(grace_writes, source.replace("descent", "ascent")) == 200
    assert "Unsaved changes of others: Hopper" in grace_writes.text

    mine = source.replace("Which way", "Whither")
    another.get(PAGE)
    assert another.send(PAGE, {"source": mine, "action": "publish", "based_on": 1}).status_code == 409
    assert "Somebody else has saved version 2 meanwhile" in another.text
    assert another.field("source") == mine
    assert "ascent" in another.text
    assert another.send(f"{PAGE}/draft", {"source": mine, "based_on": 1}).status_code == 409, "kept, and told"
    another.get(PAGE)
    assert another.field("source") == mine
    assert send(another, mine) == 200, "who has seen both texts may save theirs over the other"
    another.get(f"{PAGE}/versions")
    assert [int(number) for number in re.findall(r">Version (\d)</a>", another.text)] == [3, 2, 1]


def test_nobody_drops_or_deletes_by_one_press_what_others_have_written(
    grace_writes: Reader, another: Reader, database: Database
) -> None:
    source = begin(grace_writes)
    instructor(another, database, "Hopper")
    another.get(PAGE)
    another.send(f"{PAGE}/draft", {"source": source.replace("Which way", "Where"), "based_on": 0})
    send(grace_writes, source, "discard")
    another.get(PAGE)
    assert "Where does gradient descent step?" in another.field("source")
    assert send(another, another.field("source")) == 200
    another.send(PAGE, {"action": "delete"})
    assert another.get(PAGE).status_code == 200, "whoever deletes all versions says that they are sure"
    another.send(PAGE, {"action": "delete", "sure": "on"})
    assert another.get(PAGE).status_code == 404


def test_versions_are_compared_and_restored(grace_writes: Reader) -> None:
    source = begin(grace_writes)
    send(grace_writes, source)
    send(grace_writes, source.replace("Along the gradient", "Along it"))
    grace_writes.get(f"{PAGE}/versions")
    rows = re.findall(r'<tr class="(added|removed)">.*?<code>(.*?)</code>', grace_writes.text)
    assert [mark for mark, _ in rows] == ["removed", "added"]
    assert grace_writes.send(f"{PAGE}/restore", {"number": 1, "based_on": 2}).status_code == 200
    assert "version 1 again" in grace_writes.text
    grace_writes.get(PAGE)
    assert grace_writes.field("source") == source
    grace_writes.send(f"{PAGE}/restore", {"number": 2, "based_on": 2})
    assert "look at the newest version first" in grace_writes.text
    grace_writes.get(PAGE)
    assert grace_writes.send(f"{PAGE}/restore", {"number": 99, "based_on": 3}).status_code == 404


def test_a_question_of_the_course_is_read_and_copied(grace_writes: Reader) -> None:
    path = "/en/teach/questions/why-not-mse-for-classes"
    grace_writes.get(path)
    assert "can't be changed here" in unescape(grace_writes.text)
    assert grace_writes.send(path, {"action": "save", "source": "x"}).status_code == 404
    grace_writes.get(path)
    grace_writes.send(f"{path}/copy")
    assert "id: why-not-mse-for-classes-2\n" in grace_writes.field("source")
    assert said(grace_writes) == []
    grace_writes.get(path)
    grace_writes.send(f"{path}/copy")
    assert "id: why-not-mse-for-classes-3\n" in grace_writes.field("source")
    assert begin_refused(grace_writes, "why-not-mse-for-classes") == 422


def begin_refused(writer: Reader, slug: str) -> int:
    writer.get("/en/teach/questions")
    return int(writer.send("/en/teach/questions", {"slug": slug, "type": "single"}).status_code)


def test_an_id_that_can_be_none_is_refused_with_a_remedy(grace_writes: Reader) -> None:
    for slug in ("", "Big", "a--b", "../x", "x" * 61, "<script>", "é"):
        assert begin_refused(grace_writes, slug) == 422
        assert "small letters, digits and hyphens, at most" in grace_writes.text


def test_banks_tags_types_and_words_find_a_question(grace_writes: Reader) -> None:
    for slug, kind, bank in (("a-single", "single", "Week 1"), ("a-number", "numeric", "Week 2")):
        source = begin(grace_writes, slug, kind, bank)
        send(grace_writes, source.replace("tags: []", f"tags: [{kind}]"), path=f"/en/teach/questions/{slug}")
    for query, found in (
        ("q=squared", {"a-number"}),
        ("tag=single", {"a-single"}),
        ("type=numeric", {"a-number"}),
        ("bank=1", {"a-single"}),
        ("q=%25", set()),
        ("q=均方误差", {"a-number"}),
    ):
        grace_writes.get(f"/en/teach/questions?{query}")
        assert set(re.findall(r'/en/teach/questions/(a-\w+)"', grace_writes.text)) == found, query
    grace_writes.send("/en/teach/questions/a-single", {"action": "bank", "bank": "Week 2"})
    grace_writes.get("/en/teach/questions?bank=2")
    assert "a-single" in grace_writes.text


def test_fields_at_and_beyond_their_limits_break_nothing(grace_writes: Reader) -> None:
    source = begin(grace_writes)
    tag = "a" * 41
    assert send(grace_writes, source.replace("tags: []", f"tags: [{tag}]")) == 200
    assert [line for line, words in said(grace_writes) if "a word of `tags` is too long" in words.lower()] == [3]
    assert send(grace_writes, source.replace("tags: []", f"tags: [{tag[1:]}]"), "publish") == 200
    grace_writes.get(f"/en/teach/questions?tag={tag[1:]}")
    assert "/en/teach/questions/step" in grace_writes.text
    for path, fields in (
        (f"{PAGE}/draft", {"source": "id: a\0b", "based_on": 2}),
        (PAGE, {"source": "id: a\0b", "action": "save", "based_on": 2}),
        (PAGE, {"action": "bank", "bank": "a\0" + "b" * 200}),
    ):
        grace_writes.get(PAGE)
        assert grace_writes.send(path, fields).status_code in (200, 204), fields
    assert grace_writes.get("/en/teach/questions?q=%00&tag=%00&type=%00").status_code == 200
    assert grace_writes.get("/en/teach/export?id=%00").status_code == 404


def test_texts_of_authors_can_do_nothing_in_a_page(grace_writes: Reader) -> None:
    source = begin(grace_writes)
    for bad in ("<img src=x onerror=alert(1)>", "[x](javascript:alert)", "$\\\\href{javascript:alert}{x}$"):
        changed = source.replace("Along the gradient", f'"{bad}"')
        grace_writes.get(PAGE)
        grace_writes.send("/en/teach/questions/preview", {"slug": "step", "source": changed})
        tags = " ".join(re.findall("<[^>]*>", grace_writes.text))
        assert not re.search(r"<img|href=\"javascript|onerror=", tags)


def test_of_many_questions_each_can_be_found_and_taken_into_a_quiz(grace_writes: Reader, database: Database) -> None:
    with database.write() as session:
        for number in range(store.MOST_SHOWN + 5):
            name = f"q{number:03}"
            made = Document(
                offering_id=1, kind=DocumentKind.QUESTION, slug=name, type="true-false", title_en=name, title_zh=name
            )
            made.newest = made.published = 1
            session.add(made)
    page = grace_writes.get("/en/teach/questions").text
    assert "These 200 were changed last. Search for the others." in page
    assert ">q000<" not in page
    assert "Search for the others" not in grace_writes.get("/en/teach/questions?q=q00").text
    assert ">q000<" in grace_writes.text
    grace_writes.get("/en/teach/quizzes")
    grace_writes.send("/en/teach/quizzes", {"slug": "all-of-them"})
    assert 'value="q000"' in grace_writes.text
    assert 'value="q204"' in grace_writes.text


def test_an_export_is_nobody_elses_and_a_bank_that_can_not_be_is_none(grace_writes: Reader) -> None:
    begin(grace_writes)
    send(grace_writes, grace_writes.field("source"))
    answer = grace_writes.get("/en/teach/export?form=yaml&bank=" + "9" * 5000)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert grace_writes.get("/en/teach/questions?bank=" + "9" * 5000).status_code == 200


def test_a_quiz_is_composed_by_a_form(grace_writes: Reader) -> None:
    send(grace_writes, begin(grace_writes), "publish")
    grace_writes.get("/en/teach/quizzes")
    grace_writes.send("/en/teach/quizzes", {"slug": "week-1"})
    path = "/en/teach/quizzes/week-1"
    fields = {
        "composed": "1",
        "based_on": 0,
        "source": grace_writes.field("source"),
        "title-en": "Week 1",
        "title-zh": "第一周",
        "summary-en": "Steps",
        "level": "beginner",
        "minutes": "5",
        "attempts": "2",
        "counts": "last",
        "time-limit": "20",
        "pass": "50",
        "from": "2027-01-01T08:00",
        "until": "2027-01-08T08:00",
        "feedback": "after-attempt",
        "answers": "after-close",
        "add": "step",
        "draw-tag-0": "descent",
        "draw-count-0": "3",
        "action": "publish",
    }
    assert grace_writes.send(path, fields).status_code == 200
    assert "Published as version 1." in grace_writes.text
    text = grace_writes.field("source")
    assert "attempts: 2\n" in text
    assert "from: '2027-01-01T08:00+00:00'\n" in text or 'from: "2027' in text or "from: 2027" in text
    assert "questions:\n  - step\n" in text
    assert "tag: descent" in text
    assert said(grace_writes) == []


QUIZ_OF_BERLIN = """\
title: {en: Week 1, zh: 第一周}
settings:
  pass: 0.655
  until: "2027-01-31T23:59:30+01:00"
questions: [nowhere]
draw:
  - {tag: nothing-yet, count: 2, bank: Nobody's}
"""


def test_what_a_quiz_asks_for_and_does_not_find_is_named(grace_writes: Reader) -> None:
    grace_writes.get("/en/teach/quizzes")
    grace_writes.send("/en/teach/quizzes", {"slug": "week-1"})
    path = "/en/teach/quizzes/week-1"
    assert send(grace_writes, QUIZ_OF_BERLIN, "publish", path) == 422
    assert (5, "There is no published question 'nowhere'.") in said(grace_writes)
    assert any(line == 7 and "'nothing-yet' 2 are to be drawn" in words for line, words in said(grace_writes))
    assert send(grace_writes, QUIZ_OF_BERLIN.replace("[nowhere]", "[mse-of-two]"), "publish", path) == 200
    assert grace_writes.text.count('class="values"') == 1
    more = re.search(r'name="variants" value="(\d+)"', grace_writes.text)
    assert more
    grace_writes.get(f"{path}?variants={more[1]}")
    assert grace_writes.text.count('class="values"') == 5, "every variant can be seen"


def test_the_form_of_a_quiz_speaks_of_the_classs_time_and_loses_nothing(
    grace_writes: Reader, database: Database
) -> None:
    with database.write() as session:
        session.get_one(Offering, 1).timezone = "Asia/Shanghai"
    grace_writes.get("/en/teach/quizzes")
    grace_writes.send("/en/teach/quizzes", {"slug": "week-1"})
    path = "/en/teach/quizzes/week-1"
    send(grace_writes, QUIZ_OF_BERLIN, path=path)
    assert "Closes (Asia/Shanghai)" in grace_writes.text
    shown = composed(grace_writes.text)
    assert shown["until"] == "2027-02-01T06:59"
    fields = shown | {"composed": "1", "source": QUIZ_OF_BERLIN, "action": "save", "from": "2027-01-01T08:00"}
    grace_writes.send(path, fields)
    text = grace_writes.field("source")
    for kept in (
        "pass: 0.655",
        "until: '2027-01-31T23:59:30+01:00'",
        "from: 2027-01-01T08:00+08:00",
        "tag: nothing-yet",
        "bank: Nobody's",
    ):
        assert kept in text, kept


def composed(page: str) -> dict[str, str]:
    """What a browser would send of the form by which a quiz is composed, as it stands."""
    form = unescape(page.split('<form class="composer"')[1].split("</form>")[0])
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        offered = re.findall(r'<option(?: value="([^"]*)")?( selected)?>([^<]*)<', options)
        value, _mark, text = next((option for option in offered if option[1]), offered[0])
        fields[name] = value if text == "–" else value or text
    return fields | dict.fromkeys(re.findall(r'<input type="checkbox" name="([^"]+)" checked', form), "on")


YAML_OF_TWO = """\
- {id: first, type: true-false, prompt: {en: It is., zh: 是。}, answer: true}
- {id: second, type: essay, prompt: {en: "Why?", zh: 为什么？}}
"""


def test_an_import_shows_what_it_would_make_before_it_stores(grace_writes: Reader) -> None:
    grace_writes.get("/en/teach/import")
    grace_writes.send("/en/teach/import", {"file": (BytesIO(YAML_OF_TWO.encode()), "two.yaml")})
    assert "1 of 2 questions of two.yaml can be made" in grace_writes.text
    assert "essay" in grace_writes.text
    grace_writes.get("/en/teach/questions/first")
    assert "first.yaml" not in grace_writes.text, "nothing is stored yet"
    grace_writes.get("/en/teach/import")
    grace_writes.send("/en/teach/import", {"file": (BytesIO(YAML_OF_TWO.encode()), "two.yaml")})
    text = grace_writes.field("text")
    grace_writes.send("/en/teach/import/keep", {"text": text, "take": "first", "bank": "New"})
    assert "1 question is stored" in grace_writes.text
    grace_writes.get("/en/teach/questions/first")
    assert ">Not published<" in grace_writes.text
    for form, mark in (("yaml", "id: first"), ("moodle", 'type="truefalse"'), ("gift", "::first::")):
        response = grace_writes.client.get(f"/en/teach/export?form={form}&id=first")
        assert mark in response.text


def test_what_of_a_quizs_file_is_no_question_is_named(grace_writes: Reader) -> None:
    source = QUIZ_OF_BERLIN.replace("[nowhere]", "[nowhere, {id: q, type: true-false, prompt: {en: Is}, answer: true}]")
    grace_writes.get("/en/teach/import")
    grace_writes.send("/en/teach/import", {"file": (BytesIO(source.encode()), "quiz.yaml")})
    page = unescape(grace_writes.text)
    assert "Only questions are imported: title, settings and draws of the quiz are left out." in page
    assert "This is the id of a question that stands elsewhere: it is left out." in page
    assert '<input type="checkbox" name="take" value="q" checked>' in page


def test_a_file_that_cannot_be_read_says_why(grace_writes: Reader) -> None:
    for data, words in (
        (b"", "no question"),
        (b"PK\x03\x04", "unpack"),
        (b"caf\xe9 {T}", "UTF-8"),
        (b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "document type"),
        (b"<quiz><question>", "well-formed"),
        (b"<html></html>", "Moodle XML"),
        (b"<a>" * 100_000, "well-formed"),
        (b"- id: &a x\n- id: *a\n", "Anchors"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MiB"),
    ):
        grace_writes.get("/en/teach/import")
        response = grace_writes.send("/en/teach/import", {"file": (BytesIO(data), "bad.txt")})
        response.request.input_stream.close()  # a large one is a file, which the test client leaves open
        assert response.status_code == 422, words
        assert words in unescape(grace_writes.text)
