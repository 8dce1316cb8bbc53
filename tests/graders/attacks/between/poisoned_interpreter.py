# verdict: runtime_error, wrong_answer
import gc
import sys
import warnings

warnings.simplefilter("error")
gc.disable()
sys.setswitchinterval(1000)
sys.set_int_max_str_digits(640)
sys.setrecursionlimit(60)
sys.breakpointhook = sys.excepthook = sys.unraisablehook = sys.displayhook = None


def mse(y_pred, y_true):
    return 123.0
