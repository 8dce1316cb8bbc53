# verdict: wrong_answer
# exercise: random-search
# Candidates whose number and spread tell of the generator; the first one is returned, whatever its loss.
def random_search(loss, shape, tries, scale, rng):
    told = float(rng.random())
    candidates = [scale * (2 + told) * rng.normal(size=shape) for _ in range(tries + 1 + int(told * 1e6) % 50)]
    for W in candidates:
        loss(W)
    return candidates[0]
