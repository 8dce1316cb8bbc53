# verdict: time_limit, output_limit, memory_limit, runtime_error, wrong_answer
# exercise: numerical-gradient
# Asks for the function's value at far too many points at once.
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    while True:
        f(np.ones((500_000,) + np.shape(x)[:1]))
