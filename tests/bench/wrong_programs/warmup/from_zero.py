# expects: warmup-from-zero


def linear_warmup(step, warmup, lr_max):
    if warmup == 0 or step >= warmup:
        return lr_max
    return step / warmup * lr_max
