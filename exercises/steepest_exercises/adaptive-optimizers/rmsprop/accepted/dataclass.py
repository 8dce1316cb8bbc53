from dataclasses import dataclass, field

import numpy as np


@dataclass
class RMSProp:
    lr: float
    rho: float = 0.99
    eps: float = 1e-8
    averages: list = field(default_factory=list)

    def step(self, params, grads):
        if not self.averages:
            self.averages = [np.zeros(w.shape, np.result_type(w, np.float32)) for w in params]
        return list(self.moved(params, grads))

    def moved(self, params, grads):
        for w, g, v in zip(params, grads, self.averages):
            np.multiply(v, self.rho, out=v)
            v += (1 - self.rho) * g * g
            yield w - self.lr * g / (np.sqrt(v) + self.eps)
