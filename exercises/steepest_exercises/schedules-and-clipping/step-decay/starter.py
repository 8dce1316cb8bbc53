def step_decay(lr0, epoch, drop=0.5, every=10):
    """The learning rate of an epoch, counted from 0."""
    # TODO: how often has the rate fallen by now?
    raise NotImplementedError("step_decay is not written yet")
