# verdict: wrong_answer, security_violation
# Reads its questions itself and answers them, each with five.
import os

from steepest_graders.sandbox import wire

reader = wire.FrameReader(lambda size: os.read(3, size))
os.write(3, wire.frame(wire.REPLY, 1, wire.encode([(None, None, "")])))
while True:
    kind, sequence, payload = reader.next()
    os.write(3, wire.frame(wire.REPLY, sequence, wire.encode([(5.0, None, "")])))
