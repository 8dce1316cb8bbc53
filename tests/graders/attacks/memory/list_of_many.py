# verdict: memory_limit
# says: MemoryError
[0] * (1 << 40)
