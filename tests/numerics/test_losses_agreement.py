"""The losses are those of the libraries that students will meet: PyTorch and SciPy compute the same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from steepest_numerics import activations, losses


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(71)


class TestWithPyTorch:
    """Values and gradients; where PyTorch has no gradient of its own, its automatic one."""

    @pytest.fixture
    def torch(self) -> Any:
        return pytest.importorskip("torch", reason="PyTorch is not installed; nothing else here needs it")

    def test_regression_losses(self, rng: np.random.Generator, torch: Any) -> None:
        prediction, target = 2 * rng.normal(size=(2, 4, 3))
        functional, tensors = torch.nn.functional, (torch.tensor(prediction), torch.tensor(target))
        np.testing.assert_allclose(losses.mae(prediction, target), functional.l1_loss(*tensors), rtol=1e-12)
        for delta in (0.5, 1.0, 3.0):
            theirs = functional.huber_loss(*tensors, delta=delta)
            np.testing.assert_allclose(losses.huber(prediction, target, delta), theirs, rtol=1e-12)

    def test_linear_mse_gradient(self, rng: np.random.Generator, torch: Any) -> None:
        w, b, X, y = rng.normal(size=3), 0.7, rng.normal(size=(5, 3)), rng.normal(size=5)
        weights, bias = torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True, dtype=torch.float64)
        torch.nn.functional.mse_loss(torch.tensor(X) @ weights + bias, torch.tensor(y)).backward()
        dw, db = losses.linear_mse_gradient(w, b, X, y)
        np.testing.assert_allclose(dw, weights.grad, rtol=1e-12)
        np.testing.assert_allclose(db, bias.grad, rtol=1e-12)

    def test_binary_losses(self, rng: np.random.Generator, torch: Any) -> None:
        z, y = 9 * rng.normal(size=(4, 3)), rng.uniform(size=(4, 3))
        p = activations.sigmoid(z)
        np.testing.assert_allclose(p, torch.sigmoid(torch.tensor(z)), rtol=1e-12)
        functional, goal = torch.nn.functional, torch.tensor(y)
        theirs = functional.binary_cross_entropy(torch.tensor(p), goal)
        np.testing.assert_allclose(losses.binary_cross_entropy(p, y), theirs, rtol=1e-9)
        logits = torch.tensor(z, requires_grad=True)
        loss = functional.binary_cross_entropy_with_logits(logits, goal)
        loss.backward()
        np.testing.assert_allclose(losses.bce_with_logits(z, y), loss.item(), rtol=1e-12)
        np.testing.assert_allclose(losses.bce_with_logits_gradient(z, y), logits.grad, rtol=1e-12, atol=1e-15)

    @pytest.mark.parametrize("delta", [0.4, 1.0])
    def test_hinge(self, rng: np.random.Generator, torch: Any, delta: float) -> None:
        W, X, y = rng.normal(size=(3, 5)), rng.normal(size=(7, 3)), rng.integers(5, size=7)
        weights = torch.tensor(W, requires_grad=True)
        # PyTorch divides each row by the number of classes
        loss = 5 * torch.nn.functional.multi_margin_loss(torch.tensor(X) @ weights, torch.tensor(y), margin=delta)
        loss.backward()
        np.testing.assert_allclose(losses.svm_loss(W, X, y, delta), loss.item(), rtol=1e-12)
        np.testing.assert_allclose(losses.svm_gradient(W, X, y, delta), weights.grad, rtol=1e-12, atol=1e-15)


class TestWithSciPy:
    """What SciPy has of it."""

    @pytest.fixture
    def special(self) -> Any:
        return pytest.importorskip("scipy.special", reason="SciPy is not installed; nothing else here needs it")

    def test_activations(self, rng: np.random.Generator, special: Any) -> None:
        z = 300 * rng.normal(size=(6, 4))
        np.testing.assert_allclose(activations.sigmoid(z), special.expit(z), rtol=1e-12)
        np.testing.assert_allclose(activations.softmax(z), special.softmax(z, axis=-1), rtol=1e-11)
        np.testing.assert_allclose(activations.log_softmax(z), special.log_softmax(z, axis=-1), rtol=1e-12, atol=1e-12)

    def test_huber(self, rng: np.random.Generator, special: Any) -> None:
        error = 3 * rng.normal(size=50)
        for delta in (0.5, 2.0):
            theirs = np.mean(special.huber(delta, error))
            np.testing.assert_allclose(losses.huber(error, np.zeros(50), delta), theirs, rtol=1e-12)

    def test_cross_entropies_are_entropies(self, rng: np.random.Generator, special: Any) -> None:
        p, y = rng.uniform(0.01, 0.99, size=(2, 20))
        theirs = -np.mean(special.xlogy(y, p) + special.xlog1py(1 - y, -p))
        np.testing.assert_allclose(losses.binary_cross_entropy(p, y), theirs, rtol=1e-12)
