"""Two classifiers: their gradients by differences, their training on the digits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from steepest_numerics.arrays import FloatArray
from steepest_numerics.data import digits
from steepest_numerics.gradients import numerical_gradient
from steepest_numerics.networks import (
    softmax_classifier_loss,
    train_softmax_classifier,
    two_layer_gradients,
    two_layer_loss,
)


def network(rng: np.random.Generator, features: int, hidden: int, classes: int) -> dict[str, FloatArray]:
    shapes = {"W1": (features, hidden), "b1": (hidden,), "W2": (hidden, classes), "b2": (classes,)}
    return {name: rng.normal(size=shape).astype(np.longdouble) for name, shape in shapes.items()}


@pytest.mark.parametrize(("rows", "features", "hidden", "classes"), [(3, 5, 4, 2), (5, 3, 2, 4), (1, 2, 6, 3)])
def test_two_layer_gradients_agree_with_differences(rows: int, features: int, hidden: int, classes: int) -> None:
    rng = np.random.default_rng(18)
    params = network(rng, features, hidden, classes)
    X, y = rng.normal(size=(rows, features)), rng.integers(classes, size=rows)
    gradients = two_layer_gradients(params, X, y)
    assert list(gradients) == list(params)
    for name, gradient in gradients.items():
        slopes = numerical_gradient(lambda value, name=name: two_layer_loss(params | {name: value}, X, y), params[name])
        np.testing.assert_allclose(gradient, slopes, rtol=1e-7, atol=1e-10)


def test_the_gradient_of_a_step_of_the_softmax_classifier_agrees_with_differences() -> None:
    rng = np.random.default_rng(19)
    X, y = rng.normal(size=(7, 3)).astype(np.longdouble), rng.integers(4, size=7)
    W = train_softmax_classifier(X, y, 4, lr=0.1, steps=2)
    step = train_softmax_classifier(X, y, 4, lr=0.1, steps=3) - W
    slopes = numerical_gradient(lambda W: softmax_classifier_loss(W, X, y), W)
    np.testing.assert_allclose(step, -0.1 * slopes, rtol=1e-7, atol=1e-10)


def test_no_step_leaves_every_class_as_likely() -> None:
    W = train_softmax_classifier(np.ones((2, 3)), [0, 1], 10, lr=0.1, steps=0)
    assert W.shape == (4, 10)
    assert softmax_classifier_loss(W, np.ones((2, 3)), [0, 1]) == pytest.approx(np.log(10))


def test_the_last_row_of_the_weights_is_the_bias() -> None:
    W = train_softmax_classifier(np.zeros((4, 2)), [0, 0, 0, 1], 2, lr=0.5, steps=500)
    np.testing.assert_array_equal(W[:2], 0)
    np.testing.assert_allclose(np.exp(W[2]) / np.exp(W[2]).sum(), [0.75, 0.25], rtol=1e-6)


def test_the_digits_are_small_images_of_ten_classes() -> None:
    X, y = digits()
    assert X.shape == (1797, 64)
    assert (float(X.min()), float(X.max())) == (0.0, 1.0)
    np.testing.assert_array_equal(X * 16, (X * 16).round())
    assert set(y.tolist()) == set(range(10))


def test_the_digits_are_credited_with_their_licence() -> None:
    text = (Path(__file__).parents[2] / "THIRD-PARTY-NOTICES").read_text(encoding="utf-8")
    assert "steepest_numerics/digits.npz" in text
    assert "CC BY 4.0" in text


def test_a_softmax_classifier_reads_most_digits_after_a_hundred_steps() -> None:
    X, y = digits()
    W = train_softmax_classifier(X[:1400], y[:1400], 10, lr=0.5, steps=100)
    with_ones = np.hstack([X[1400:], np.ones((397, 1))])
    assert np.mean((with_ones @ W).argmax(axis=1) == y[1400:]) > 0.85
