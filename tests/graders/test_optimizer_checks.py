"""What every optimiser is asked: steps in turn with another one, and from other parameters, whatever its state is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steepest_graders import Exercise, GradeReport, Sandbox, Verdict, grade
from steepest_graders.report import CheckResult

Judge = Callable[[str, str], GradeReport]

OPTIMIZERS = ["momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]


@pytest.fixture
def judge(exercises: dict[str, Exercise], sandbox: Sandbox) -> Judge:
    return lambda slug, source: grade(exercises[slug], source, sandbox)


def mistake(exercise: Exercise, name: str) -> str:
    [source] = [mistake.source for mistake in exercise.mistakes if mistake.path.name == name]
    return source


def failed(report: GradeReport) -> list[CheckResult]:
    return [check for check in report.checks if check.verdict is not Verdict.ACCEPTED]


@pytest.mark.parametrize("slug", OPTIMIZERS)
@pytest.mark.parametrize(
    ("program", "named"),
    [
        ("parameters_rebound.py", "parameters-never-updated"),
        ("weights_of_its_own.py", "weights-kept-inside"),
        ("class_attribute_renewed.py", "state-shared-between-instances"),
    ],
)
def test_what_no_optimiser_may_do_is_named(
    judge: Judge, exercises: dict[str, Exercise], slug: str, program: str, named: str
) -> None:
    report = judge(slug, mistake(exercises[slug], program))
    assert report.verdict is Verdict.WRONG_ANSWER
    assert [found.slug for found in report.findings] == [named]


STATE_OF_ARRAYS_KNOWN_AT_FIRST = """\
import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, {}

    def step(self, params, grads):
        if not self.v:
            self.v = {id(w): np.zeros_like(w, dtype=float) for w in params}
        for w, g in zip(params, grads):
            v = self.v[id(w)]
            v[...] = self.momentum * v + g
            w -= self.lr * v
"""
COUNT_FOR_EACH_ARRAY = """\
import numpy as np


class Adam:
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.betas, self.eps = lr, (beta1, beta2), eps
        self.state = {}

    def step(self, params, grads):
        b1, b2 = self.betas
        for w, g in zip(params, grads):
            state = self.state.setdefault(id(w), {"t": 0, "m": np.zeros_like(w), "v": np.zeros_like(w)})
            state["t"] += 1
            state["m"] = b1 * state["m"] + (1 - b1) * g
            state["v"] = b2 * state["v"] + (1 - b2) * g * g
            m_hat = state["m"] / (1 - b1 ** state["t"])
            v_hat = state["v"] / (1 - b2 ** state["t"])
            w -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
"""
INTEGERS_IN_PLACE = """\
import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros(w.shape) for w in params]
        for i, (w, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            w[...] = w - self.lr * self.v[i]
        return params
"""
PLACES_INSTEAD_OF_A_VELOCITY = """\
class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum, self.before = lr, momentum, None

    def step(self, params, grads):
        before = self.before or params
        self.before = [w.copy() for w in params]
        return [w - self.lr * g + self.momentum * (w - old) for w, g, old in zip(params, grads, before)]
"""
STATE_MOVES_TO_THE_NEW_ARRAYS = """\
import numpy as np


class AdaGrad:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.v = lr, eps, {}

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            v = self.v.pop(id(w), 0.0) + g * g
            new.append(w - self.lr * g / (np.sqrt(v) + self.eps))
            self.v[id(new[-1])] = v
        return new
"""


@pytest.mark.parametrize(
    ("slug", "source"),
    [
        ("momentum", STATE_OF_ARRAYS_KNOWN_AT_FIRST),
        ("momentum", INTEGERS_IN_PLACE),
        ("momentum", PLACES_INSTEAD_OF_A_VELOCITY),
        ("adam", COUNT_FOR_EACH_ARRAY),
        ("adagrad", STATE_MOVES_TO_THE_NEW_ARRAYS),
    ],
    ids=["known-at-first", "integers-in-place", "places", "count-for-each", "moves"],
)
def test_a_state_may_be_kept_in_any_way(judge: Judge, slug: str, source: str) -> None:
    report = judge(slug, source)
    assert report.verdict is Verdict.ACCEPTED, failed(report)


def test_new_arrays_of_integers_are_refused(judge: Judge, exercises: dict[str, Exercise]) -> None:
    report = judge("momentum", mistake(exercises["momentum"], "integer_parameters.py"))
    assert [check.name for check in failed(report)] == ["integers"]


def test_a_step_returns_no_array_of_its_callers(judge: Judge, exercises: dict[str, Exercise]) -> None:
    report = judge("adam-step", mistake(exercises["adam-step"], "own_arrays_returned.py"))
    assert [check.name for check in failed(report)] == ["new-arrays"]
    assert [found.slug for found in report.findings] == ["callers-array-returned"]
