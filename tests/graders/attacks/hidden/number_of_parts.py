# verdict: wrong_answer
# exercise: adam
import numpy as np


class Adam:
    def __init__(self, **settings):
        pass

    def step(self, params, grads):
        return [np.ones(1)] * (10 + int(abs(np.ravel(params[0])[0]) * 1e6) % 500)
