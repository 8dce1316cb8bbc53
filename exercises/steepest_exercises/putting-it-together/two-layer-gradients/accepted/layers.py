import numpy as np
from given import cross_entropy_gradient


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, G):
        self.dW, self.db = self.X.T @ G, G.sum(0)
        return G @ self.W.T


def two_layer_gradients(params, X, y):
    lower, upper = Linear(params["W1"], params["b1"]), Linear(params["W2"], params["b2"])
    before = lower.forward(X)
    G = upper.backward(cross_entropy_gradient(upper.forward(before.clip(min=0)), y))
    lower.backward(G * np.heaviside(before, 0.5).astype(G.dtype))
    return {"W1": lower.dW, "b1": lower.db, "W2": upper.dW, "b2": upper.db}
