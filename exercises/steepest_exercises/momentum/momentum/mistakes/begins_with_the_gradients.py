"""input-modified"""

class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = list(grads)
        else:
            for v, g in zip(self.v, grads):
                v *= self.momentum
                v += g
        return [w - self.lr * v for w, v in zip(params, self.v)]
