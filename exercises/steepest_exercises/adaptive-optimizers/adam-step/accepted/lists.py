import numpy as np


def adam_step(w, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Moves the averages by a share of what they lack, and returns lists."""
    w, g, m, v = (np.asarray(values) for values in (w, g, m, v))
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return [w.tolist(), m.tolist(), v.tolist()]
