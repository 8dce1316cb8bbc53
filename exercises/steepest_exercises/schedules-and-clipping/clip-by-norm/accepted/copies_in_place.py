import numpy as np


def clip_by_global_norm(grads, max_norm):
    copies = [g.astype(np.result_type(g, np.float32)) for g in grads]  # float32 stays float32
    norm = np.hypot.reduce([np.hypot.reduce(g, axis=None) for g in copies])
    if norm > max_norm:
        for g in copies:
            g *= max_norm / norm
    return copies, norm
