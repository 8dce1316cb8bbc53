# verdict: time_limit, memory_limit
10**10**10
