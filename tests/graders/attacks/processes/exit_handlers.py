# verdict: wrong_answer
# What is registered for the end of the process comes too late.
import atexit
import os


def late():
    os.write(3, b"x" * 1000)
    print("late")


atexit.register(late)


class Late:
    def __del__(self):
        late()


kept = Late()


def mse(y_pred, y_true):
    return 0.0
