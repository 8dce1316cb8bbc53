"""state-shared-between-instances"""

import numpy as np

from given import adam_step

state = {}


class AdamW:
    def __init__(self, lr, beta1, beta2, eps, weight_decay):
        self.lr, self.weight_decay = lr, weight_decay
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.t = 0
        state.clear()

    def step(self, params, grads):
        self.t += 1
        settings = (self.t, self.lr, self.beta1, self.beta2, self.eps)
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            w = w * (1 - self.lr * self.weight_decay)
            m, v = state.get(i, (0.0, 0.0))
            w, *state[i] = adam_step(w, g, m, v, *settings)
            new.append(w)
        return new
