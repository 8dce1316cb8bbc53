"""Quizzes for a reader without JavaScript: attempts, the clock, what shows when, practice, and bad input."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from sqlalchemy import func, select, update

from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.models import (
    AttemptKind,
    Document,
    DocumentKind,
    DocumentTag,
    DocumentVersion,
    Met,
    QuizAttempt,
    Response,
    Result,
    Room,
    Submission,
    Wording,
    now,
)
from steepest.quizzes import attempts

Reader = Any  # the class in conftest.py
ReaderOf = Callable[[Flask], Reader]
Make = Callable[..., Flask]
ALL_TYPES = Path(__file__).parents[1] / "quizzes" / "all_types.yaml"
QUIZ = "/en/quizzes/every-type"
RIGHT = {
    "q1": "down",
    "q2": ["square", "absolute"],
    "q3": "false",
    "q5": "adam.",
    "q6": "2*x*(w*x - y)",
    "q7.forward": "1",
    "q7.loss": "2",
    "q7.backward": "3",
    "q7.update": "4",
    "q8.sgd": "nothing",
    "q8.momentum": "velocity",
    "q8.adagrad": "squares",
    "q9": "0.50\r\n0.75\r\n",
    "q10": "((y_pred - y_true) ** 2).mean()",
}
ALL = {"asked": [str(number) for number in range(1, 11)]}


@pytest.fixture
def make(settings: Settings, tmp_path: Path) -> Iterator[Make]:
    """A site whose course is one unit with quizzes: `make(quiz=mapping)`; each with its settings changed."""
    made = []

    def build(lesson: Sequence[dict[str, Any]] = (), **quizzes: dict[str, Any]) -> Flask:
        root = tmp_path / "course"
        (root / "unit").mkdir(parents=True, exist_ok=True)
        (root / "course.toml").write_text(
            'slug = "loss-functions-and-optimizers"\ntitle = {en = "C", zh = "C"}\nsummary = {en = "S", zh = "S"}\n'
            'units = ["unit"]\n'
        )
        names = [name.replace("_", "-") for name in quizzes]
        (root / "misconceptions.toml").write_text(
            "".join(
                f'[{slug}]\nname = {{en = "N", zh = "N"}}\nexplanation = {{en = "E", zh = "E"}}\n'
                for slug in ("gradient-ascent", "sum-instead-of-mean")
            )
        )
        for name, quiz in zip(names, quizzes.values(), strict=True):
            (root / "unit" / f"{name}.yaml").write_text(yaml.safe_dump(quiz, allow_unicode=True))
        if lesson:
            names.append("lesson")
            fences = "".join(f"\n```check\n{question['id']}\n```\n" for question in lesson)
            for language, head in (("en", "level: beginner\nminutes: 5\n"), ("zh", "")):
                text = f"---\ntitle: L\nsummary: S\n{head}---\n{fences}"
                (root / "unit" / f"lesson.{language}.md").write_text(text)
            (root / "unit" / "lesson.questions.yaml").write_text(yaml.safe_dump(lesson, allow_unicode=True))
        (root / "unit" / "unit.toml").write_text(
            'title = {en = "U", zh = "U"}\nsummary = {en = "S", zh = "S"}\nlevel = "beginner"\nminutes = 5\n'
            f"contents = {names}\n"
        )
        app = create_app(replace(settings, course=root))
        app.testing = False
        made.append(app)
        return app

    yield build
    for app in made:
        app.extensions["steepest"].close()


def every_type(**settings: object) -> dict[str, Any]:
    quiz: dict[str, Any] = yaml.safe_load(ALL_TYPES.read_text(encoding="utf-8"))
    quiz["settings"] |= settings
    return quiz


def begin(reader: Reader, quiz: str = QUIZ) -> str:
    """Begin an attempt; its address."""
    reader.get(quiz)
    path: str = reader.send(quiz).request.path
    return path


def value_of_mse(reader: Reader) -> float:
    """The right answer to the question with parameters, by what the page asks."""
    found = re.search(r"MSE of \[(\d), 5\]", reader.text)
    assert found
    return ((int(found[1]) - 1) ** 2 + 16) / 2


def text_of(reader: Reader) -> str:
    return unescape(re.sub(r"<[^>]+>", "", reader.text))


def test_all_types_are_answered_and_judged(make: Make, reader_of: ReaderOf, grade_all: Callable[[], None]) -> None:
    ada = reader_of(make(every_type=every_type(feedback="after-attempt")))
    attempt = begin(ada)
    answers = RIGHT | {"q4": f"{value_of_mse(ada):g}"}
    ada.send(attempt, ALL | answers | {"finish": "1"})
    assert "91\u00a0%" in ada.text, "the line waits for a grader"
    assert "A grader runs your line" in ada.text
    grade_all()
    ada.get(attempt)
    assert "100\u00a0%" in ada.text
    assert "Passed" in ada.text
    assert "Not this" not in ada.text
    ada.get(QUIZ)
    assert "100\u00a0%" in ada.text
    assert 'class="tick done"' in ada.get("/en/quizzes/").text
    assert 'class="tick done"' in ada.get("/en/").text


def test_wrong_answers_are_answered_and_earn_their_part(
    make: Make, reader_of: ReaderOf, grade_all: Callable[[], None]
) -> None:
    ada = reader_of(make(every_type=every_type()))
    attempt = begin(ada)
    twice = f"{2 * value_of_mse(ada):g}"
    wrong = {
        "q1": ("up", "That is the gradient itself."),
        "q2": (["square", "sine"], "It bends both ways."),
        "q3": ("true", "Think of data it has not seen."),
        "q4": (twice, "That is the sum; divide by n."),
        "q5": ("adam w", "Not this."),
        "q6": ("2*(w*x - y)", "The inner derivative is missing."),
        "q9": ("0.5\n1", "The slope is smaller the second time."),
    }
    for name, (given, said) in wrong.items():
        ada.send(attempt, {"asked": name[1:], name: given, "check": name[1:]})
        assert said in text_of(ada), name
    ada.send(
        attempt, {"asked": "7", "q7.forward": "2", "q7.loss": "1", "q7.backward": "3", "q7.update": "4", "check": "7"}
    )
    ada.send(
        attempt, {"asked": "8", "q8.sgd": "nothing", "q8.momentum": "squares", "q8.adagrad": "velocity", "check": "8"}
    )
    assert "It remembers how large gradients were." in ada.text
    ada.send(attempt, {"asked": "10", "q10": "np.sum((y_pred - y_true) ** 2)", "check": "10"})
    ada.send(attempt, {"finish": "1"})
    grade_all()
    earned = re.findall(r"([\d.]+) of \d points", ada.get(attempt).text)
    assert earned == ["0", "0", "0", "1", "0", "0", "0.67", "0.33", "0", "0"]
    assert "mse([3.0, 5.0], [1.0, 1.0]) gives 20.0" in ada.text
    assert "A right answer" in ada.text
    assert "2 * x * (w * x - y)" in ada.text
    assert f"{(int(twice) / 2):g}" in text_of(ada).split("What is the MSE")[1].split("Which optimiser")[0]


def test_an_answer_that_can_not_be_read_costs_nothing(make: Make, reader_of: ReaderOf) -> None:
    ada = reader_of(make(every_type=every_type()))
    attempt = begin(ada)
    for name, given, said in [
        ("q1", "", "Choose an answer first."),
        ("q1", "forged", "not offered here"),
        ("q4", "1,5", "Write a decimal point, not a comma"),
        ("q4", "many", "Write one number"),
        ("q4", "9" * 4000, "Write one number"),
        ("q6", "__import__('os')", "can't be read as a formula"),
        ("q6", "9**9**9**9", "Not this."),
        ("q10", "a\nb", "Write one line."),
    ]:
        answer = ada.send(attempt, {"asked": name[1:], name: given, "check": name[1:]})
        assert said in text_of(ada), (name, given)
        assert answer.status_code == (200 if said == "Not this." else 422)
    ada.send(attempt, {"asked": "1", "q1": "down", "check": "1"})
    assert "Against the gradient." in ada.text
    ada.send(attempt, {"asked": "1", "q1": "up", "check": "1"})
    assert "This answer is final" in ada.text
    assert "Against the gradient." in ada.get(attempt).text, "a forged form can't take it back"


def test_nothing_of_the_key_is_sent_before_it_is_due(make: Make, reader_of: ReaderOf, settings: Settings) -> None:
    quiz = every_type(feedback="after-close", answers="after-close", until=(now() + timedelta(hours=1)).isoformat())
    ada = reader_of(make(every_type=quiz))
    attempt = begin(ada)
    secrets = [
        text
        for question in quiz["questions"]
        for text in re.findall(r"'(?:feedback|explanation|right|otherwise)': \{'en': '([^'{]+)'", str(question))
    ]
    assert len(secrets) > 15

    def leaks() -> list[str]:
        return [secret for secret in [*secrets, "2 * x * (w * x - y)", "np.mean(", "0.75"] if secret in text_of(ada)]

    assert not leaks()
    assert ada.send(attempt, {"asked": "1", "q1": "down", "check": "1"}).status_code == 400, "not in this quiz"
    ada.get(attempt)
    ada.send(attempt, ALL | {"q1": "up", "finish": "1", "sure": "1"})
    assert "The result shows when the quiz closes" in ada.text
    assert not leaks()
    assert "misconception" not in ada.text
    assert not re.search(r"\d+\s%", text_of(ada))
    ada.get(QUIZ)
    assert not re.search(r"\d+\s% ·", text_of(ada))
    ada.get("/en/practice")
    assert "Nothing to practise" in ada.text
    with closing(Database(settings.url)) as database, database.write() as session:  # the quiz has closed
        stored = session.scalars(select(QuizAttempt)).one()
        assert stored.score is not None
    quiz["settings"]["until"] = (now() - timedelta(minutes=1)).isoformat()
    later = make(every_type=quiz).test_client()
    later.set_cookie("steepest", ada.client.get_cookie("steepest").value)
    ada.client = later
    ada.get(attempt)
    assert "That is the gradient itself." in ada.text
    assert "A right answer" in ada.text
    ada.get("/en/practice")
    assert "Practise 10 questions" in ada.text


def test_the_verdict_on_a_line_of_a_quiz_is_no_submissions_page(
    make: Make, reader_of: ReaderOf, database: Database, grade_all: Callable[[], None]
) -> None:
    ada = reader_of(make(every_type=every_type(feedback="never", answers="never")))
    attempt = begin(ada)
    ada.send(attempt, {"asked": "10", "q10": "0.0", "finish": "1", "sure": "1"})
    grade_all()
    with database.read() as session:
        number = session.scalars(select(Submission.id)).one()
    for path in (f"/en/submissions/{number}", f"/en/submissions/{number}/verdict"):
        assert ada.get(path).status_code == 404, "it would say before its time whether the line is right"


def test_an_answer_that_can_not_be_read_is_named_before_one_hands_in(make: Make, reader_of: ReaderOf) -> None:
    ada = reader_of(make(every_type=every_type()))
    attempt = begin(ada)
    answers = {"asked": ["1", "3", "4"], "q1": "down", "q3": "false", "q4": "1,5"}
    assert ada.send(attempt, answers | {"finish": "1"}).status_code == 422
    said = text_of(ada)
    assert "7 questions are not answered." in said
    assert "1 answer can't be read." in said
    assert "Write a decimal point, not a comma" in said
    ada.send(attempt, answers | {"finish": "1", "sure": "1"})
    assert "Hand in anyway" not in ada.text
    assert "Write a decimal point, not a comma" in text_of(ada)


def test_an_answer_beside_one_that_is_final_is_kept(make: Make, reader_of: ReaderOf) -> None:
    ada = reader_of(make(every_type=every_type()))
    attempt = begin(ada)
    ada.send(attempt, {"asked": "1", "q1": "down", "check": "1"})
    ada.send(attempt, {"asked": ["1", "3"], "q1": "up", "q3": "false", "check": "1"})
    assert 'value="false" checked' in ada.get(attempt).text


def test_what_is_sent_to_an_attempt_that_was_handed_in_is_not_said_to_be_saved(make: Make, reader_of: ReaderOf) -> None:
    ada = reader_of(make(every_type=every_type()))
    attempt = begin(ada)
    form = ada.text
    ada.send(attempt, {"finish": "1", "sure": "1"})
    ada.text = form
    assert ada.send(attempt, {"asked": "1", "q1": "down"}, fragment=True).status_code == 409


def test_a_button_pressed_twice_begins_one_attempt_and_hands_in_once(
    make: Make, reader_of: ReaderOf, database: Database
) -> None:
    app = make(every_type=every_type(attempts=1))
    ada = reader_of(app)
    ada.get("/en/sign-up")
    ada.sign_up("Ada")
    ada.get(QUIZ)
    token, cookie = ada.token, ada.client.get_cookie("steepest").value
    barrier = threading.Barrier(4)
    found: list[str] = []

    def press() -> None:
        client = app.test_client()
        client.set_cookie("steepest", cookie)
        barrier.wait()
        found.append(client.post(QUIZ, data={"csrf_token": token}).headers["Location"])

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    attempt = found[0]
    ada.get(attempt)
    for _ in range(2):
        ada.send(attempt, ALL | {"q1": "down", "q10": "0", "finish": "1", "sure": "1"})
        assert "Against the gradient." in ada.text
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(QuizAttempt)) == 1
        assert session.scalar(select(func.count()).select_from(Submission)) == 1, "one line waits for a grader"
    ada.get(QUIZ)
    assert "You have used all your attempts." in ada.text
    assert ada.send(QUIZ).status_code == 409


def test_where_attempts_are_counted_a_guest_is_asked_to_sign_in(make: Make, reader_of: ReaderOf) -> None:
    ada = reader_of(make(every_type=every_type(attempts=1)))
    ada.get(QUIZ)
    assert "This quiz counts your attempts: sign in first." in ada.text
    assert f'href="/en/sign-in?next={QUIZ}"' in ada.text
    ada.get("/en/sign-in")
    assert ada.send(QUIZ).status_code == 409
    assert f'href="/en/sign-in?next={QUIZ}"' in ada.text
    ada.sign_up("Ada")
    assert "/attempts/" in begin(ada)


def test_what_was_saved_counts_when_the_time_is_up(make: Make, reader_of: ReaderOf, database: Database) -> None:
    ada = reader_of(make(every_type=every_type(**{"time-limit": 10, "feedback": "after-attempt"})))
    attempt = begin(ada)
    assert "data-seconds" in ada.text
    token = ada.token
    assert ada.send(attempt, {"asked": ["1", "3"], "q1": "down", "q3": "false"}, fragment=True).status_code == 204
    ada.get(attempt)
    assert 'value="down" checked' in ada.text, "saved, and there after a reload"
    move_deadline(database, attempts.GRACE / 2)
    assert ada.send(attempt, {"asked": "5", "q5": "Adam"}, fragment=True).status_code == 204, "on its way in time"
    move_deadline(database, attempts.GRACE * 2)
    late = ada.client.post(attempt, data={"csrf_token": token, "asked": "2", "q2": ["square", "absolute"]})
    assert late.status_code == 409
    ada.get(attempt)
    assert "27\u00a0%" in ada.text, "three of eleven points"
    with database.read() as session:
        stored = session.scalars(select(QuizAttempt)).one()
    assert stored.finished == stored.deadline, "by the server's clock"


def test_a_worker_closes_what_nobody_came_back_to(make: Make, reader_of: ReaderOf, database: Database) -> None:
    ada = reader_of(make(every_type=every_type(**{"time-limit": 10})))
    begin(ada)
    move_deadline(database, attempts.GRACE * 2)
    with database.write() as session:
        assert attempts.finish_expired(session) == 1
        assert attempts.finish_expired(session) == 0


def test_the_same_seed_shows_and_judges_the_same_for_ever(make: Make, reader_of: ReaderOf) -> None:
    quiz = every_type(shuffle=True)
    ada = reader_of(make(every_type=quiz))
    attempt = begin(ada)
    before = ada.text
    asked = 'class="check question'
    assert ada.get(attempt).text.split(asked)[1:] == before.split(asked)[1:]
    changed = every_type(shuffle=True)
    changed["questions"] = changed["questions"][:1]
    changed["questions"][0]["prompt"]["en"] = "Another question"
    client = make(every_type=changed).test_client()
    client.set_cookie("steepest", ada.client.get_cookie("steepest").value)
    ada.client = client
    ada.get(attempt)
    assert "Another question" not in ada.text, "an attempt asks what it asked when it began"
    assert "What is the MSE of" in ada.text
    second = reader_of(make(every_type=quiz))
    orders = set()
    for _ in range(4):
        path = begin(second)
        orders.add(tuple(re.findall(r"<legend>(.*?)</legend>", second.text)))
        second.send(path, {"finish": "1", "sure": "1"})
    assert len(orders) > 1, "another attempt, another order"


def test_what_went_wrong_is_practised_and_comes_back_later(make: Make, reader_of: ReaderOf, database: Database) -> None:
    ada = reader_of(make(every_type=every_type(feedback="after-attempt")))
    attempt = begin(ada)
    ada.send(attempt, ALL | {"q1": "up", "q3": "true", "q5": "Adam", "finish": "1", "sure": "1"})
    with database.write() as session:  # what was not answered went wrong too: leave two
        session.execute(update(Response).where(Response.position.not_in([1, 3])).values(score=1.0))
    ada.get("/en/practice")
    assert "Practise 2 questions" in ada.text
    practice = ada.send("/en/practice").request.path
    single = re.search(r'name="(q\d)" value="up"', ada.text)
    assert single
    statement = {"q1": "q2", "q2": "q1"}[single[1]]
    ada.send(practice, {"asked": single[1][1:], single[1]: "down", "check": single[1][1:]})
    assert "Against the gradient." in ada.text
    ada.send(practice, {"asked": statement[1:], statement: "true", "finish": "1"})
    assert "What was not right comes back" in ada.text
    ada.get("/en/practice")
    assert "Practise 1 question<" in ada.text
    assert re.search(r"<strong>1</strong> due now", ada.text)
    assert re.search(r"<strong>1</strong> come back later", ada.text)
    with database.read() as session:
        kinds = set(session.scalars(select(QuizAttempt.kind)))
    assert kinds == {AttemptKind.QUIZ, AttemptKind.PRACTICE}
    assert "Begin another attempt" in ada.get(QUIZ).text, "practice is no attempt at the quiz"


def test_a_quiz_opens_and_closes(make: Make, reader_of: ReaderOf) -> None:
    hour = timedelta(hours=1)
    early = every_type(**{"from": (now() + hour).isoformat()})
    late = every_type(until=(now() - hour).isoformat())
    for quiz in (early, late):  # ids are unique in a course
        quiz["questions"] = [question | {"id": f"{question['id']}-{len(str(quiz))}"} for question in quiz["questions"]]
    ada = reader_of(make(early=early, late=late))
    for slug, said in [("early", "This quiz is not open yet."), ("late", "This quiz is closed.")]:
        ada.get(f"/en/quizzes/{slug}")
        assert said in ada.text
        ada.get("/en/sign-in")
        assert ada.send(f"/en/quizzes/{slug}").status_code == 409
        assert said in ada.text


def test_an_attempt_is_nobody_elses(make: Make, reader_of: ReaderOf) -> None:
    app = make(every_type=every_type())
    ada, alan = reader_of(app), reader_of(app)
    attempt = begin(ada)
    begin(alan)
    assert alan.get(attempt).status_code == 404
    alan.get(QUIZ)
    assert alan.send(attempt, {"finish": "1", "sure": "1"}).status_code == 404
    assert ada.get("/en/attempts/999").status_code == 404


def test_questions_from_the_browser_are_cleaned_drawn_by_tag_and_withdrawn(
    make: Make, reader_of: ReaderOf, database: Database
) -> None:
    hostile = {
        "id": "hostile",
        "type": "single",
        "tags": ["wild"],
        "prompt": {"en": "Look: [here](javascript:alert(1)) $\\text{<script>}$", "zh": "<img src=x onerror=alert(1)>"},
        "choices": [
            {"id": "a", "text": {"en": "<script>alert(1)</script>"}, "correct": True},
            {"id": "b", "text": {"en": "fine"}, "feedback": {"en": "<b onclick=alert(1)>No</b>"}},
        ],
    }
    drawn = {"title": {"en": "<script>T</script>"}, "draw": [{"tag": "wild", "count": 5}]}
    publish(database, DocumentKind.QUESTION, "hostile", hostile)
    publish(database, DocumentKind.QUIZ, "drawn", drawn)
    ada = reader_of(make(every_type=every_type()))
    assert "&lt;script&gt;T" in ada.get("/en/quizzes/").text
    attempt = begin(ada, "/en/quizzes/drawn")
    ada.send(attempt, {"asked": "1", "q1": "b", "check": "1"})
    main = ada.text.split("<main")[1].split("</main>")[0]
    assert "<script" not in main
    assert "onclick" not in main.replace("&lt;b onclick", "")
    assert "javascript:" not in main.replace("[here](javascript:", "")
    with database.write() as session:
        session.execute(update(Document).where(Document.slug == "hostile").values(published=None))
    ada.send(attempt, {"finish": "1"})
    assert "0\u00a0%" in ada.text, "an answer to a withdrawn question is still judged"
    ada.get("/en/quizzes/drawn")
    assert "This quiz has no questions now." in ada.text
    ada.get("/en/practice")
    assert "Practise" not in ada.text.split("<h1>")[1]


def test_a_question_that_stands_in_a_quiz_of_the_browser_is_practised_while_the_quiz_is_there(
    make: Make, reader_of: ReaderOf, database: Database
) -> None:
    own = every_type()["questions"][2] | {"id": "own"}
    publish(database, DocumentKind.QUIZ, "with-own", {"title": {"en": "T"}, "questions": [own]})
    ada = reader_of(make(every_type=every_type()))
    ada.send(begin(ada, "/en/quizzes/with-own"), {"asked": "1", "q1": "true", "finish": "1"})
    ada.get("/en/practice")
    assert "Practise 1 question<" in ada.text
    ada.send("/en/practice")
    assert "A loss of 0 on the training data" in ada.text
    with database.write() as session:
        session.execute(update(Document).where(Document.slug == "with-own").values(published=None))
    ada.get("/en/practice")
    assert re.search(r"<strong>0</strong> due now", ada.text), "what was withdrawn is not counted either"


def test_a_line_that_no_grader_can_judge_does_not_wait_for_ever(
    make: Make, reader_of: ReaderOf, database: Database, grade_all: Callable[[], None]
) -> None:
    broken = every_type()["questions"][9] | {"id": "broken", "calls": ["missing(1.0)"], "code": "x = ____\nmissing()\n"}
    publish(database, DocumentKind.QUIZ, "with-own", {"title": {"en": "T"}, "questions": [broken]})
    ada = reader_of(make(every_type=every_type()))
    attempt = begin(ada, "/en/quizzes/with-own")
    ada.send(attempt, {"asked": "1", "q1": "1", "finish": "1"})
    assert "data-waiting" in ada.text
    grade_all()
    ada.get(attempt)
    assert "data-waiting" not in ada.text
    assert "This line could not be judged. It is our fault, not yours" in ada.text
    mended = broken | {"code": "def missing(x):\n    return ____ * x\n", "solution": "1"}
    with database.write() as session:  # as when the machine was at fault, not the question
        session.execute(update(Wording).where(Wording.slug == "broken").values(data=mended))
        assert attempts.try_again(session) == 1
    with database.write() as session:
        assert attempts.try_again(session) == 0, "it waits already"
    ada.get(attempt)
    assert "data-waiting" in ada.text
    grade_all()
    ada.get(attempt)
    assert "100\u00a0%" in ada.text


def publish(database: Database, kind: DocumentKind, slug: str, data: dict[str, Any]) -> None:
    """A document as the browser's editor leaves it."""
    with database.write() as session:
        document = Document(
            offering_id=1, kind=kind, slug=slug, newest=1, published=1, title_en=data.get("title", {}).get("en", slug)
        )
        session.add(document)
        session.flush()
        session.add(DocumentVersion(document_id=document.id, number=1, source=yaml.safe_dump(data)))
        for tag in data.get("tags", []):
            session.add(DocumentTag(document_id=document.id, tag=tag))


def move_deadline(database: Database, past: timedelta) -> None:
    with database.write() as session:
        session.execute(update(QuizAttempt).values(deadline=now() - past))


def test_a_guests_attempts_move_into_the_account_and_count_there(
    make: Make, reader_of: ReaderOf, database: Database
) -> None:
    ada = reader_of(make(every_type=every_type()))
    attempt = begin(ada)
    ada.send(attempt, {"asked": "1", "q1": "up", "finish": "1", "sure": "1"})
    ada.sign_up("Ada")
    assert "1 attempt at a quiz" in ada.text
    ada.send("/en/move", {"move": "yes"})
    assert ada.get(attempt).status_code == 200
    with database.read() as session:
        result = session.scalars(select(Result).where(Result.room == Room.QUIZZES)).one()
        met = session.scalars(select(Met.misconception).where(Met.room == Room.QUIZZES)).all()
    assert (result.item, result.tries, result.best) == ("every-type", 1, 0.0)
    assert met == ["gradient-ascent"]
    ada.get("/en/me")
    taken = ada.client.get("/en/me/export").json
    assert taken["attempts"][0]["quiz"] == "every-type"
    assert taken["responses"][0]["given"] == ["up"]
    assert not {"score", "misconceptions", "passed"} & {*taken["responses"][0], *taken["attempts"][0]}


def test_quick_checks_of_other_types_are_answered_in_the_lesson(make: Make, reader_of: ReaderOf) -> None:
    questions = every_type()["questions"]
    ada = reader_of(make(lesson=[question for question in questions if question["type"] != "fill-in"]))
    path = "/en/lessons/lesson"
    ada.get(path)
    given = {
        "order": {f"choice.{item}": place for place, item in enumerate(("forward", "loss", "backward", "update"), 1)},
        "pairs": {"choice.sgd": "nothing", "choice.momentum": "velocity", "choice.adagrad": "squares"},
        "several": {"choice": ["square", "absolute"]},
        "statement": {"choice": "false"},
        "word": {"choice": "adam"},
        "reading": {"choice": "0.5\n0.75"},
    }
    for name, answer in given.items():
        ada.send(f"{path}/checks/{name}", answer)
        section = ada.text.split(f'id="check-{name}"')[1].split("</section>")[0]
        assert "Answered, and right." in section, name
    ada.send(f"{path}/checks/expression", {"choice": "2*(w*x-y)"})
    assert "The inner derivative is missing." in ada.text
    assert ada.send(f"{path}/checks/number", {"choice": "a lot"}).status_code == 422
    assert "Write one number" in ada.text
    assert "78 % done" in ada.text
    ada.get("/en/practice")
    assert "Practise 1 question<" in ada.text, "what went wrong in a lesson is practised too"


def test_a_wrong_answer_names_its_misconception(make: Make, reader_of: ReaderOf) -> None:
    ada = reader_of(make(every_type=every_type()))
    attempt = begin(ada)
    ada.send(attempt, {"asked": "1", "q1": "up", "check": "1"})
    assert "A common misconception: N" in text_of(ada)


def test_options_keep_their_order_where_nothing_is_shuffled(make: Make, reader_of: ReaderOf) -> None:
    ada = reader_of(make(every_type=every_type(shuffle=False)))
    begin(ada)
    assert re.findall(r'name="q1" value="(\w+)"', ada.text) == ["up", "down", "along"]
    assert re.findall(r'data-item="(\w+)"', ada.text) != ["forward", "loss", "backward", "update"]
