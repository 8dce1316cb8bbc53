# verdict: time_limit
# wall: 1
# says: without computing
import time


def mse(y_pred, y_true):
    time.sleep(10_000)
