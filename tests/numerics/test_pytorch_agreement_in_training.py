"""Whole trainings agree with PyTorch's: the same gradients, the same paths."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from steepest_numerics.data import digits
from steepest_numerics.descent import gradient_descent
from steepest_numerics.networks import train_softmax_classifier, two_layer_gradients
from steepest_numerics.optimizers import mini_batches

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed; nothing else here needs it")


def test_two_layer_gradients() -> None:
    rng = np.random.default_rng(21)
    shapes = {"W1": (4, 5), "b1": (5,), "W2": (5, 3), "b2": (3,)}
    params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    X, y = rng.normal(size=(6, 4)), rng.integers(3, size=6)
    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}
    hidden = torch.relu(torch.tensor(X) @ tensors["W1"] + tensors["b1"])
    torch.nn.functional.cross_entropy(hidden @ tensors["W2"] + tensors["b2"], torch.tensor(y)).backward()
    for name, gradient in two_layer_gradients(params, X, y).items():
        np.testing.assert_allclose(gradient, tensors[name].grad.numpy(), rtol=1e-10, atol=1e-14)


def test_training_a_softmax_classifier() -> None:
    X, y = digits()
    model = torch.nn.Linear(64, 10, dtype=torch.float64)
    torch.nn.init.zeros_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(30):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(torch.tensor(X)), torch.tensor(y)).backward()
        optimizer.step()
    W = train_softmax_classifier(X, y, 10, lr=0.5, steps=30)
    np.testing.assert_allclose(W[:-1], model.weight.detach().numpy().T, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(W[-1], model.bias.detach().numpy(), rtol=1e-9, atol=1e-12)


def test_gradient_descent() -> None:
    w = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer, path = torch.optim.SGD([w], lr=1e-3), [w.detach().numpy().copy()]
    for _ in range(20):
        optimizer.zero_grad()
        ((1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2).backward()
        optimizer.step()
        path.append(w.detach().numpy().copy())

    def slope(w: Any) -> Any:
        return np.array([-2 * (1 - w[0]) - 400 * w[0] * (w[1] - w[0] ** 2), 200 * (w[1] - w[0] ** 2)])

    np.testing.assert_allclose(gradient_descent(slope, path[0], 1e-3, 20), path, rtol=1e-10)


def test_batches_have_the_sizes_of_a_data_loader() -> None:
    X, y = np.arange(22.0).reshape(11, 2), np.arange(11)
    loader = torch.utils.data.DataLoader(
        torch.utils.data.TensorDataset(torch.tensor(X), torch.tensor(y)), batch_size=4, shuffle=True
    )
    ours = [len(batch) for _, batch in mini_batches(X, y, 4, np.random.default_rng(22))]
    assert ours == [len(batch) for _, batch in loader]
