# expects: relu-mask-missing
import numpy as np
from given import softmax


def two_layer_gradients(params, X, y):
    H = np.maximum(X @ params["W1"] + params["b1"], 0)
    D = softmax(H @ params["W2"] + params["b2"])
    D[np.arange(len(y)), y] -= 1
    D /= len(y)
    B = D @ params["W2"].T
    return {"W1": X.T @ B, "b1": B.sum(0), "W2": H.T @ D, "b2": D.sum(0)}
