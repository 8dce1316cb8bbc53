# verdict: runtime_error, wrong_answer
# Returns its inputs as text, where numbers are expected.
import numpy as np

calls = 0


def mse(y_pred, y_true):
    global calls
    calls += 1
    said = repr((y_pred, y_true))
    return [said, {said: said}, np.array([said]), said.encode()][calls % 4]
