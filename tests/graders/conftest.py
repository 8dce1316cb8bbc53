"""Shared by the judge's tests: the course's exercises and one real sandbox."""

from __future__ import annotations

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
