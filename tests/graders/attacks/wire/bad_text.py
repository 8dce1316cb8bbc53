# verdict: security_violation
import os

from steepest_graders.sandbox import wire

text = b"\xed\xa0\x80\xff\xfe"
os.write(3, wire.frame(wire.REPLY, 1, b"L\x01\0\0\0U\x03\0\0\0NNs\x05\0\0\0" + text))
