# verdict: time_limit, memory_limit, runtime_error
kept = []
while True:
    try:
        while True:
            kept.append(bytes(1 << 16))
    except MemoryError:
        pass
