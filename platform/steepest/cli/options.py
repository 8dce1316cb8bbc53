"""What the commands that work on a site share: options that stand for settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from steepest.config import PREFIX
from steepest.problem import Problem
from steepest_graders import ContentError, SandboxUnavailable


def with_options(options: dict[str, object]) -> dict[str, str]:
    """The environment with the options that were given in place of their variables."""
    given = {PREFIX + name.upper(): str(value) for name, value in options.items() if value is not None}
    return {**os.environ, **given}


@contextmanager
def course_problems() -> Iterator[None]:
    """A course that can't be used is the operator's to put right: one line, no traceback."""
    try:
        yield
    except ContentError as error:
        raise Problem(str(error)) from error


class CantGrade(Problem):
    """No sandbox holds here; the text says why."""

    exit_code = 1


@contextmanager
def can_grade() -> Iterator[None]:
    """Where no sandbox holds: one line, and nothing that was only half done looks finished."""
    try:
        yield
    except SandboxUnavailable as error:
        raise CantGrade(f"nothing is graded here: {error}") from error
