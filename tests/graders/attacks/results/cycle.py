# verdict: wrong_answer
# says: nested too deeply
def mse(y_pred, y_true):
    knot = []
    knot.append(knot)
    return knot
