# verdict: security_violation, runtime_error, wrong_answer
import struct

from steepest_graders.sandbox import wire

wire._TAGGED_DOUBLE = struct.Struct("<ci")
wire._ARRAY_HEADS = [struct.Struct("<c")] * 33
wire.MAGIC = b"EVIL"


def mse(y_pred, y_true):
    return 123.0
