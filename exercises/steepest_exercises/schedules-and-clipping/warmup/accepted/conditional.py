def linear_warmup(step: int, warmup: int, lr_max: float) -> float:
    return lr_max if not warmup else min(lr_max, lr_max / warmup * (step + 1))
