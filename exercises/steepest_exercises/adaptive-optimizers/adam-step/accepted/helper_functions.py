import numpy as np


def blend(old, new, beta):
    return beta * old + (1 - beta) * new


def corrected(average, beta, t):
    return average / (1 - beta**t)


def adam_step(w, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = blend(m, g, beta1)
    v = blend(v, np.square(g), beta2)
    direction = corrected(m, beta1, t) / (np.sqrt(corrected(v, beta2, t)) + eps)
    return w - lr * direction, m, v
