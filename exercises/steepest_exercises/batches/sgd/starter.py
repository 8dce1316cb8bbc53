import numpy as np


def sgd(grad, w0, X, y, lr, batch_size, epochs, rng):
    """Train from w0 on shuffled mini-batches; return the new w.

    grad(w, X_batch, y_batch): gradient of the batch's mean loss.
    """
    # TODO: in every epoch, shuffle the rows with rng,
    # cut them into batches, and step once for each.
    raise NotImplementedError("sgd is not written yet")


class SGD:
    """Gradient descent, one step at a time."""

    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        """Move every array of params against its gradient."""
        # TODO
        raise NotImplementedError("SGD.step is not written yet")
