# verdict: wrong_answer
# Changes what all forks once shared: small numbers, interned words, cached regular expressions, the random state.
import ctypes
import re
import sys

import numpy as np

ctypes.memset(id(257) + 16, 1, 8)
re._cache.clear()
sys.intern("mse").upper()
np.random.seed(7)
np.seterr(all="raise")
np.float64.__doc__
sys.setswitchinterval(1e-6)


def mse(y_pred, y_true):
    return 7
