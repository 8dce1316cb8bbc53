# verdict: security_violation
import os

from steepest_graders.sandbox import wire

os.write(3, wire.frame(wire.REPLY, 1, wire.encode([(None, None, "")] * 50)))
