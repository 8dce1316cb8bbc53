# verdict: runtime_error
# says: Exception was raised
import os

from steepest_graders.sandbox import wire

error = ("<b>accepted</b>\x1b[32m", 1 << 40, "m" * 900_000, "o" * 900_000)
data = memoryview(wire.frame(wire.REPLY, 1, wire.encode([error])))
while data:
    data = data[os.write(3, data) :]
