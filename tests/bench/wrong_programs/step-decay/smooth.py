# expects: decay-continuous
import numpy as np


def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * np.power(drop, epoch / every)
