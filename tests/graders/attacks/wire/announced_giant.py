# verdict: output_limit
import os

from steepest_graders.sandbox import wire

os.write(3, wire.HEADER.pack(wire.MAGIC, wire.REPLY, 1, 1 << 60))
