import numpy as np


def adam_step(w, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step number t, counted from 1; returns the new (w, m, v)."""
    # TODO: update m and v, correct copies of them, and step.
    raise NotImplementedError("adam_step is not written yet")
