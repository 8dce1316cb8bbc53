import numpy as np


def numerical_gradient(f, x, h=1e-5):
    """Gradient of f at x by central differences."""
    # TODO: for each element of x, ask f a little to both sides.
    raise NotImplementedError("numerical_gradient is not written")
