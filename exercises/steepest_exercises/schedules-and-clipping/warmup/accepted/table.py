import numpy as np


def linear_warmup(step, warmup, lr_max):
    rates = np.linspace(0.0, lr_max, warmup + 1)[1:]
    return rates[step] if step < len(rates) else lr_max
