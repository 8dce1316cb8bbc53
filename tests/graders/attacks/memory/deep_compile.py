# verdict: runtime_error, memory_limit
compile("-" * 500_000 + "1", "x", "eval")
raise ValueError("it can be compiled")
