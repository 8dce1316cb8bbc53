# verdict: wrong_answer
# Much, but no flood: kept up to its cap.
for _ in range(500):
    print("y" * 2000)


def mse(y_pred, y_true):
    return 0
