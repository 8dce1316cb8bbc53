# verdict: runtime_error
import os

from steepest_graders.sandbox import wire

reader = wire.FrameReader(lambda size: os.read(3, size))
os.write(3, wire.frame(wire.REPLY, 1, wire.encode([(None, None, "")])))
while True:
    kind, sequence, payload = reader.next()
    decoder = wire.Decoder(payload)
    decoder.next()
    call = decoder.next()
    answer = wire.encode([("MissingFunction", None, repr(call), repr(call))])
    os.write(3, wire.frame(wire.REPLY, sequence, answer))
