"""warmup-from-zero"""

def linear_warmup(step, warmup, lr_max):
    return lr_max * min(1.0, step / warmup)
