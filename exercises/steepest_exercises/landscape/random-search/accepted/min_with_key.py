def random_search(loss, shape, tries, scale, rng):
    return min((rng.normal(scale=scale, size=shape) for _ in range(tries)), key=loss)
