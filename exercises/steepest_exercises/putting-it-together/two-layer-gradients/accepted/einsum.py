import numpy as np
import numpy.typing as npt
from given import cross_entropy_gradient

Array = npt.NDArray[np.float64]


def two_layer_gradients(params: dict[str, Array], X: Array, y: Array) -> dict[str, Array]:
    before = np.einsum("nd,dh->nh", X, params["W1"]) + params["b1"]
    mask = before > 0
    hidden = before * mask
    upper = cross_entropy_gradient(np.einsum("nh,hc->nc", hidden, params["W2"]) + params["b2"], y)
    lower = np.einsum("nc,hc,nh->nh", upper, params["W2"], mask)
    return dict(
        b2=np.einsum("nc->c", upper),
        W2=np.einsum("nh,nc->hc", hidden, upper),
        b1=np.einsum("nh->h", lower),
        W1=np.einsum("nd,nh->dh", X, lower),
    )
