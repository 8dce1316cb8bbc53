# verdict: time_limit
# wall: 1
# A frame whose bytes come so slowly that it never ends, and so often that nobody waits long for the next.
import os
import time

from steepest_graders.sandbox import wire

os.write(3, wire.HEADER.pack(wire.MAGIC, wire.REPLY, 1, 1 << 20))
while True:
    os.write(3, b"\0")
    time.sleep(0.1)
