# verdict: wrong_answer
# exercise: mse-gradient
# The answer times a number that tells of the input: our own diagnosis would work it out.
def mse_gradient(y_pred, y_true):
    return 2 * (y_pred - y_true) / y_true.size * (3.1234567 + abs(float(y_pred.ravel()[0])))
