import numpy as np


def softmax(z):
    p = z.astype(np.result_type(z, np.float32), copy=True)  # float32 stays float32
    p -= p.max(axis=-1, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(axis=-1, keepdims=True)
    return p
