import numpy as np

from given import adam_step


class AdamW:
    def __init__(self, lr, beta1, beta2, eps, weight_decay):
        self.lr, self.weight_decay = lr, weight_decay
        self.rest = (beta1, beta2, eps)
        self.t = 0

    def step(self, params, grads):
        if self.t == 0:
            self.m = [np.zeros(p.shape) for p in params]
            self.v = [np.zeros(p.shape) for p in params]
        self.t += 1
        result = []
        for w, g, m, v in zip(params, grads, self.m, self.v):
            w = w.astype(float)
            for j in np.ndindex(w.shape):
                shrunk = w[j] - self.lr * self.weight_decay * w[j]
                w[j], m[j], v[j] = adam_step(shrunk, g[j], m[j], v[j], self.t, self.lr, *self.rest)
            result.append(w)
        return result
