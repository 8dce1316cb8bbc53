# verdict: wrong_answer, runtime_error, security_violation, output_limit
import numpy as np

np.asarray = lambda *arguments, **options: np.zeros((1 << 20,))
np.errstate = None


def mse(y_pred, y_true):
    return np.float64(123.0)
