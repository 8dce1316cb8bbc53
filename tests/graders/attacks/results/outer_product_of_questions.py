# verdict: runtime_error, wrong_answer
# exercise: sgd
# says: ValueError
# Asks for a gradient of small arrays whose product is a large one.
import numpy as np


class SGD:
    def __init__(self, lr):
        pass

    def step(self, params, grads):
        pass


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    grad(np.ones((1, 4000)), np.ones((4000, 1)), 1.0 + np.zeros(4000))
    return w0
