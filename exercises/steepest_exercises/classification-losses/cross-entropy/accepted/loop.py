import math


def cross_entropy(logits, labels):
    total = 0.0
    for row, label in zip(logits.tolist(), labels.tolist()):
        top = max(row)
        log_sum = top + math.log(sum(math.exp(z - top) for z in row))
        total += log_sum - row[label]
    return total / len(labels)
