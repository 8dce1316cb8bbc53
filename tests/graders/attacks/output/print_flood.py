# verdict: output_limit
# says: print in a loop


def mse(y_pred, y_true):
    while True:
        print("x" * 100)
