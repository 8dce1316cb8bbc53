from collections import defaultdict

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Momentum:
    """The velocity begins as the number 0 and takes its shape from the first gradient."""

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.velocity: defaultdict[int, Array | float] = defaultdict(float)

    def step(self, params: list[Array], grads: list[Array]) -> list[Array]:
        for i, gradient in enumerate(grads):
            self.velocity[i] = self.velocity[i] * self.momentum + gradient
            params[i] = params[i] - self.velocity[i] * self.lr
        return params
