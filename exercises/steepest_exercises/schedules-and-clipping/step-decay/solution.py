def step_decay(lr0, epoch, drop=0.5, every=10):
    # Whole-number division counts the falls so far: it only changes where epoch is a multiple of every.
    return lr0 * drop ** (epoch // every)
