# verdict: security_violation
# A dictionary whose keys are all NaN has as many entries as it says, and none can be found.
import os
import struct

from steepest_graders.sandbox import wire

COUNT = 50_000
head = struct.pack("<cI", b"L", 1) + struct.pack("<cI", b"U", 3) + struct.pack("<cI", b"D", COUNT)
entry = struct.pack("<cd", b"d", float("nan")) + b"N"
data = memoryview(wire.frame(wire.REPLY, 1, head + entry * COUNT + b"Ns\0\0\0"))
while data:
    data = data[os.write(3, data) :]
