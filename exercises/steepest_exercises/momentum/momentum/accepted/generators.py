class Momentum:
    """Each parameter has a generator of its own, which remembers the velocity between two gradients."""

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.balls = []

    def ball(self):
        velocity = 0.0
        while True:
            gradient = yield velocity
            velocity = self.momentum * velocity + gradient

    def step(self, params, grads):
        if not self.balls:
            self.balls = [self.ball() for _ in params]
            for ball in self.balls:
                next(ball)
        return [w - self.lr * ball.send(g) for w, g, ball in zip(params, grads, self.balls)]
