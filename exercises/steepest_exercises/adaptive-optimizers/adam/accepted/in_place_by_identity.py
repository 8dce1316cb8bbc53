import numpy as np


class Adam:
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr = lr
        self.betas = (beta1, beta2)
        self.eps = eps
        self.state = {}
        self.steps = 0

    def step(self, params, grads):
        self.steps += 1
        b1, b2 = self.betas
        for p, g in zip(params, grads):
            m, v = self.state.setdefault(id(p), (np.zeros_like(p), np.zeros_like(p)))
            m *= b1
            m += (1 - b1) * g
            v *= b2
            v += (1 - b2) * np.square(g)
            corrected = m / (1 - b1**self.steps)
            scale = np.sqrt(v / (1 - b2**self.steps)) + self.eps
            p -= self.lr * corrected / scale
