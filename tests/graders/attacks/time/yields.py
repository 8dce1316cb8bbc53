# verdict: time_limit
# wall: 2
import os

while True:
    os.sched_yield()
