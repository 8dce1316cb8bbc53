import numpy as np


class AdamW:
    def __init__(self, lr, beta1, beta2, eps, weight_decay):
        self.lr = lr
        self.betas = beta1, beta2
        self.eps = eps
        self.weight_decay = weight_decay
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
            p -= self.lr * self.weight_decay * p
            p -= self.lr * (m / (1 - b1**self.steps)) / (np.sqrt(v / (1 - b2**self.steps)) + self.eps)
