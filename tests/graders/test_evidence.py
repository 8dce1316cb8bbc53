"""What stands behind a verdict: where a path first leaves the reference's, what failing checks share, two mistakes."""

from __future__ import annotations

import ast
from collections.abc import Callable

import numpy as np
import pytest

from steepest_graders import Exercise, GradeReport, Sandbox, Verdict, grade
from steepest_graders.grading import suite_of
from steepest_graders.pairing import pairs
from steepest_graders.report import CheckResult, Path

Judge = Callable[[str, str], GradeReport]


@pytest.fixture
def judge(exercises: dict[str, Exercise], sandbox: Sandbox) -> Judge:
    return lambda slug, source: grade(exercises[slug], source, sandbox)


def descent_of(report: GradeReport) -> Path:
    """The one path of a report."""
    [path] = [check.path for check in report.checks if check.path]
    return path


def test_a_descent_is_shown_beside_the_references_right_or_wrong(judge: Judge, exercises: dict[str, Exercise]) -> None:
    right = descent_of(judge("adam", exercises["adam"].solution))
    assert right.yours == right.reference
    assert (right.leaves, right.inside, right.mistake) == (0, (), ())
    assert len(right.reference) == 21
    wrong = descent_of(judge("adam", exercises["adam"].solution.replace("self.t += 1", "self.t += 1 + (self.t == 3)")))
    assert wrong.leaves == 4
    assert wrong.yours[:4] == wrong.reference[:4]
    assert wrong.yours[4] != wrong.reference[4]
    assert wrong.mistake == (), "no mistake was found"


def test_inside_the_first_wrong_step_the_first_wrong_quantity_is_named(
    judge: Judge, exercises: dict[str, Exercise]
) -> None:
    report = judge("adam", exercises["adam"].solution.replace("g**2", "abs(g)"))
    path = descent_of(report)
    by_name = {quantity.name: quantity for quantity in path.inside}
    assert list(by_name) == ["g", "m", "v", "m̂", "v̂", "Δw"]
    assert by_name["m"].same
    assert (by_name["v"].expected, by_name["v"].got, by_name["v"].same) == ("[1.6, 22.5]", "[0.4, 1.5]", False)
    assert by_name["m̂"].got == "", "a local variable can't be read, and none is made up"
    [said] = [check.message.en for check in report.checks if check.path]
    assert (
        said
        == "Step 1 is the first that leaves the reference's path. Within it your v is the first quantity that differs."
    )
    assert path.mistake == path.yours, "the path of the mistake that was found"
    assert path.mistake_title == report.findings[0].title


def test_state_is_found_by_its_name_wherever_it_is_kept(judge: Judge) -> None:
    source = """
import itertools
import numpy as np

class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.mu, self.count, self.state = lr, momentum, itertools.count(), {}

    def step(self, params, grads):
        next(self.count)  # looking at it must not use it up
        for i, (w, g) in enumerate(zip(params, grads)):
            own = self.state.setdefault(i, {"velocity": np.zeros_like(w)})
            own["velocity"] = self.mu * own["velocity"] + g
            params[i] = w - 2 * self.lr * own["velocity"]
"""
    path = descent_of(judge("momentum", source))
    assert {quantity.name: quantity.same for quantity in path.inside if quantity.got} == {
        "g": True,
        "v": True,
        "Δw": False,
    }


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ("        return new", "        return [np.full(2, np.nan)]"),
        ("        return new", "        return [np.ones(3)]"),
        ("        return new", "        return None"),
        ("w - self.lr", "w * 1e300 - self.lr"),
    ],
)
def test_a_path_ends_where_it_is_no_number(
    judge: Judge, exercises: dict[str, Exercise], change: str, points: str
) -> None:
    report = judge("adam", exercises["adam"].solution.replace(change, points))
    assert report.verdict in (Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR)
    path = descent_of(report)
    assert path.leaves == 1
    assert all(np.isfinite(path.yours).ravel())
    assert GradeReport.from_dict(report.to_dict()) == report


@pytest.mark.parametrize(
    ("slug", "change", "said"),
    [
        (
            "mse",
            ("    return", "    if y_pred.size == 1:\n        return 0.0\n    return"),
            "Right except for batches of one.",
        ),
        (
            "cross-entropy",
            ("    shifted = logits - logits.max(axis=1, keepdims=True)", "    shifted = logits"),
            "Right except for values above 700 in size.",
        ),
        ("momentum", ("self.lr, self.momentum = lr", "self.lr, self.rate, self.momentum = lr, lr"), ""),
        ("bce-with-logits", ("return np.mean(", "return np.sum("), "All that is wrong is in `bce_with_logits`."),
    ],
)
def test_what_the_failing_checks_share_is_said(
    judge: Judge, exercises: dict[str, Exercise], slug: str, change: tuple[str, str], said: str
) -> None:
    source = exercises[slug].solution
    assert change[0] in source
    assert said in judge(slug, source.replace(*change)).message.en


def test_each_of_two_functions_gets_its_own_diagnosis(judge: Judge, exercises: dict[str, Exercise]) -> None:
    source = exercises["bce-with-logits"].solution.replace("return np.mean(", "return 1.25 * np.mean(")
    assert "/ z.size" in source
    report = judge("bce-with-logits", source.replace("/ z.size", ""))
    assert [found.slug for found in report.findings] == ["gradient-not-averaged"]
    assert "`bce_with_logits_gradient`" in report.findings[0].evidence.en


@pytest.mark.parametrize(
    ("slug", "changes", "named"),
    [
        ("adam", {"g**2": "abs(g)", "w - self.lr": "w + self.lr"}, {"second-moment-of-absolute", "gradient-ascent"}),
        (
            "adam",
            {"np.sqrt(v_hat) + self.eps": "np.sqrt(v_hat + self.eps)", " / (1 - self.beta1**self.t)": ""},
            {"epsilon-inside-root", "only-second-moment-corrected"},
        ),
        (
            "momentum",
            {"+ g": "+ (1 - self.momentum) * g", "w - self": "w + self"},
            {"velocity-averaged", "gradient-ascent"},
        ),
        ("huber", {"np.mean(": "np.sum(", "near = 0.5 *": "near ="}, {"sum-not-mean", "half-of-the-square-missing"}),
    ],
)
def test_two_mistakes_in_one_formula_are_both_named(
    judge: Judge, exercises: dict[str, Exercise], slug: str, changes: dict[str, str], named: set[str]
) -> None:
    source = exercises[slug].solution
    for old, new in changes.items():
        assert old in source
        source = source.replace(old, new)
    report = judge(slug, source)
    assert {found.slug for found in report.findings} == named
    assert "these two mistakes at once" in report.findings[0].evidence.en


def test_pairs_are_programs_that_end_and_none_of_the_single_ones(exercises: dict[str, Exercise]) -> None:
    for slug in ("mse", "warm-restarts", "softmax"):
        exercise = exercises[slug]
        made = pairs(exercise.mistakes, [exercise.solution])
        assert made
        for pair in made:
            assert not any(isinstance(node, ast.While) for node in ast.walk(ast.parse(pair.source)))
            assert len({mistake.misconception.slug for mistake in pair.mistakes}) == 2


def test_a_mistake_broader_than_what_was_done_is_not_named(judge: Judge, exercises: dict[str, Exercise]) -> None:
    source = exercises["mse"].solution.replace(
        "    return", "    if y_pred.size == 1:\n        return np.sum((y_pred - y_true) ** 2) * 0 + 1e9\n    return"
    )
    assert judge("mse", source).findings == ()


def test_a_gradient_is_told_by_element_right_or_wrong(judge: Judge, exercises: dict[str, Exercise]) -> None:
    def elements(report: GradeReport) -> list[tuple[str, str, str, bool]]:
        [told] = [check.comparison for check in report.checks if check.comparison and check.comparison.elements]
        return [(item.index, item.got, item.expected, item.relative_error < 1e-7) for item in told.elements]

    solution = exercises["linear-regression-gradient"].solution
    assert all(right for *_, right in elements(judge("linear-regression-gradient", solution)))
    wrong = judge("linear-regression-gradient", solution.replace("np.sum(slope)", "-np.sum(slope)"))
    assert [right for *_, right in elements(wrong)] == [True, True, True, False]
    assert [index for index, *_ in elements(wrong)] == ["1[0]", "1[1]", "1[2]", "2"]


def test_nothing_hidden_is_told_by_the_evidence(exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    """Whatever a program keeps: evidence is gathered before any hidden input was seen, and is the same on all sites."""
    source = exercises["adam"].solution.replace(
        "        return new", "        self.m[0] = self.m[0] * 2\n        self.seen = params\n        return new"
    )
    evidence = []
    for seed in (1, 2):
        checks: tuple[CheckResult, ...] = grade(exercises["adam"], source, sandbox, seed=seed).checks
        assert all(check.public for check in checks if check.path or check.comparison)
        evidence.append([(check.path, check.comparison) for check in checks])
    assert evidence[0] == evidence[1]
    order = [check.public for check in suite_of(exercises["adam"], 1).checks]
    assert order == sorted(order, reverse=True), "public checks come first"


def test_a_factor_near_one_is_told_with_the_digits_that_tell_it_from_one(judge: Judge) -> None:
    source = "def mse_gradient(y_pred, y_true):\n    return 2 * (y_pred - y_true) / (y_true.size * (1 - 1e-8))\n"
    said = {check.message.en for check in judge("mse-gradient", source).checks if check.public}
    assert "The answer is 1.00000001 times the expected value." in said


REDUCED = "import numpy as np\n\n\ndef log_softmax(z):\n    return z - np.logaddexp.reduce(z, axis=-1)\n"
FORGOT_RETURN = """\
import numpy as np


def random_search(loss, shape, tries, scale, rng):
    best, lowest = None, np.inf
    for _ in range(tries):
        W = rng.normal(0, scale, shape)
        value = loss(W)
        if value < lowest:
            best, lowest = W, value
"""
SMALLEST = """\
import numpy as np
from given import numerical_gradient


def relative_error(a, n):
    return np.min(np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), 1e-8))


def gradient_check(f, grad, x, h=1e-5):
    return relative_error(grad(x), numerical_gradient(f, x, h))
"""
REPLACED_AND_REBOUND = """\
class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        return [p - self.lr * g for p, g in zip(params, grads)]


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    w = w0.copy()
    for _ in range(epochs):
        order = rng.integers(0, len(X), len(X))
        X, y = X[order], y[order]
        for start in range(0, len(X), batch_size):
            w = w - lr * grad(w, X[start : start + batch_size], y[start : start + batch_size])
    return w
"""
OUTER_TURNED = """\
import numpy as np
from given import cross_entropy_gradient


def two_layer_gradients(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    Z = X @ W1 + b1
    A = np.maximum(0, Z)
    G = cross_entropy_gradient(A @ W2 + b2, y)
    H = (G @ W2.T) * (Z > 0)
    dW1 = np.zeros_like(W1)
    for x, h in zip(X, H):
        dW1 += np.outer(h, x)
    return {"W1": dW1, "b1": H.sum(0), "W2": A.T @ G, "b2": G.sum(0)}
"""


@pytest.mark.parametrize(
    ("slug", "source", "possible"),
    [
        ("random-search", FORGOT_RETURN, {"nothing-returned"}),
        ("gradient-check", SMALLEST, {"smallest-instead-of-worst"}),
        ("sgd", REPLACED_AND_REBOUND, {"drawn-with-replacement"}),
        ("two-layer-gradients", OUTER_TURNED, {"layer-transpose-missing"}),
        ("log-softmax", REDUCED, {"axis-not-kept"}),
    ],
    ids=["random-search", "gradient-check", "sgd", "two-layer-gradients", "log-softmax"],
)
def test_of_two_mistakes_none_is_named_that_left_no_trace(
    judge: Judge, slug: str, source: str, possible: set[str]
) -> None:
    report = judge(slug, source)
    assert report.verdict is not Verdict.ACCEPTED
    assert {found.slug for found in report.findings} <= possible


def test_evidence_gives_no_example_without_its_numbers(judge: Judge, exercises: dict[str, Exercise]) -> None:
    apart = next(mistake for mistake in exercises["mini-batches"].mistakes if mistake.path.name == "shuffled_apart.py")
    [found] = judge("mini-batches", apart.source).findings
    assert "that gives" not in found.evidence.en
    assert "得到" not in found.evidence.zh


@pytest.mark.parametrize(
    ("formula", "named"),
    [
        ("1 / (1 + np.exp(-z))", ["sigmoid-overflows-unseen"]),
        ("1 / (1 + 1 / np.exp(np.clip(z, -800, 700)))", []),
    ],
)
def test_a_division_by_zero_is_no_overflow(judge: Judge, formula: str, named: list[str]) -> None:
    report = judge("sigmoid", f"import numpy as np\n\n\ndef sigmoid(z):\n    return {formula}\n")
    assert [found.slug for found in report.findings] == named
