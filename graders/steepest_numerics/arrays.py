"""What every formula here needs first: arrays of one floating type."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating[Any]]
Labels = npt.NDArray[np.integer[Any]]


def floating(values: npt.ArrayLike) -> FloatArray:
    """`values` as an array of a floating type.

    Parameters
    ----------
    values : array_like
        Numbers of any shape.

    Returns
    -------
    ndarray
        The same array where it is floating already (no copy); integers and booleans become float64.

    Examples
    --------
    >>> floating([1, 2]).dtype, floating(np.float32(1)).dtype
    (dtype('float64'), dtype('float32'))
    """
    array = np.asarray(values)
    if np.issubdtype(array.dtype, np.floating):
        return array
    return array.astype(np.float64)


def class_labels(values: npt.ArrayLike, size: int, classes: int) -> Labels:
    """`values` as `size` class labels, each of 0 ... `classes` - 1.

    Negative labels are refused because as an index they would silently count from the end.

    Raises
    ------
    ValueError
        If the labels are not integers, not `size` in number, or out of range.

    Examples
    --------
    >>> class_labels([2, 0], size=2, classes=3)
    array([2, 0])
    """
    labels = np.asarray(values)
    if labels.shape != (size,):
        raise ValueError(f"expected one label for each of {size} rows, got labels of shape {labels.shape}")
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"labels are the integers 0 to {classes - 1}, not {labels.dtype}")
    if labels.size and not 0 <= int(labels.min()) <= int(labels.max()) < classes:
        raise ValueError(f"labels run from 0 to {classes - 1}, got {labels.min()} to {labels.max()}")
    return labels
