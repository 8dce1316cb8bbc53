# verdict: memory_limit
# says: emory
kept = []
while True:
    kept.append(bytes(400))  # by the allocator of small objects, and within a second
