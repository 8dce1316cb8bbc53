"""warmup-ends-late"""

def linear_warmup(step, warmup, lr_max):
    if step > warmup:
        return lr_max
    return lr_max * (step + 1) / warmup
