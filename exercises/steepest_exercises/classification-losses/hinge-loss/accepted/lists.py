def svm_loss(W, X, y, delta=1.0):
    columns = list(zip(*W.tolist()))
    costs = []
    for row, label in zip(X.tolist(), y.tolist()):
        scores = [sum(a * b for a, b in zip(row, column)) for column in columns]
        true = scores.pop(label)
        costs.append(sum(max(0, score - true + delta) for score in scores))
    return sum(costs) / len(costs)
