"""Hostile programs by the front door: what they say is inert on every page, and no secret of the site is in it."""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import HealthCheck, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import select, update

from steepest.config import Settings
from steepest.db import Database
from steepest.dispatch import queue
from steepest.models import Grading, Submission
from steepest_graders import CheckResult, Exercise, Finding, GradeReport, Text, Verdict

Reader = Any  # the class in conftest.py
GradeAll = Callable[[], None]
PAGE = "/en/exercises/mse"
ATTACKS = Path(__file__).parents[2] / "graders" / "attacks"
LOUD = ("bidi", "format_fields", "formula", "heaped_marks", "markup", "message_in_json", "nul", "odd_characters",
        "surrogates", "syntax_error", "terminal_escapes", "workflow_commands")  # fmt: skip
PRYING = ("between/looks_for_the_one_before", "files/canary_beside_the_grader", "files/environment_of_others",
          "files/proc", "introspection/environment", "introspection/frames", "introspection/memory",
          "introspection/objects", "processes/inherited_descriptors", "processes/process_vm")  # fmt: skip
HARMLESS = "raise ValueError('said')\n"


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes, and what they load; no element runs a script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.active: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.active += [f"{tag} {name}={value}" for name, value in attrs if name in ("src", "href", "action", "id")]
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]


def steering(text: str) -> set[str]:
    kinds = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return {character for character in set(text) - {"\n", "\t"} if unicodedata.category(character) in kinds}


def hand_in(reader: Reader, source: str) -> str:
    """Submit; the address of the submission's page."""
    reader.get(PAGE)
    answer = reader.send(PAGE, {"source": source, "action": "submit"}, follow=False)
    (number,) = parse_qs(urlsplit(answer.headers["Location"]).query)["shown"]
    return f"/en/submissions/{number}"


def test_what_a_hostile_program_says_is_inert_on_its_page(reader: Reader, grade_all: GradeAll) -> None:
    sources = {name: (ATTACKS / "output" / f"{name}.py").read_text(encoding="utf-8") for name in LOUD}
    pages = {name: hand_in(reader, source) for name, source in {"harmless": HARMLESS, **sources}.items()}
    grade_all()

    def views(page: str) -> list[list[str]]:
        """The elements of all that shows a submission."""
        found = []
        for address in (page, page.replace("/en/", "/zh/"), f"{page}/verdict"):
            assert reader.get(address).status_code == 200
            assert not steering(reader.text)
            found.append([element for element, _ in Skeleton(reader.text).elements])
        return found

    harmless = views(pages.pop("harmless"))
    for name, page in pages.items():
        for elements, usual in zip(views(page), harmless, strict=True):
            assert set(elements) <= {*usual, "h3", "pre"}, name  # in which stands what was printed
            assert elements.count("script") == usual.count("script"), name


def test_no_secret_of_the_site_or_of_another_student_reaches_a_report(
    reader: Reader, another: Reader, database: Database, grade_all: GradeAll
) -> None:
    """The canaries: in the database, in another's submission that was just graded, in the grader's memory."""
    canary = f"STEEPEST-CANARY-{secrets.token_hex(12)}"
    hers = hand_in(another, f"SECRET = {canary!r}\nprint(SECRET)\n\ndef mse(y_pred, y_true):\n    return 0.5\n")
    pages = []
    for name in PRYING:
        pages.append(hand_in(reader, (ATTACKS / f"{name}.py").read_text(encoding="utf-8")))
    grade_all()

    assert canary in another.get(hers).text, "a search finds it where it is"
    assert reader.get(hers).status_code == 404
    for page in pages:
        assert canary not in reader.get(page).text
    with database.read() as session:
        reports = session.execute(select(Submission.source, Grading.report).join(Submission)).all()
    assert len(reports) == len(pages) + 1
    leaks = [source for source, report in reports if canary[16:] in json.dumps(report)]
    assert [canary in source for source in leaks] == [True], "nobody's report but hers"


def hostile(said: str) -> GradeReport:
    """A report in which every word that could come from a program is `said`."""
    text = Text(said, said)
    checks = (
        CheckResult("example", text, Verdict.RUNTIME_ERROR, True, text),
        CheckResult("hidden", text, Verdict.WRONG_ANSWER, False, text),
    )
    finding = Finding("sum-not-mean", text, text, text)
    return GradeReport("mse", Verdict.WRONG_ANSWER, 0.5, 0.01, checks, (finding,), text, output=said, line=3)


def test_no_report_changes_the_structure_of_a_page(
    reader: Reader, database: Database, settings: Settings, exercises: dict[str, Exercise]
) -> None:
    page = hand_in(reader, "x = 1")
    claim = queue.claim(database, "here:1")
    assert claim
    assert queue.finish(database, claim, hostile("said"))
    reader.get(page)
    innocent = Skeleton(reader.text)

    @trying(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(said=st.text(st.characters(codec="utf-8", exclude_characters="`"), min_size=1))
    @example(said="</pre></p></td><script>alert(1)</script><img src=x onerror=alert(1)><!--")
    @example(said="\"' onmouseover=alert(1) x='{{7*7}}{% raw %}<![CDATA[&lt;]]>\u202e\u2066\x1b[2J")
    def shown(said: str) -> None:
        with database.write() as session:
            session.execute(update(Grading).values(report=hostile(said).to_dict()))
        assert reader.get(page).status_code == 200
        found = Skeleton(reader.text)
        assert (found.elements, found.active) == (innocent.elements, innocent.active)

    shown()
