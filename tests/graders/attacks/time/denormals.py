# verdict: time_limit
import numpy as np

a = np.full(100_000, 5e-324)
while True:
    a = a * 0.5 + 5e-324
