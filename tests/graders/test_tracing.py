"""A student's optimiser walks on a public surface, in the real sandbox; what comes back is numbers of our own."""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
import pytest

from steepest_graders import Exercise, Sandbox, TraceRequest, Verdict, grade, optimizer_of, trace_of
from steepest_graders.tracing import SETTINGS
from steepest_numerics import optimizers
from steepest_numerics.surfaces import SURFACES, normal_pairs

REQUEST = TraceRequest("beale", lr=0.001, start=(1.0, 1.5), steps=40)
NOISY = TraceRequest("noisy-bowl", lr=0.1, start=(3.0, -2.0), steps=40, seed=7)
SLUGS = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
SGD = """
class SGD:
    def __init__(self, lr):
        self.lr, self.steps = lr, 0
    def step(self, params, grads):
        self.steps += 1
        return [p - self.lr * g for p, g in zip(params, grads)]
"""


def walked(name: str, request: TraceRequest) -> Any:
    """The reference's path."""
    surface = SURFACES[request.surface]
    optimizer = getattr(optimizers, name)(lr=request.lr, **SETTINGS[name])
    params, path = [np.array(request.start)], [request.start]
    for noise in islice(normal_pairs(request.seed), request.steps):
        params = optimizer.step(params, [surface.gradient(params[0]) + surface.noise * np.array(noise)])
        path.append(tuple(params[0]))
    return path


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("request_", [REQUEST, NOISY], ids=["exact", "noisy"])
def test_a_right_optimiser_walks_the_reference_path(
    slug: str, request_: TraceRequest, exercises: dict[str, Exercise], sandbox: Sandbox
) -> None:
    exercise = exercises[slug]
    trace = trace_of(exercise, exercise.solution, request_, sandbox)
    assert trace.report.verdict is Verdict.ACCEPTED, trace.report
    np.testing.assert_allclose(trace.path, walked(str(optimizer_of(exercise)), request_), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    "line",
    [
        "[p.__isub__(self.lr * g) for p, g in zip(params, grads)]",
        "return [[w - self.lr * d for w, d in zip(*pair)] for pair in zip(params, grads)]",
    ],
    ids=["in place", "lists"],
)
def test_a_step_is_seen_whatever_holds_its_numbers(line: str, exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    source = SGD.replace("return [p - self.lr * g for p, g in zip(params, grads)]", line)
    assert grade(exercises["sgd"], f"{exercises['sgd'].solution}\n{source}", sandbox).verdict is Verdict.ACCEPTED
    trace = trace_of(exercises["sgd"], source, REQUEST, sandbox)
    np.testing.assert_allclose(trace.path, walked("SGD", REQUEST), rtol=1e-12)


def test_a_path_that_leaves_the_map_ends_there_and_is_no_failure(
    exercises: dict[str, Exercise], sandbox: Sandbox
) -> None:
    trace = trace_of(exercises["sgd"], SGD, TraceRequest("rosenbrock", lr=1.0, start=(-1.2, 1.0), steps=500), sandbox)
    assert trace.report.verdict is Verdict.ACCEPTED
    assert 1 < len(trace.path) < 10
    assert np.isfinite(trace.path).all()


@pytest.mark.parametrize(
    ("line", "verdict", "said"),
    [
        ("raise KeyError(self.steps)", Verdict.RUNTIME_ERROR, "KeyError in line 7: 1"),
        ("return [params[0][0]]", Verdict.WRONG_ANSWER, "Step 1 did not leave"),
        ("return [np.ones(3)] if self.steps == 3 else params", Verdict.WRONG_ANSWER, "Step 3 did not leave"),
        ("return [params[0] * 1j]", Verdict.WRONG_ANSWER, "Step 1 did not leave"),
        ("return {'x': 1.0}", Verdict.WRONG_ANSWER, "Step 1 did not leave"),
        ("return object()", Verdict.WRONG_ANSWER, "an object"),
        ("while True: pass", Verdict.TIME_LIMIT, "never ends"),
        ("import os; os._exit(0)", Verdict.RUNTIME_ERROR, "ended its own process"),
    ],
)
def test_a_failure_is_explained_and_names_no_misconception(
    line: str, verdict: Verdict, said: str, exercises: dict[str, Exercise], sandbox: Sandbox
) -> None:
    source = "import numpy as np" + SGD.replace("return [p - self.lr * g for p, g in zip(params, grads)]", line)
    trace = trace_of(exercises["sgd"], source, REQUEST, sandbox)
    assert trace.report.verdict is verdict
    assert said in "".join(check.message.en for check in trace.report.checks)
    assert trace.report.findings == ()


def test_a_program_without_the_class_is_told_so(exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    trace = trace_of(exercises["sgd"], "class Sgd: pass", REQUEST, sandbox)
    assert trace.report.verdict is Verdict.RUNTIME_ERROR
    assert "`SGD` is not defined" in trace.report.checks[0].message.en


def test_numbers_that_lie_are_rebuilt(exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    lying = "class Lying(np.ndarray):\n    def __float__(self): return 0.0\n    def tolist(self): return [0, 0]\n"
    line = "return [(params[0] - self.lr * grads[0]).view(Lying)]"
    source = (
        "import numpy as np\n" + lying + SGD.replace("return [p - self.lr * g for p, g in zip(params, grads)]", line)
    )
    np.testing.assert_allclose(
        trace_of(exercises["sgd"], source, REQUEST, sandbox).path, walked("SGD", REQUEST), rtol=1e-12
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"surface": "everest"}, {"lr": float("nan")}, {"lr": 0.0}, {"lr": -1.0}, {"start": (1e300, 0.0)},
        {"start": (float("inf"), 0.0)}, {"steps": 0}, {"steps": 501}, {"seed": -1}, {"seed": 1 << 31},
    ],
)  # fmt: skip
def test_what_cant_be_walked_is_refused(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {"surface": "beale", "lr": 0.1, "start": (0.0, 0.0), "steps": 10, "seed": 1}
    with pytest.raises(ValueError, match="no walk"):
        TraceRequest(**{**right, **wrong})


def test_an_exercise_without_an_optimiser_is_refused(exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="asks for no optimiser"):
        trace_of(exercises["mse"], SGD, REQUEST, sandbox)
