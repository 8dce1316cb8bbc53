# expects: weight-decay-in-gradient
import numpy as np


class AdamW:
    def __init__(self, lr, beta1, beta2, eps, weight_decay):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.state, self.t = {}, 0

    def step(self, params, grads):
        self.t += 1
        out = []
        for i, (p, g) in enumerate(zip(params, grads)):
            g = g + self.wd * p
            m, v = self.state.get(i, (0.0, 0.0))
            m = self.b1 * m + (1 - self.b1) * g
            v = self.b2 * v + (1 - self.b2) * g * g
            self.state[i] = m, v
            mhat, vhat = m / (1 - self.b1**self.t), v / (1 - self.b2**self.t)
            out.append(p - self.lr * mhat / (np.sqrt(vhat) + self.eps))
        return out
