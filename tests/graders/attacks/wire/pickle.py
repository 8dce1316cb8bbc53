# verdict: security_violation
import os

from steepest_graders.sandbox import wire

evil = b"cos\nsystem\n(S'touch /tmp/attack-was-here'\ntR."
os.write(3, wire.frame(wire.REPLY, 1, evil))
