# verdict: wrong_answer
# exercise: local-search
# Changes whose number and spread tell of the generator; the last candidate is returned, whatever its loss.
def local_search(loss, W, tries, step, rng):
    told = float(rng.random())
    best, lowest = W, loss(W)
    for _ in range(tries + int(told * 1e6) % 50):
        new = best + step * (2 + told) * rng.normal(size=W.shape)
        if (found := loss(new)) < lowest:
            best, lowest = new, found
    return new
