def linear_warmup(step, warmup, lr_max):
    if step >= warmup:  # with no warmup this is every step, and nothing is divided by 0
        return lr_max
    return lr_max * (step + 1) / warmup  # step 0 moves too: it is the first of `warmup` equal rises
