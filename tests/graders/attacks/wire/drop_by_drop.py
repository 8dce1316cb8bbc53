# verdict: time_limit, security_violation
# A frame that arrives one byte at a time and never ends.
import os

from steepest_graders.sandbox import wire

os.write(3, wire.HEADER.pack(wire.MAGIC, wire.REPLY, 1, 12 << 20))
while True:
    os.write(3, b"\0")
