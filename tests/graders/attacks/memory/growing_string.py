# verdict: memory_limit
# says: MemoryError
text = "x"
while True:
    text += text
