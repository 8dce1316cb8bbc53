# verdict: memory_limit, runtime_error
# says: Error
1 << (1 << 40)
