# verdict: output_limit
import os

from steepest_graders.sandbox import wire

os.write(3, wire.frame(wire.OVERFLOW, 1, b"accepted"))
