# verdict: runtime_error, memory_limit
nested = []
for _ in range(200_000):
    nested = [nested]
str(nested)
del nested
