# verdict: security_violation
import os

from steepest_graders.sandbox import wire

calls = 1
ODD = [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), (1, [2], ""), (1, (2, 3), ""), None, "accepted", {"verdict": "accepted"}]


def mse(y_pred, y_true):
    global calls
    calls += 1
    os.write(3, wire.frame(wire.REPLY, calls, wire.encode([ODD[-1]])))
