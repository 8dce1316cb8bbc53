from collections import defaultdict

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Nesterov:
    """The new velocity put into the step: (1 + mu) g + mu^2 v, with v as it was."""

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.velocity: defaultdict[int, Array | float] = defaultdict(float)

    def step(self, params: list[Array], grads: list[Array]) -> list[Array]:
        mu = self.momentum
        for i, gradient in enumerate(grads):
            old = self.velocity[i]
            params[i] = params[i] - self.lr * ((1 + mu) * gradient + mu**2 * old)
            self.velocity[i] = mu * old + gradient
        return params
