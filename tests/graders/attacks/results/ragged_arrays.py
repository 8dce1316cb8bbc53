# verdict: wrong_answer, output_limit
# Many small arrays that make no large one: each would be written out.
import numpy as np


def mse(y_pred, y_true):
    return [np.arange(24.0) / 7] * 5_000 + [np.ones(2)]
