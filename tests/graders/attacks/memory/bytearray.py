# verdict: memory_limit
# says: MemoryError
kept = bytearray(8 << 30)
