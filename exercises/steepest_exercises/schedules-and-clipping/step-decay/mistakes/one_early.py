"""decay-one-epoch-off"""

def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * drop ** ((epoch + 1) // every)
