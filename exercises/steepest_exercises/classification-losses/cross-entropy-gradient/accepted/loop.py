import math


def cross_entropy_gradient(logits, labels):
    gradient = []
    for row, label in zip(logits.tolist(), labels.tolist()):
        top = max(row)
        powers = [math.exp(score - top) for score in row]
        total = sum(powers)
        slopes = [power / total / len(labels) for power in powers]
        slopes[label] -= 1 / len(labels)
        gradient.append(slopes)
    return gradient
