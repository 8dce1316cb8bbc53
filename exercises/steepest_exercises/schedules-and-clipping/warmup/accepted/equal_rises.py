def linear_warmup(step, warmup, lr_max):
    """Adds up the equal rises, as training does."""
    if warmup == 0:
        return lr_max
    rate = 0.0
    for _ in range(min(step + 1, warmup)):
        rate += lr_max / warmup
    return rate
