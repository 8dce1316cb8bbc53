"""warmup-of-none-divides-by-zero"""

def linear_warmup(step, warmup, lr_max):
    return lr_max * min(1.0, (step + 1) / warmup)
