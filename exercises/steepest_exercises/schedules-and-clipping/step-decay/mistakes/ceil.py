"""decay-rounded-up"""

import math


def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * drop ** (math.ceil(epoch / every))
