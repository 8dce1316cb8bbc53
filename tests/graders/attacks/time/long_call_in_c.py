# verdict: time_limit
import numpy as np

a = np.random.rand(700, 700)
while True:
    a = np.linalg.svd(a)[0]
