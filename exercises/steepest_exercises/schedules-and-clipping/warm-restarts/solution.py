from given import cosine_annealing


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    length = first
    # Whole numbers only: a closed form with a logarithm is off by rounding just where a period begins.
    while step >= length:  # step == length is the first step of the next period
        step -= length
        length *= factor
    return cosine_annealing(step, length, lr_max, lr_min)
