# verdict: security_violation
# Tags that only the trusted side may use: a kept object, a callback, a generator.
import os

from steepest_graders.sandbox import wire

for tag in b"RKG":
    value = bytes([tag]) + bytes(8)
    os.write(3, wire.frame(wire.REPLY, 1, b"L\x01\0\0\0U\x03\0\0\0" + value + b"Ns\0\0\0\0"))
