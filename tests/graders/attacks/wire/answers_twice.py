# verdict: security_violation
import os

from steepest_graders.sandbox import wire

calls = 0


def mse(y_pred, y_true):
    global calls
    calls += 1
    answer = wire.encode([(((y_pred - y_true) ** 2).mean(), None, "")])
    os.write(3, wire.frame(wire.REPLY, calls + 1, answer) * 2)
