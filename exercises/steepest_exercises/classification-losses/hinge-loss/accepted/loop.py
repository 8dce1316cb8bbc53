def svm_loss(W, X, y, delta=1.0):
    total = 0.0
    for i in range(len(X)):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            if j != y[i]:
                total += max(0.0, scores[j] - scores[y[i]] + delta)
    return total / len(X)
