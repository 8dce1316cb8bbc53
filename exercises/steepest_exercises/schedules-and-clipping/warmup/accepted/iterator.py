from itertools import chain, islice, repeat


def linear_warmup(step, warmup, lr_max):
    climb = (lr_max * part / warmup for part in range(1, warmup + 1))
    return next(islice(chain(climb, repeat(lr_max)), step, None))
