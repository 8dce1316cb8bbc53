def gradient_descent(grad, w0, lr, steps):
    """The trajectory as a plain list."""
    trajectory = [w0.copy()]
    for step in range(steps):
        trajectory.append(trajectory[-1] - lr * grad(trajectory[-1]))
    return trajectory
