# verdict: runtime_error
# Line separators, byte order marks, tags, private and unassigned characters.
print("\u2028\u2029\ufeff\u00ad\u180e\U000e0041\ue000\U000fffff\uffff\u0378\x85\x0b\x0c\x1c")


def mse(y_pred, y_true):
    raise ValueError("\u2028::error::x\u2029\x85::notice::y\x0b\x0c\x1d")
