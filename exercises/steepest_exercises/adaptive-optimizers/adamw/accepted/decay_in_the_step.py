import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class AdamW:
    """The decay of the old weight beside Adam's direction, both times the learning rate."""

    def __init__(self, lr: float, beta1: float, beta2: float, eps: float, weight_decay: float) -> None:
        self.lr = lr
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.weight_decay = weight_decay
        self.moments: dict[int, tuple[Array | float, Array | float]] = {}
        self.t = 0

    def step(self, params: list[Array], grads: list[Array]) -> list[Array]:
        self.t += 1
        for i, g in enumerate(grads):
            m, v = self.moments.get(i, (0.0, 0.0))
            m = m + (1 - self.beta1) * (g - m)
            v = v + (1 - self.beta2) * (g * g - v)
            self.moments[i] = m, v
            direction = m / (1 - self.beta1**self.t) / ((v / (1 - self.beta2**self.t)) ** 0.5 + self.eps)
            params[i] = params[i] - self.lr * (direction + self.weight_decay * params[i])
        return params
