# expects: gradients-clipped-on-one-side
import numpy as np


def clip_by_value(grads, limit):
    return [np.where(g > limit, limit, g) for g in grads]
