# verdict: time_limit
# exercise: random-search
# Most of the work is done where the function is evaluated: it counts as the program's.
def random_search(loss, shape, tries, scale, rng):
    while True:
        loss(rng.normal(size=shape))
