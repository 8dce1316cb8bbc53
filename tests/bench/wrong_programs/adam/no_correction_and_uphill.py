# expects: bias-correction-missing gradient-ascent
import numpy as np


class Adam:
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.state, self.t = {}, 0

    def step(self, params, grads):
        self.t += 1
        out = []
        for i, (p, g) in enumerate(zip(params, grads)):
            m, v = self.state.get(i, (0.0, 0.0))
            m = self.b1 * m + (1 - self.b1) * g
            v = self.b2 * v + (1 - self.b2) * g * g
            self.state[i] = m, v
            mhat = m
            vhat = v
            out.append(p + self.lr * mhat / (np.sqrt(vhat) + self.eps))
        return out
