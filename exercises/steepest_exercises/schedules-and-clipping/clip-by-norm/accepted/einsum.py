import numpy as np


def clip_by_global_norm(grads, max_norm):
    squares = [np.einsum("i,i->", g.ravel(), g.ravel()) for g in grads]
    norm = np.sqrt(np.add.reduce(squares))
    return [np.divide(g, np.maximum(1.0, norm / max_norm)) for g in grads], norm
