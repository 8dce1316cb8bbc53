"""input-modified"""

class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.v = None

    def step(self, params, grads):
        first = self.v is None
        if first:
            self.v = list(grads)
        new = []
        for w, g, v in zip(params, grads, self.v):
            if not first:
                v *= self.momentum
                v += g
            new.append(w - self.lr * (g + self.momentum * v))
        return new
