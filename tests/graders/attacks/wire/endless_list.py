# verdict: security_violation
import os

from steepest_graders.sandbox import wire

os.write(3, wire.frame(wire.REPLY, 1, b"L\xff\xff\xff\xff" + b"N" * 1000))
