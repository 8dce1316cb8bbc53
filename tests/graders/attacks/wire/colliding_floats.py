# verdict: security_violation
# The same with floating-point numbers: k * 2**(61 * m) hash alike.
import os
import struct

from steepest_graders.sandbox import wire

COUNT = 90_000
parts = [struct.pack("<cI", b"L", 1), struct.pack("<cI", b"U", 3), struct.pack("<cI", b"D", COUNT)]
for number in range(1, COUNT + 1):
    parts.append(struct.pack("<cd", b"d", float(number % 8 + 1) * 2.0 ** (61 * (number % 15 + 1))) + b"N")
data = memoryview(wire.frame(wire.REPLY, 1, b"".join(parts) + b"Ns\0\0\0"))
while data:
    data = data[os.write(3, data) :]
