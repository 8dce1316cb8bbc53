"""decay-at-multiples-only"""

def step_decay(lr0, epoch, drop=0.5, every=10):
    if epoch > 0 and epoch % every == 0:
        return lr0 * drop
    return lr0
