class Nesterov:
    """The step is (1 + mu) times the new velocity minus mu times the old one."""

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def step(self, params, grads):
        old = self.v or [0.0 * g for g in grads]
        self.v = [self.momentum * v + g for v, g in zip(old, grads)]
        mu = self.momentum
        return [w - self.lr * ((1 + mu) * v - mu * v_old) for w, v, v_old in zip(params, self.v, old)]
