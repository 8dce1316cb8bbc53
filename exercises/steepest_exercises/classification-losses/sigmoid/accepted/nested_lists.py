import math


def sigmoid(z):
    if hasattr(z, "tolist"):
        z = z.tolist()
    if isinstance(z, list):
        return [sigmoid(part) for part in z]
    small = math.exp(-abs(z))
    return (1.0 if z >= 0 else small) / (1.0 + small)
