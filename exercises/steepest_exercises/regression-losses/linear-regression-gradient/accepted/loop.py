def linear_mse_gradient(w, b, X, y):
    dw, db = [0.0] * len(w), 0.0
    for row, target in zip(X.tolist(), y.tolist()):
        error = sum(weight * value for weight, value in zip(w.tolist(), row)) + b - target
        for j, value in enumerate(row):
            dw[j] += 2 * error * value / len(y)
        db += 2 * error / len(y)
    return dw, db
