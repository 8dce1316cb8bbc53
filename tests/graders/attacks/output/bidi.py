# verdict: runtime_error
# Text that turns the rest of the line around.
print("\u202e\u2066 evil \u2069 \u200f \u061c")


def mse(y_pred, y_true):
    raise ValueError("\u202edetpecca\u202c \u2067 \u2068")
