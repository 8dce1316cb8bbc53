import numpy as np
import numpy.typing as npt


def softmax(z: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    e = np.exp(z - np.max(z, axis=-1)[..., None])
    return np.einsum("...c,...->...c", e, 1.0 / np.einsum("...c->...", e))
