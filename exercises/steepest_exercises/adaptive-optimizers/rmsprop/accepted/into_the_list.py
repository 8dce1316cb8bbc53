from collections import defaultdict

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class RMSProp:
    """The state begins as the number 0 and takes its shape from the first gradient."""

    def __init__(self, lr: float, rho: float = 0.99, eps: float = 1e-8) -> None:
        self.lr, self.rho, self.eps = lr, rho, eps
        self.v: defaultdict[int, Array | float] = defaultdict(float)

    def step(self, params: list[Array], grads: list[Array]) -> list[Array]:
        for i, g in enumerate(grads):
            self.v[i] = self.v[i] + (1 - self.rho) * (g * g - self.v[i])
            rate = self.lr / (self.v[i] ** 0.5 + self.eps)
            params[i] = params[i] - rate * g
        return params
