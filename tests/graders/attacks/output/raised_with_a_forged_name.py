# verdict: runtime_error
# says: Exception


class Meta(type):
    __name__ = "\x1b[31maccepted"
    __qualname__ = "accepted"


def mse(y_pred, y_true):
    raise Meta("<script>\u202e", (Exception,), {"__module__": "accepted"})("x")
