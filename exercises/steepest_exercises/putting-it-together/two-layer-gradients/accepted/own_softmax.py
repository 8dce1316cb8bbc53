import numpy as np


def two_layer_gradients(params, X, y):
    n = len(X)
    hidden_in = X.dot(params["W1"]) + params["b1"]
    hidden = np.where(hidden_in > 0, hidden_in, 0)
    scores = hidden.dot(params["W2"]) + params["b2"]
    scores = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    p[range(n), y] -= 1
    p /= n
    grads = {}
    grads["W2"] = hidden.T.dot(p)
    grads["b2"] = np.sum(p, axis=0)
    back = p.dot(params["W2"].T)
    back[hidden_in <= 0] = 0
    grads["W1"] = X.T.dot(back)
    grads["b1"] = np.sum(back, axis=0)
    return grads
