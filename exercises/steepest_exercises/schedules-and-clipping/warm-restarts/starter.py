from given import cosine_annealing  # of the earlier exercise


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    """The learning rate at a step, counted from 0."""
    # TODO: which period is this step in, and where in it?
    raise NotImplementedError("warm_restarts is not written yet")
