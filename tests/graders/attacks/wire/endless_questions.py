# verdict: time_limit, output_limit
# exercise: numerical-gradient
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    while True:
        f(np.zeros(2))
