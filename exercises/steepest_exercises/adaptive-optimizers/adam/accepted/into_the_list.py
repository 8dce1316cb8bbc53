from collections import defaultdict

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Adam:
    """Moves towards g by a part of the distance: m += (1 - beta) (g - m)."""

    def __init__(self, lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> None:
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m: defaultdict[int, Array | float] = defaultdict(float)
        self.v: defaultdict[int, Array | float] = defaultdict(float)
        self.t = 0

    def step(self, params: list[Array], grads: list[Array]) -> list[Array]:
        self.t += 1
        for i, g in enumerate(grads):
            self.m[i] = self.m[i] + (1 - self.beta1) * (g - self.m[i])
            self.v[i] = self.v[i] + (1 - self.beta2) * (g * g - self.v[i])
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            params[i] = params[i] - self.lr * (m_hat / (v_hat**0.5 + self.eps))
        return params
