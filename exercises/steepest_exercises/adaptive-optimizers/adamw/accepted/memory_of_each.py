import numpy as np
from given import adam_step


class Memory:
    """Both averages of one parameter, in its own type: float32 stays float32."""

    def __init__(self, w):
        self.m = np.zeros(w.shape, np.result_type(w, np.float32))
        self.v = self.m.copy()


class AdamW:
    def __init__(self, lr, beta1, beta2, eps, weight_decay):
        self.lr, self.weight_decay = lr, weight_decay
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.memories = []
        self.t = 0

    def step(self, params, grads):
        if not self.memories:
            self.memories = [Memory(w) for w in params]
        self.t += 1
        return [self.moved(*one) for one in zip(params, grads, self.memories)]

    def moved(self, w, g, memory):
        shrunk = w - self.lr * self.weight_decay * w
        w, memory.m, memory.v = adam_step(
            shrunk, g, memory.m, memory.v, self.t, lr=self.lr, beta1=self.beta1, beta2=self.beta2, eps=self.eps
        )
        return w
