# expects: second-moment-of-absolute
import numpy as np


def adam_step(w, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * abs(g)
    step = lr * m / (1 - beta1**t)
    return w - step / (np.sqrt(v / (1 - beta2**t)) + eps), m, v
