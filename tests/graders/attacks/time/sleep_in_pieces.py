# verdict: time_limit
# wall: 1
import time

while True:
    time.sleep(0.001)
