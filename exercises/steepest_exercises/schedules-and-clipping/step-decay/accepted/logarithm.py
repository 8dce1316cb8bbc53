import math


def step_decay(lr0, epoch, drop=0.5, every=10):
    falls, _ = divmod(epoch, every)
    return lr0 * math.exp(falls * math.log(drop))
