"""warmup-not-clamped"""

def linear_warmup(step, warmup, lr_max):
    return lr_max * (step + 1) / warmup
