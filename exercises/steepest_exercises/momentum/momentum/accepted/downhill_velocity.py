class Momentum:
    """The velocity points downhill: it is minus the usual one, and is added."""

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [-g for g in grads]
        else:
            self.v = [self.momentum * v - g for v, g in zip(self.v, grads)]
        return [w + self.lr * v for w, v in zip(params, self.v)]
