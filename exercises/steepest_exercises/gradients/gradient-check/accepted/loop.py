from given import numerical_gradient


def relative_error(a, n):
    worst = 0.0
    for left, right in zip(a.ravel().tolist(), n.ravel().tolist()):
        size = abs(left) + abs(right)
        if size < 1e-8:
            size = 1e-8
        worst = max(worst, abs(left - right) / size)
    return worst


def gradient_check(f, grad, x, h=1e-5):
    return relative_error(grad(x), numerical_gradient(f, x, h))
