# verdict: time_limit
# wall: 1
import os
import time

from steepest_graders.sandbox import wire

os.write(3, wire.frame(wire.REPLY, 1, bytes(1000))[:100])
time.sleep(10_000)
