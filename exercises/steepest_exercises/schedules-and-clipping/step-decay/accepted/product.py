import math


def step_decay(lr0, epoch, drop=0.5, every=10):
    falls = (drop for _ in range(every, epoch + 1, every))
    return math.prod(falls, start=lr0)
