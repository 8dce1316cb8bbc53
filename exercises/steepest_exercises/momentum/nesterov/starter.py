import numpy as np


class Nesterov:
    """Nesterov's momentum for a list of parameters."""

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        # TODO: the state before the first step

    def step(self, params, grads):
        """Do one step: a list of arrays and the list of gradients."""
        # TODO
        raise NotImplementedError("Nesterov.step is not written yet")
