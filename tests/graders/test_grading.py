"""Whatever a student sends gets the right verdict and a message that helps: through `grade`, in the real sandbox."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steepest_graders import Exercise, GradeReport, Sandbox, Verdict, grade

GradeMse = Callable[[str], GradeReport]

RIGHT = """
import numpy as np

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
"""


def body(statement: str) -> str:
    """A program that is right but for one statement before its answer."""
    return RIGHT.replace("    return", f"    {statement}\n    return")


def test_a_right_program_is_accepted(grade_mse: GradeMse) -> None:
    report = grade_mse(RIGHT)
    assert report.verdict is Verdict.ACCEPTED
    assert report.score == 1
    assert report.findings == ()
    assert all(check.verdict is Verdict.ACCEPTED for check in report.checks)


@pytest.mark.parametrize(
    ("source", "verdict", "said"),
    [
        ("def mse(y_pred, y_true)\n    return 0", Verdict.COMPILE_ERROR, "Line 1"),
        ("x = 1", Verdict.RUNTIME_ERROR, "`mse` is not defined"),
        (RIGHT.replace("def mse", "def MSE"), Verdict.RUNTIME_ERROR, "`MSE`"),
        (RIGHT.replace("y_pred, y_true):", "y_pred):"), Verdict.RUNTIME_ERROR, "TypeError"),
        (body("raise KeyError('no such key')"), Verdict.RUNTIME_ERROR, "KeyError in line 7: 'no such key'"),
        (body("while True: pass"), Verdict.TIME_LIMIT, "never ends"),
        (body("np.ones(10**9)"), Verdict.MEMORY_LIMIT, "MemoryError"),
        (body("import os; os.fork()"), Verdict.RUNTIME_ERROR, "PermissionError"),
        (body("import socket; socket.socket()"), Verdict.RUNTIME_ERROR, "Error"),
        (body("open('/etc/passwd')"), Verdict.RUNTIME_ERROR, "PermissionError"),
        (body("import os; os._exit(0)"), Verdict.RUNTIME_ERROR, "ended its own process"),
        (body("while True: print('x' * 1000)"), Verdict.OUTPUT_LIMIT, "print"),
        (body("return 'ten'"), Verdict.WRONG_ANSWER, "string"),
        (body("return None"), Verdict.WRONG_ANSWER, "`return`"),
        (body("return np.array([((y_pred - y_true) ** 2).mean()])"), Verdict.WRONG_ANSWER, "one element"),
        (body("return float('nan')"), Verdict.WRONG_ANSWER, "NaN"),
        (body("return np.zeros(13_000_000)"), Verdict.OUTPUT_LIMIT, "returned"),
        ("import torch", Verdict.RUNTIME_ERROR, "Importable here are numpy"),
        ("import numpy as np\n1 / 0", Verdict.RUNTIME_ERROR, "line 2"),
    ],
)
def test_a_wrong_program_gets_its_verdict_and_a_message(
    grade_mse: GradeMse, source: str, verdict: Verdict, said: str
) -> None:
    report = grade_mse(source)
    assert report.verdict is verdict
    messages = " ".join(check.message.en for check in report.checks)
    assert said in messages
    assert all(check.message.zh for check in report.checks if check.verdict is not Verdict.ACCEPTED)
    assert grade_mse(RIGHT).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"x = '" + b"a" * 65536 + b"'", "65536"),
        (b"x = 1\0", "NUL"),
    ],
)
def test_what_is_no_source_is_a_compile_error(
    exercises: dict[str, Exercise], sandbox: Sandbox, source: bytes, said: str
) -> None:
    report = grade(exercises["mse"], source, sandbox)
    assert report.verdict is Verdict.COMPILE_ERROR
    assert said in report.checks[0].message.en


def test_an_encoding_cookie_is_ignored(exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    source = "# -*- coding: latin-1 -*-\nname = '均方误差'\n" + RIGHT
    assert grade(exercises["mse"], source, sandbox).verdict is Verdict.ACCEPTED


def test_prints_are_shown_from_the_import_and_public_examples_alone(grade_mse: GradeMse) -> None:
    report = grade_mse("print('importing')\n" + body("print('called with', y_pred.ravel()[:2])"))
    assert report.output == "importing\ncalled with [3. 5.]\ncalled with [1. 2.]\n"


def test_an_exception_in_a_hidden_check_shows_its_type_and_line_alone(grade_mse: GradeMse) -> None:
    report = grade_mse(body("if y_pred.shape == (3, 5): raise ValueError(f'secret {y_pred}')"))
    hidden = [check for check in report.checks if check.verdict is Verdict.RUNTIME_ERROR]
    assert hidden
    assert all(check.message.en == "ValueError in line 7." for check in hidden)
    assert "secret" not in str(report.to_dict())


@pytest.mark.parametrize("error", ["np.exceptions.AxisError", "np.linalg.LinAlgError", "UnicodeError"])
def test_whatever_extends_the_exception_asked_for_is_that_exception(grade_mse: GradeMse, error: str) -> None:
    assert grade_mse(RIGHT.replace("ValueError", error)).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("source", "verdict", "said"),
    [
        (RIGHT.replace("def mse", "def MSE"), Verdict.RUNTIME_ERROR, "`mse` is not defined. Is it the `MSE`"),
        (RIGHT.replace("raise ValueError", "return object() or print"), Verdict.WRONG_ANSWER, "Returned a value where"),
        (RIGHT.replace("ValueError", "KeyError"), Verdict.WRONG_ANSWER, "Raised KeyError where ValueError was"),
    ],
)
def test_what_is_missing_or_returned_is_not_called_raised(
    grade_mse: GradeMse, source: str, verdict: Verdict, said: str
) -> None:
    [check] = [check for check in grade_mse(source).checks if check.name == "unequal-shapes"]
    assert check.verdict is verdict
    assert check.message.en.startswith(said)


def test_the_hidden_inputs_follow_the_seed(exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    leaking = body("print(y_pred.ravel()[:1]) if y_pred.size > 6 else None")  # hidden prints never show: use a factor
    by_seed = {seed: grade(exercises["mse"], leaking, sandbox, seed=seed) for seed in (1, 2)}
    assert by_seed[1].verdict is by_seed[2].verdict is Verdict.ACCEPTED
    inputs = {seed: [str(check) for check in exercises["mse"].checks(seed) if not check.public] for seed in (1, 2)}
    assert inputs[1] != inputs[2]


def test_the_sum_is_named_with_its_evidence(grade_mse: GradeMse) -> None:
    report = grade_mse(RIGHT.replace("np.mean", "np.sum"))
    assert report.verdict is Verdict.WRONG_ANSWER
    assert 0 < report.score < 1
    [found] = report.findings
    assert found.slug == "sum-not-mean"
    assert "n (the number of elements)" in found.evidence.en
    assert "instead of 10.0" in found.evidence.en
    example = next(check for check in report.checks if check.name == "example")
    assert example.comparison is not None
    assert (example.comparison.expected, example.comparison.got) == ("10.0", "20.0")


def test_a_complex_number_is_shown_as_one(grade_mse: GradeMse) -> None:
    report = grade_mse(body("return np.complex128(np.mean((y_pred - y_true) ** 2))"))
    example = next(check for check in report.checks if check.name == "example")
    assert "a complex number" in example.message.en
    assert example.comparison is not None
    assert (example.comparison.expected, example.comparison.got) == ("10.0", "(10+0j)")


def test_another_convention_is_its_own_verdict(grade_mse: GradeMse) -> None:
    report = grade_mse(RIGHT.replace("return np.mean", "return 0.5 * np.mean"))
    assert report.verdict is Verdict.OTHER_CONVENTION
    assert report.findings[0].convention
    assert not report.findings[0].accepted


def test_two_mistakes_at_once_are_both_named_each_with_its_share(
    exercises: dict[str, Exercise], sandbox: Sandbox
) -> None:
    unchecked = RIGHT.replace("y_pred.shape != y_true.shape", "False").replace("return np.mean", "return 0.5 * np.mean")
    report = grade(exercises["mse"], unchecked, sandbox)
    assert {found.slug for found in report.findings} == {"half-mean-squared-error", "shapes-not-checked"}
    assert report.verdict is Verdict.WRONG_ANSWER
    by_name = {check.name: check.verdict for check in report.checks}
    assert by_name["example"] is Verdict.OTHER_CONVENTION
    assert by_name["unequal-shapes"] is Verdict.WRONG_ANSWER


def test_an_object_is_named_no_mistake_it_is_not(exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    report = grade(exercises["cross-entropy"], "def cross_entropy(logits, labels):\n    return object()", sandbox)
    assert report.verdict is Verdict.WRONG_ANSWER
    assert report.findings == ()


def test_an_unknown_mistake_still_shows_its_relation(grade_mse: GradeMse) -> None:
    report = grade_mse(RIGHT.replace("return np.mean", "return -np.mean"))
    assert report.findings == ()
    assert report.message.en == "Every wrong answer is the expected value with the opposite sign."


def test_an_optimiser_that_goes_astray_is_told_at_which_step(exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    astray = exercises["adam"].solution.replace("self.t += 1", "self.t += 1 + (self.t == 3)")
    report = grade(exercises["adam"], astray, sandbox)
    said = [check.message.en for check in report.checks if check.verdict is Verdict.WRONG_ANSWER]
    assert said
    assert any(message.startswith("step 4: ") for message in said)


@pytest.mark.parametrize(
    ("slug", "right", "wrong"),
    [
        ("momentum", "return new", "return new, self.lr"),
        ("adam-step", ", m, v\n", ", m, v, t + 1\n"),
        ("adam-step", ", m, v\n", ", float(np.mean(m)), v\n"),
    ],
)
def test_a_step_that_returns_something_else_is_wrong_and_no_fault_of_ours(
    exercises: dict[str, Exercise], sandbox: Sandbox, slug: str, right: str, wrong: str
) -> None:
    solution = exercises[slug].solution
    report = grade(exercises[slug], solution.replace(right, wrong), sandbox)
    assert solution.count(right) == 1
    assert Verdict.INTERNAL_ERROR not in {check.verdict for check in report.checks}
    descent = next(check for check in report.checks if check.name == "descent")
    assert descent.verdict is Verdict.WRONG_ANSWER
    assert descent.comparison is not None
    assert "longdouble" not in descent.comparison.expected


def test_a_changed_input_is_seen(grade_mse: GradeMse) -> None:
    report = grade_mse(RIGHT.replace("(y_pred - y_true) ** 2", "(y_pred.__isub__(y_true)) ** 2"))
    assert report.verdict is not Verdict.ACCEPTED
    assert any("changed its input" in check.message.en for check in report.checks)


def test_a_slice_arrives_as_a_slice(grade_mse: GradeMse) -> None:
    report = grade_mse(body("assert y_pred.flags.c_contiguous"))
    assert [check.name for check in report.checks if check.verdict is Verdict.RUNTIME_ERROR] == ["strided"]


def test_running_the_examples_asks_the_public_checks_alone(exercises: dict[str, Exercise], sandbox: Sandbox) -> None:
    report = grade(exercises["mse"], RIGHT, sandbox, public_only=True)
    assert report.verdict is Verdict.ACCEPTED
    assert all(check.public for check in report.checks)


def test_the_same_program_gets_the_same_words(grade_mse: GradeMse) -> None:
    source = RIGHT.replace("np.mean", "np.sum")
    one, other = grade_mse(source).to_dict(), grade_mse(source).to_dict()
    assert {**one, "seconds": 0} == {**other, "seconds": 0}


def test_a_report_survives_storage(grade_mse: GradeMse) -> None:
    report = grade_mse(RIGHT.replace("np.mean", "np.sum"))
    assert GradeReport.from_dict(report.to_dict()) == report
