# verdict: wrong_answer
# exercise: adam
# What an optimiser keeps is looked at for the report: however odd it is, the report stays one of plain numbers.
import itertools

import numpy as np


class Odd(dict):
    def items(self):
        raise KeyError("v")


class Adam:
    def __init__(self, **settings):
        self.m = []
        self.m.append(self.m)  # without end
        self.v = Odd(v=1)
        self.mean = itertools.repeat(1.0)
        self.ms = [[[[1.0] * 40] * 40] * 40] * 40
        self.var = np.array([object(), None])
        self.m_hat = [float("nan"), 10**400]
        self.v_hat = "<script>" * 10_000
        self.__dict__[("no", "name")] = 1

    def step(self, params, grads):
        return [np.ones_like(param) for param in params]
