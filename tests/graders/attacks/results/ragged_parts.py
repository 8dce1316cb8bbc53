# verdict: wrong_answer
# exercise: momentum
# says: parts
# The new parameters and something else of another length, as one answer.
class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.count = 0

    def step(self, params, grads):
        return params, self.count
