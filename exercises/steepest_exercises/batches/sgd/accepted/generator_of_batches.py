from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def batches(X: Array, y: Array, size: int, rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    keys = rng.random(len(X))
    order = np.argsort(keys)
    for part in np.split(order, range(size, len(X), size)):
        yield X[part], y[part]


def sgd(
    grad: Callable[[Array, Array, Array], Array],
    w0: Array,
    X: Array,
    y: Array,
    lr: float,
    batch_size: int,
    epochs: int,
    rng: np.random.Generator,
) -> Array:
    w = w0
    for _ in range(epochs):
        for X_batch, y_batch in batches(X, y, batch_size, rng):
            w = w - lr * grad(w, X_batch, y_batch)
    return w


class SGD:
    def __init__(self, lr: float) -> None:
        self.lr = lr

    def step(self, params: list[Array], grads: list[Array]) -> list[Array]:
        for i, grad in enumerate(grads):
            params[i] = params[i] - self.lr * grad
        return params
