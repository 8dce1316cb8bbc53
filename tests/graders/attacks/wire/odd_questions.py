# verdict: runtime_error, wrong_answer
# exercise: numerical-gradient
# Calls the trusted side's function with whatever comes to mind.
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    odd = ["x" * 1000, None, {}, [], {"a": 1}, 10**900, np.zeros((0, 1 << 30)), np.ones(3, complex), float("nan"), f"{f}"]
    for value in odd:
        for arguments, keywords in (((value,), {}), ((value, value), {}), ((), {"x": value}), ((), {"self": value})):
            try:
                f(*arguments, **keywords)
            except Exception:
                pass
    f()
