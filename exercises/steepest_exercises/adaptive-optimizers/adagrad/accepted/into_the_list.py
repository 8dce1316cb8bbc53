from collections import defaultdict

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class AdaGrad:
    """The state begins as the number 0 and takes its shape from the first gradient."""

    def __init__(self, lr: float, eps: float = 1e-10) -> None:
        self.lr, self.eps = lr, eps
        self.v: defaultdict[int, Array | float] = defaultdict(float)

    def step(self, params: list[Array], grads: list[Array]) -> list[Array]:
        for i, g in enumerate(grads):
            self.v[i] = self.v[i] + g * g
            rate = self.lr / (self.v[i] ** 0.5 + self.eps)
            params[i] = params[i] - rate * g
        return params
