"""only-the-end-returned"""

def gradient_descent(grad, w0, lr, steps):
    w = w0.copy()
    for _ in range(steps):
        w -= lr * grad(w)
    return w
