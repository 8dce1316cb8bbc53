# verdict: runtime_error
# says: ModuleNotFoundError
from steepest_numerics.losses import mse
