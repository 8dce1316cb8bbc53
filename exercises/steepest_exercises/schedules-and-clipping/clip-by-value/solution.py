import numpy as np


def clip_by_value(grads, limit):
    # np.clip makes a new array, and the brackets a new list: what the caller has stays as it is.
    return [np.clip(g, -limit, limit) for g in grads]
