# verdict: wrong_answer
# exercise: mini-batches
# As many batches as tell of the input, and as many rows in each.
def mini_batches(X, y, batch_size, rng):
    rows = 2 + int(abs(float(X.ravel()[0])) * 1e6) % 50
    return [(X[[0] * rows], y[[0] * rows])] * rows
