"""Every exercise of the course: its starter fails, right programs pass with room, each mistake is named as itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from steepest_exercises import COURSE_ROOT
from steepest_graders import Exercise, Sandbox, Verdict, load_exercises
from steepest_graders.grading import outcome, suite_of
from steepest_graders.proving import prove
from steepest_graders.sandbox import LocalSession

EXERCISES = load_exercises(COURSE_ROOT)
SEED = 20_261  # other hidden inputs than those of `steepest check`, which CI runs with every mutant

ODD_ANSWERS: tuple[Any, ...] = (
    "done",
    10**400,
    [10**400, 1],
    np.arange(6).reshape(2, 3),
    ([np.zeros(2)], 3),
    (np.zeros(2), np.zeros(2), np.zeros(2), 4),
    {"W1": None, "b1": 3},
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_every_program_of_the_exercise_gets_what_it_deserves(exercise: Exercise, sandbox: Sandbox) -> None:
    proofs = prove(exercise, sandbox, seed=SEED, with_mutants=False)
    assert [f"{proof.program}: {proof.problem}" for proof in proofs if proof.problem] == []


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_it_has_public_examples_and_hidden_checks(exercise: Exercise) -> None:
    checks = exercise.checks(SEED)
    assert any(check.public for check in checks)
    assert sum(not check.public for check in checks) >= 3


def answering(name: str, answer: Any) -> Any:
    """A function that always gives this answer, or a class whose steps do."""
    if not name[0].isupper():
        return lambda *_, **__: answer
    return type(name, (), {"__init__": lambda *_, **__: None, "step": lambda *_, **__: answer})


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_whatever_a_program_returns_can_be_judged(exercise: Exercise) -> None:
    suite = suite_of(exercise, SEED)
    for answer in ODD_ANSWERS:
        session = LocalSession({name: answering(name, answer) for name in exercise.functions})
        verdicts = {check.name: outcome(check, session, suite).verdict for check in suite.checks}
        assert Verdict.INTERNAL_ERROR not in verdicts.values(), (answer, verdicts)
