# verdict: memory_limit
# says: emory
kept = []
while True:
    kept.append([])
