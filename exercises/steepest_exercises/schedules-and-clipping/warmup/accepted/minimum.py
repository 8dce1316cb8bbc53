def linear_warmup(step, warmup, lr_max):
    return lr_max * min(1.0, (step + 1) / max(warmup, 1))
