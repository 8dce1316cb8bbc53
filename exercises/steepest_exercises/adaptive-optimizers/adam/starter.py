import numpy as np


class Adam:
    """Adam for a list of parameters."""

    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        # TODO: the state before the first step

    def step(self, params, grads):
        """Do one step for a list of arrays and their gradients."""
        # TODO
        raise NotImplementedError("Adam.step is not written yet")
