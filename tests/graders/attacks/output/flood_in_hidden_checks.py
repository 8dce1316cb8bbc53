# verdict: output_limit
import numpy as np

calls = 0


def mse(y_pred, y_true):
    global calls
    calls += 1
    while calls > 5:
        print("x" * 1000)
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
