# verdict: runtime_error
print("\x1b[2J\x1b[1;32mACCEPTED\x1b[0m\x1b]0;title\x07\x1b]8;;http://example.org\x07link\x9b31m\r\x08\x7f")


def mse(y_pred, y_true):
    raise ValueError("\x1b[2K\x1b[1A accepted \x1b]52;c;aGk=\x07 \x90 \x9d \x1bP")
