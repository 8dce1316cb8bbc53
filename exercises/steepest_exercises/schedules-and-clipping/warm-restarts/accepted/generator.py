from given import cosine_annealing


def periods(length, factor):
    start = 0
    while True:
        yield range(start, start + length)
        start += length
        length *= factor


def warm_restarts(step, first, factor, lr_max, lr_min=0.0):
    period = next(period for period in periods(first, factor) if step in period)
    return cosine_annealing(period.index(step), len(period), lr_max, lr_min)
