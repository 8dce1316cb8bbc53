# verdict: output_limit, wrong_answer, security_violation
# Makes the room for its output larger: the trusted side has its own cap.
import sys

sys.stdout.room = 1 << 40
sys.stdout._left = 1 << 40
for _ in range(1000):
    print("z" * 10_000)


def mse(y_pred, y_true):
    return 0
