# verdict: security_violation
# The codes of dtypes that a program may not send: extended precision, and none at all.
import os
import struct

from steepest_graders.sandbox import wire

calls = 1


def mse(y_pred, y_true):
    global calls
    calls += 1
    array = struct.pack("<cBBQ", b"A", 64, 1, 2) + bytes(32)
    head = wire.Encoder()
    head.open(b"L", 1)
    head.open(b"U", 3)
    os.write(3, wire.frame(wire.REPLY, calls, head.payload() + array + b"N" + wire.encode("")))
