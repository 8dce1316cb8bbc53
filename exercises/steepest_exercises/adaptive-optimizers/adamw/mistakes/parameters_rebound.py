"""parameters-never-updated"""

import numpy as np
from given import adam_step


class AdamW:
    def __init__(self, lr, beta1, beta2, eps, weight_decay):
        self.lr, self.weight_decay = lr, weight_decay
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        settings = (self.t, self.lr, self.beta1, self.beta2, self.eps)
        for i, (w, g) in enumerate(zip(params, grads)):
            w = w * (1 - self.lr * self.weight_decay)
            w, self.m[i], self.v[i] = adam_step(w, g, self.m[i], self.v[i], *settings)
