# verdict: wrong_answer
# says: string
class Liar(str):
    def encode(self, *arguments):
        return b"\xff" * 10

    def __len__(self):
        return 0


def mse(y_pred, y_true):
    return Liar("accepted")
