# expects: decay-rounded-to-nearest


def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * drop ** round(epoch / every)
