# verdict: output_limit, wrong_answer
# Twice itself at every level: doubling is quicker than depth.
def mse(y_pred, y_true):
    knot = []
    knot += [knot, knot]
    return knot
