# verdict: time_limit, security_violation
# wall: 1
# Reads the job socket empty, and waits for more.
import os

while True:
    os.read(3, 1 << 20)
