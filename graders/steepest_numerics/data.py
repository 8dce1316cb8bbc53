"""Real data that ships with the course: small images of handwritten digits."""

from __future__ import annotations

from importlib import resources

import numpy as np
import numpy.typing as npt


def digits() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """1797 handwritten digits, each an image of 8 by 8 grey values.

    Returns
    -------
    X : ndarray of shape (1797, 64)
        The images row by row, scaled from the file's 0 ... 16 to [0, 1].
    y : ndarray of shape (1797,)
        Which digit each image shows, 0 to 9.

    References
    ----------
    Alpaydin and Kaynak (1998), Optical recognition of handwritten digits, UCI Machine Learning Repository,
    https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits (CC BY 4.0): its test
    set, as it ships with scikit-learn. See THIRD-PARTY-NOTICES.

    Examples
    --------
    >>> X, y = digits()
    >>> X.shape, float(X.max()), np.bincount(y).tolist()
    ((1797, 64), 1.0, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    """
    path = resources.files("steepest_numerics").joinpath("digits.npz")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return stored["X"] / 16.0, stored["y"].astype(np.int64)
