# verdict: runtime_error, security_violation, time_limit
import os


def mse(y_pred, y_true):
    os.close(3)
    while True:
        pass
