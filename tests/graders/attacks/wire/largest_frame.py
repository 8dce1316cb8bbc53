# verdict: security_violation, time_limit, output_limit
# All the bytes that are allowed, and nothing sensible in them.
import os

from steepest_graders.sandbox import wire

data = memoryview(wire.frame(wire.REPLY, 1, bytes((16 << 20) - 100)))
while data:
    data = data[os.write(3, data) :]
