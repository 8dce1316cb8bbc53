"""decay-one-epoch-off"""

def step_decay(lr0, epoch, drop=0.5, every=10):
    lr = lr0
    while epoch > every:
        lr *= drop
        epoch -= every
    return lr
