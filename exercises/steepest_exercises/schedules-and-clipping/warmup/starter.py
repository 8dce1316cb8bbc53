def linear_warmup(step, warmup, lr_max):
    """The learning rate at a step, counted from 0."""
    # TODO
    raise NotImplementedError("linear_warmup is not written yet")
