"""The conventions are the ones that students will meet again: PyTorch computes the same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from steepest_numerics.activations import log_softmax, softmax
from steepest_numerics.losses import cross_entropy, cross_entropy_gradient, mse, mse_gradient
from steepest_numerics.optimizers import SGD, Adam

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed; nothing else here needs it")


def tensor(values: Any, gradient: bool = False) -> Any:
    return torch.tensor(np.asarray(values), requires_grad=gradient)


def test_losses_and_their_gradients() -> None:
    rng = np.random.default_rng(7)
    prediction, target = rng.normal(size=(2, 4, 3))
    labels = rng.integers(3, size=4)
    for ours, slopes, theirs, goal in (
        (mse, mse_gradient, torch.nn.functional.mse_loss, target),
        (cross_entropy, cross_entropy_gradient, torch.nn.functional.cross_entropy, labels),
    ):
        inputs = tensor(prediction, gradient=True)
        loss = theirs(inputs, tensor(goal))
        loss.backward()
        np.testing.assert_allclose(ours(prediction, goal), loss.item(), rtol=1e-12)
        np.testing.assert_allclose(slopes(prediction, goal), inputs.grad.numpy(), rtol=1e-12)


def test_activations() -> None:
    z = np.random.default_rng(8).normal(scale=30, size=(4, 3))
    np.testing.assert_allclose(softmax(z), torch.softmax(tensor(z), -1).numpy(), rtol=1e-12)
    np.testing.assert_allclose(log_softmax(z), torch.log_softmax(tensor(z), -1).numpy(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("ours", "theirs", "settings"),
    [(SGD, "SGD", {"lr": 0.1}), (Adam, "Adam", {"lr": 0.1, "eps": 1e-3})],
)
def test_optimizers_walk_the_same_path(ours: Any, theirs: str, settings: dict[str, float]) -> None:
    rng = np.random.default_rng(9)
    params = [rng.normal(size=(3, 2)), rng.normal(size=4)]
    tensors = [tensor(param, gradient=True) for param in params]
    optimizer, expected = ours(**settings), getattr(torch.optim, theirs)(tensors, **settings)
    for _ in range(9):
        grads = [1e-4 * rng.normal(size=param.shape) for param in params]
        for one, grad in zip(tensors, grads, strict=True):
            one.grad = tensor(grad)
        expected.step()
        params = optimizer.step(params, grads)
    for param, one in zip(params, tensors, strict=True):
        np.testing.assert_allclose(param, one.detach().numpy(), rtol=1e-12, atol=1e-15)
