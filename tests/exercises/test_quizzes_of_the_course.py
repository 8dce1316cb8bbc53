"""What the course's quizzes ask has the answers that the reference core gives, and no others."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from steepest.course import load_course
from steepest_graders.quiz import CodeReading, FillIn, MultipleChoice, Numeric, Question, ShortText, TrueFalse
from steepest_numerics.activations import softmax
from steepest_numerics.clipping import clip_by_global_norm
from steepest_numerics.losses import cross_entropy, huber, mae, mse, svm_loss
from steepest_numerics.optimizers import AdaGrad, Adam, Momentum, Nesterov
from steepest_numerics.schedules import cosine_annealing, step_decay

COURSE = load_course()
QUESTIONS = [question for quiz in COURSE.quizzes.values() for question in quiz.own.values()]
SEEDS = range(12)
Numbers = Mapping[str, Any]

questions = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def moved(optimiser: Any, *gradients: float) -> float:
    """By how much the last gradient changes a weight."""
    w = np.zeros(1)
    before = w
    for gradient in gradients:
        before, w = w, optimiser.step([w], [np.array([gradient])])[0]
    return float((w - before)[0])


def bowl_gradient(w: float) -> float:
    """By a central difference of the loss itself."""
    x, y, h = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]), 1e-6
    return float(mse((w + h) * x, y) - mse((w - h) * x, y)) / (2 * h)


def lowered(first: float, second: float) -> float:
    """The second step of momentum when the rate changes in between."""
    optimiser = Momentum(lr=first)
    w = optimiser.step([np.zeros(1)], [np.ones(1)])[0]
    optimiser.lr = second
    return abs(float((optimiser.step([w], [np.ones(1)])[0] - w)[0]))


def last_rate_that_converges(c: float) -> float:
    """By bisection: whether a step brings us nearer."""
    low, high = 0.0, 10.0
    for _ in range(60):
        rate = (low + high) / 2
        low, high = (rate, high) if abs(1 - rate * 2 * c) < 1 else (low, rate)
    return low


KEYS: dict[str, Callable[[Numbers], Any]] = {
    "loss-of-one-guess": lambda n: mae([n["p"]], [n["y"]]),
    "mse-of-two": lambda n: mse([n["a"], 5], [1, 1]),
    "huber-far-out": lambda n: huber([n["miss"]], [0.0], n["d"]),
    "weight-of-a-large-error": lambda n: mse([n["k"] * 10_000], [0]) / mse([10_000], [0]),
    "price-of-a-belief": lambda n: cross_entropy(np.log([[n["p"], 1 - n["p"]]]), [0]),
    "cross-entropy-of-logits": lambda n: -np.log(softmax(np.array([n["z"], 1.0, 0.0]))[0]),
    "hinge-of-three-scores": lambda n: svm_loss(np.array([[3.2, n["s"], -1.7]]), np.ones((1, 1)), np.array([0])),
    "central-difference-of-a-cube": lambda n: 3 * n["x"] ** 2 + n["h"] ** 2,
    "calls-of-the-loss": lambda n: len([None, *range(int(n["n"]))]),
    "point-on-a-slice": lambda n: (3 + n["a"]) ** 2 + 10 * 1**2,
    "orders-of-hidden-units": lambda _: math.factorial(4),
    "first-gradient-by-hand": lambda n: bowl_gradient(n["w"]),
    "largest-rate-of-a-bowl": lambda n: last_rate_that_converges(n["c"]),
    "steps-of-an-epoch": lambda n: len(range(0, int(n["n"]), int(n["b"]))),
    "limit-of-the-velocity": lambda n: -moved(Momentum(lr=1.0, momentum=n["mu"]), *[n["g"]] * 500),
    "rate-lowered-on-the-way": lambda n: lowered(n["first"], n["second"]),
    "nesterov-turns-first": lambda n: moved(Nesterov(lr=0.1, momentum=0.5), 2.0, n["g"]),
    "later-step-of-adagrad": lambda n: abs(moved(AdaGrad(lr=0.1), *[n["g"]] * int(n["k"]))),
    "adam-when-the-gradient-turns": lambda n: abs(moved(Adam(lr=0.1), n["g"], -n["g"])),
    "rate-after-some-falls": lambda n: step_decay(0.1, int(n["epoch"])),
    "rate-on-the-cosine": lambda n: cosine_annealing(int(n["t"]), 100, 0.1, 0.001),
    "clipped-together": lambda n: clip_by_global_norm([np.array([6.0, 8.0]), np.array([n["g"]])], 5.0)[0][1][0],
    "first-loss-of-classes": lambda n: cross_entropy(np.zeros((1, int(n["c"]))), [0]),
    "weights-of-a-network": lambda n: sum(
        np.empty(shape).size for shape in [(64, int(n["h"])), (int(n["h"]),), (int(n["h"]), 10), (10,)]
    ),
}


def test_every_unit_asks_and_all_kinds_of_questions_are_asked() -> None:
    assert len(QUESTIONS) >= 44
    asked = {unit.slug: sum(entry.room == "quizzes" for entry in unit.entries) for unit in COURSE.units}
    assert [slug for slug, count in asked.items() if not count and slug != "overview"] == []
    kinds = {"single", "multiple", "true-false", "numeric", "short", "formula", "ordering", "matching"}
    assert {question.type for question in QUESTIONS} == kinds | {"code-reading", "fill-in"}


def test_every_numeric_key_is_what_the_reference_core_computes() -> None:
    numeric = {question.id: question for question in QUESTIONS if isinstance(question, Numeric)}
    assert set(numeric) == set(KEYS)
    for name, question in numeric.items():
        for seed in SEEDS:
            variant = question.variant(seed)
            value = float(KEYS[name](variant.values))
            assert variant.value == pytest.approx(value, rel=1e-6), (name, variant.values)
            assert variant.judge([f"{value:.10g}"]).correct


@questions
def test_no_foreseen_mistake_is_taken_for_right_and_each_is_told_apart(question: Question) -> None:
    for seed in SEEDS:
        variant = question.variant(seed, shuffle=True)
        if not isinstance(variant, FillIn):  # is judged in the sandbox
            assert variant.judge(variant.solution()).correct
        if isinstance(variant, Numeric):
            for foreseen in variant.wrong:
                judgement = variant.judge([repr(foreseen.value)])
                assert judgement.score == 0
                assert judgement.feedback.en
        if isinstance(variant, ShortText):
            for wrong in question.source.get("wrong", []):
                assert not any(variant.judge([answer]).correct for answer in wrong["answers"])


@questions
def test_a_question_says_the_same_in_both_languages(question: Question) -> None:
    for text in question.texts():
        assert text.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh) or text.en == text.zh


def test_true_and_false_are_both_right_now_and_then() -> None:
    assert {question.answer for question in QUESTIONS if isinstance(question, TrueFalse)} == {True, False}


def test_of_several_choices_neither_all_are_right_nor_is_the_first_one_always() -> None:
    several = [question for question in QUESTIONS if isinstance(question, MultipleChoice)]
    assert all(0 < sum(choice.correct for choice in question.choices) < len(question.choices) for question in several)
    assert len({question.choices[0].correct for question in several}) == 2


def test_programs_print_what_their_key_says() -> None:
    for question in QUESTIONS:
        if isinstance(question, CodeReading):
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(question.code, question.id, "exec"), {})
            assert printed.getvalue().strip() == question.output.strip()


def test_gaps_are_filled_by_their_solutions() -> None:
    for question in QUESTIONS:
        if isinstance(question, FillIn):
            names: dict[str, Any] = {}
            exec(compile(question.code.replace("____", question.source["solution"]), question.id, "exec"), names)
            assert all(math.isfinite(eval(call, names)) for call in question.source["calls"])
