def step_decay(lr0: float, epoch: int, drop: float = 0.5, every: int = 10) -> float:
    """Walks through the epochs as training does."""
    rate = lr0
    for number in range(1, epoch + 1):
        if number % every == 0:
            rate = rate * drop
    return rate
