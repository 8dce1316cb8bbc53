"""Every exercise of the course: its starter fails, right programs pass with room, each mistake is named as itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from steepest_exercises import COURSE_ROOT
from steepest_graders import Exercise, Sandbox, load_exercises
from steepest_graders.proving import prove

EXERCISES = load_exercises(COURSE_ROOT)
SEED = 20_261  # other hidden inputs than those of `steepest check`, which CI runs with every mutant


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
