"""decay-once"""

def step_decay(lr0, epoch, drop=0.5, every=10):
    if epoch >= every:
        return lr0 * drop
    return lr0
