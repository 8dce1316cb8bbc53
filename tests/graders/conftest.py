"""Shared by the judge's tests: the course's exercises and one real sandbox."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from steepest_exercises import COURSE_ROOT
from steepest_graders import Exercise, GradeReport, Sandbox, grade, load_exercises


@pytest.fixture(scope="session")
def exercises() -> dict[str, Exercise]:
    """Every exercise of the course by slug."""
    return load_exercises(COURSE_ROOT)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The best sandbox that this host can hold."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def grade_mse(exercises: dict[str, Exercise], sandbox: Sandbox) -> Callable[[str], GradeReport]:
    """Grade a program as an answer to `mse`."""
    return lambda source: grade(exercises["mse"], source, sandbox)


@pytest.fixture
def a_right_mse(exercises: dict[str, Exercise]) -> Path:
    """A file that answers `mse` rightly."""
    return exercises["mse"].accepted[0]


ATTACK = re.compile(r"test_an_attack_gains_nothing\w*\[(\w+)/[^]]*-(full|basic)\]")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With STEEPEST_ATTACKS=all: how many specimens gained nothing, by class, level and user."""
    if os.environ.get("STEEPEST_ATTACKS") != "all":
        return
    me = "ordinary user" if os.getuid() else "root"
    counts: dict[str, Counter[tuple[str, str]]] = {"passed": Counter(), "failed": Counter()}
    for outcome, count in counts.items():
        for report in terminalreporter.stats.get(outcome, []):
            if report.when == "call" and (found := ATTACK.search(report.nodeid)):
                user = "ordinary user" if "ordinary_user" in report.nodeid else me
                count[found[1], f"{found[2]}, {user}"] += 1
    total = counts["passed"] + counts["failed"]
    places = sorted({place for _, place in total}, reverse=True)
    terminalreporter.section("attacks that gained nothing")
    terminalreporter.write_line(f"| {' | '.join(['class', *places])} |")
    terminalreporter.write_line("| --- " * (len(places) + 1) + "|")
    for group in sorted({group for group, _ in total}):
        cells = [f"{counts['passed'][group, place]} of {total[group, place]}" for place in places]
        terminalreporter.write_line(f"| {' | '.join([group, *cells])} |")
    sums = [
        tuple(sum(count[each] for each in count if each[1] == place) for count in (counts["passed"], total))
        for place in places
    ]
    terminalreporter.write_line(f"| {' | '.join(['all', *(f'{held} of {tried}' for held, tried in sums)])} |")
