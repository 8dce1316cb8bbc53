import numpy as np


def adam_step(w, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Moves towards g by a part of the distance: m + (1 - beta) (g - m)."""
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (np.square(g) - v)
    corrected = m / (1 - beta1**t)
    scale = (v / (1 - beta2**t)) ** 0.5 + eps
    return [w - lr * (corrected / scale), m, v]
