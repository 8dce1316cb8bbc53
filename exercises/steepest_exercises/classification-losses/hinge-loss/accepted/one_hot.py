import numpy as np


def svm_loss(W, X, y, delta=1.0):
    scores = X.dot(W)
    one_hot = np.eye(W.shape[1])[y]
    gaps = scores - np.sum(one_hot * scores, axis=1, keepdims=True) + delta * (1 - one_hot)
    return np.where(gaps > 0, gaps, 0).sum(axis=1).mean()
