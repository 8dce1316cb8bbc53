# verdict: output_limit
print("x" * 20_000_000)
