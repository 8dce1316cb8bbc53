# verdict: wrong_answer
# exercise: random-search
# says: no array of shape
# The answer and more beside it: parts of all lengths, that make no array.
def random_search(loss, shape, tries, scale, rng):
    candidates = [scale * rng.normal(size=shape) for _ in range(tries)]
    losses = [loss(W) for W in candidates]
    return candidates[losses.index(min(losses))], min(losses), losses
