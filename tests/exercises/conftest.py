"""What the lessons say, for the tests that prove it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

import pytest

from steepest import prose
from steepest.course import Course, Lesson, load_course

CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"\d[\d\u202f]*(?:\.\d+)?")

Account = Callable[[str, Mapping[str, Any], Collection[str]], None]


@pytest.fixture(scope="session")
def course() -> Course:
    """The course that ships."""
    return load_course()


@pytest.fixture(scope="session")
def account(course: Course) -> Account:
    """Prove that each decimal number of a lesson is printed by its programs, computed or given, and right.

    `computed`: the number as it is said, without its sign, and its value; `given`: settings and quotations.
    """

    def account(slug: str, computed: Mapping[str, Any], given: Collection[str]) -> None:
        lesson = course.lessons[slug]
        said = decimals(CODE.sub("", lesson.source.en))
        said |= {number for question in lesson.questions for text in question.texts() for number in decimals(text.en)}
        printed = decimals("".join(snippet.output for snippet in prose.snippets(lesson.source.en)))
        assert said - printed - set(computed) - set(given) == set(), "said, but neither printed, computed nor given"
        assert (set(computed) | set(given)) - said == set(), "accounted for, but not said"
        wrong = {number: value for number, value in computed.items() if not right(number, abs(float(value)))}
        assert wrong == {}

    return account


@pytest.fixture(scope="session")
def printed(course: Course) -> Callable[[str], str]:
    """All that a lesson's programs are said to print."""

    def printed(slug: str) -> str:
        lesson: Lesson = course.lessons[slug]
        return "".join(snippet.output for snippet in prose.snippets(lesson.source.en))

    return printed


def decimals(text: str) -> set[str]:
    """The numbers with a decimal point, without their signs."""
    return {number.replace("\u202f", "") for number in NUMBER.findall(text) if "." in number}


def right(number: str, value: float) -> bool:
    """Whether `number` is `value` rounded to as many places as it has."""
    return abs(float(number) - value) <= 0.5000001 * 0.1 ** len(number.partition(".")[2])
