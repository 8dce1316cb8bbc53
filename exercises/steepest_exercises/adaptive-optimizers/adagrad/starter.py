import numpy as np


class AdaGrad:
    """AdaGrad for a list of parameters."""

    def __init__(self, lr, eps=1e-10):
        self.lr = lr
        self.eps = eps
        # TODO: the state before the first step

    def step(self, params, grads):
        """Do one step: a list of arrays and the list of gradients."""
        # TODO
        raise NotImplementedError("AdaGrad.step is not written yet")
