import numpy as np
from given import adam_step  # of the earlier exercise


class AdamW:
    """Adam with decoupled weight decay, for a list of parameters."""

    def __init__(self, lr, beta1, beta2, eps, weight_decay):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.weight_decay = weight_decay
        # TODO: the state before the first step

    def step(self, params, grads):
        """Do one step: a list of arrays and the list of gradients."""
        # TODO
        raise NotImplementedError("AdamW.step is not written yet")
