# verdict: runtime_error
# says: GeneratorExit
def mse(y_pred, y_true):
    raise GeneratorExit
