import numpy as np


class Adam:
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:  # only now are the shapes known; one m and one v for each parameter
            self.m = [np.zeros_like(w, dtype=float) for w in params]
            self.v = [np.zeros_like(w, dtype=float) for w in params]
        self.t += 1  # once a step, for all parameters
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            # Both averages began at zero: dividing by the weight that they have seen so far corrects that.
            # The corrected values are used and not stored, or they would be corrected twice.
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new
