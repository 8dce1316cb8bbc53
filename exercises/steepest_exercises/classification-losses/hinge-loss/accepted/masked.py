import numpy as np
import numpy.typing as npt


def svm_loss(W: npt.NDArray[np.float64], X: npt.NDArray[np.float64], y: npt.NDArray[np.int64], delta: float = 1.0) -> float:
    scores = X @ W
    others = np.arange(W.shape[1]) != y[:, None]
    gaps = scores - scores[~others][:, None] + delta
    return float(gaps[others & (gaps > 0)].sum() / y.size)
