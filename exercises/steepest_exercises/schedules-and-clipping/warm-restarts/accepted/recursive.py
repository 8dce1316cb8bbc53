from given import cosine_annealing


def warm_restarts(step: int, first: int, factor: int, lr_max: float, lr_min: float = 0.0) -> float:
    if step < first:
        return cosine_annealing(step, first, lr_max, lr_min)
    return warm_restarts(step - first, first * factor, factor, lr_max, lr_min)
