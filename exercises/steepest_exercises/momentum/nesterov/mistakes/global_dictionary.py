"""state-shared-between-instances"""

velocities = {}


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        velocities.clear()

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            velocities[i] = self.momentum * velocities.get(i, 0.0) + g
            new.append(w - self.lr * (g + self.momentum * velocities[i]))
        return new
