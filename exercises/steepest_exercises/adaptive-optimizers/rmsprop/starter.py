import numpy as np


class RMSProp:
    """RMSProp for a list of parameters."""

    def __init__(self, lr, rho=0.99, eps=1e-8):
        self.lr = lr
        self.rho = rho
        self.eps = eps
        # TODO: the state before the first step

    def step(self, params, grads):
        """Do one step: a list of arrays and the list of gradients."""
        # TODO
        raise NotImplementedError("RMSProp.step is not written yet")
