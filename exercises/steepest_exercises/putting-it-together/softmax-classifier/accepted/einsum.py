import numpy as np
import numpy.typing as npt
from given import softmax

Array = npt.NDArray[np.float64]


def train(X: Array, y: Array, classes: int, lr: float, steps: int, rng: np.random.Generator) -> Array:
    n, features = X.shape
    inputs = np.ones((n, features + 1))
    inputs[:, :-1] = X
    target = (y[:, np.newaxis] == np.arange(classes)).astype(float)
    W = np.zeros((features + 1, classes))
    for _ in range(steps):
        error = softmax(np.einsum("nd,dc->nc", inputs, W)) - target
        W = W - lr * np.einsum("nd,nc->dc", inputs, error) / n
    return W
