# verdict: time_limit
# says: loop that never ends


def mse(y_pred, y_true):
    while True:
        pass
