import numpy as np


def adam_step(w, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v = w.copy(), m.copy(), v.copy()
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g * g
    step = m / (1 - beta1**t)
    step /= np.sqrt(v / (1 - beta2**t)) + eps
    w -= lr * step
    return w, m, v
