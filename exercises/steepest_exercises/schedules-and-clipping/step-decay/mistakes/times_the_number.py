"""decay-linear"""

def step_decay(lr0, epoch, drop=0.5, every=10):
    falls = epoch // every
    return lr0 * drop * falls if falls else lr0
