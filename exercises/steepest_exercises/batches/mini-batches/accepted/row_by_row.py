import numpy as np


def mini_batches(X, y, batch_size, rng):
    X_batch, y_batch = [], []
    for row in rng.permutation(len(X)):
        X_batch.append(X[row])
        y_batch.append(y[row])
        if len(X_batch) == batch_size:
            yield np.array(X_batch), np.array(y_batch)
            X_batch, y_batch = [], []
    if X_batch:
        yield np.array(X_batch), np.array(y_batch)
