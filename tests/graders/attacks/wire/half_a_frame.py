# verdict: runtime_error, security_violation
import os

from steepest_graders.sandbox import wire

os.write(3, wire.frame(wire.REPLY, 1, bytes(1000))[:100])
os._exit(0)
