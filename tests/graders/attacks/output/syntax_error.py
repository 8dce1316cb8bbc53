# verdict: compile_error
# says: Line 3
def mse(y_pred, y_true) \x1b[31m "</script>"
