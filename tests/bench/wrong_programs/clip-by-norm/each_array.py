# expects: norm-per-array
import numpy as np


def clip_by_global_norm(grads, max_norm):
    out = []
    for g in grads:
        n = np.linalg.norm(g)
        out.append(g * min(1.0, max_norm / n) if n > 0 else g.copy())
    return out, np.sqrt(sum(np.linalg.norm(g) ** 2 for g in grads))
