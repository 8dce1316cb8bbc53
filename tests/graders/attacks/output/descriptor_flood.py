# verdict: time_limit
import os

while True:
    os.write(1, b"x" * 1000)
    os.write(2, b"x" * 1000)
