"""state-shared-between-parameters"""

import numpy as np

from given import adam_step


class AdamW:
    def __init__(self, lr, beta1, beta2, eps, weight_decay):
        self.lr, self.weight_decay = lr, weight_decay
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = np.zeros_like(params[0])
            self.v = np.zeros_like(params[0])
        self.t += 1
        settings = (self.t, self.lr, self.beta1, self.beta2, self.eps)
        new = []
        for w, g in zip(params, grads):
            w = w * (1 - self.lr * self.weight_decay)
            w, self.m, self.v = adam_step(w, g, self.m, self.v, *settings)
            new.append(w)
        return new
