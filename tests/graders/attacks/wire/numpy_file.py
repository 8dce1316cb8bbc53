# verdict: security_violation
import io
import os

import numpy as np

from steepest_graders.sandbox import wire

file = io.BytesIO()
np.save(file, np.array([{}], dtype=object), allow_pickle=True)
os.write(3, wire.frame(wire.REPLY, 1, file.getvalue()))
