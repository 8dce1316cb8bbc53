# verdict: security_violation
import os

from steepest_graders.sandbox import wire

data = memoryview(wire.frame(wire.REPLY, 1, (b"L\xe8\x03\0\0" + b"N" * 1000) * 1000))
while data:
    data = data[os.write(3, data) :]
