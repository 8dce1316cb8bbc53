"""Are vectors that should be drawn independently much like one another?"""

from __future__ import annotations

import numpy as np


def largest_cosine(vectors: np.ndarray) -> float:
    """Of the angles between any two rows, less their means, in size; a row of zeros has none."""
    vectors = vectors - np.mean(vectors, axis=1, keepdims=True)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return float(np.max(abs(np.triu(directions @ directions.T, k=1))))
