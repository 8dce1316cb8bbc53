# verdict: security_violation
import os

from steepest_graders.sandbox import wire

os.write(3, wire.frame(wire.LOAD, 1, wire.encode(("print(1)", 0, "", "x.py", 1, 1))))
