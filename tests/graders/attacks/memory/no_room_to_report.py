# verdict: memory_limit, runtime_error
# Fills memory to the last byte and keeps it: not even an error can be reported.
kept = []


def fill(size):
    try:
        while True:
            kept.append(bytearray(size))
    except MemoryError:
        pass


def mse(y_pred, y_true):
    for power in range(26, 3, -1):
        fill(1 << power)
    raise MemoryError(kept)
