# verdict: security_violation
import os

from steepest_graders.sandbox import wire

array = b"A\x0b\x02" + (1 << 32).to_bytes(8, "little") * 2
os.write(3, wire.frame(wire.REPLY, 1, b"L\x01\0\0\0U\x03\0\0\0" + array))
