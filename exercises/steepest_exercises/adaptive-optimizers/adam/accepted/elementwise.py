import numpy as np


def adam_step(w, g, m, v, t, lr, beta1, beta2, eps):
    for i in np.ndindex(w.shape):
        m[i] = beta1 * m[i] + (1 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
        w[i] -= lr * (m[i] / (1 - beta1**t)) / ((v[i] / (1 - beta2**t)) ** 0.5 + eps)
    return w


class Adam:
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr = lr
        self.rest = (beta1, beta2, eps)
        self.t = 0

    def step(self, params, grads):
        if self.t == 0:
            self.m = [np.zeros(p.shape) for p in params]
            self.v = [np.zeros(p.shape) for p in params]
        self.t += 1
        together = zip(params, grads, self.m, self.v)
        return [adam_step(w.copy(), g, m, v, self.t, self.lr, *self.rest) for w, g, m, v in together]
