"""all-moved-to-the-limit"""

import numpy as np


def clip_by_value(grads, limit):
    return [limit * np.sign(g) for g in grads]
