"""A few of the digits, as a module for the browser: `python -m steepest.labs.digits` writes static/labs/digits.js."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from steepest_numerics.data import digits

COUNT = 100
FILE = Path(__file__).parents[1] / "static" / "labs" / "digits.js"
HEAD = """\
// The first 100 of the optical recognition of handwritten digits (Alpaydin and Kaynak 1998, UCI Machine Learning
// Repository, CC BY 4.0). Written by steepest.labs.digits.
//
// A letter is a grey value, a = 0 to q = 16; 64 of them are an image, row by row.
"""


def module() -> str:
    """The file's text."""
    X, y = digits()
    grey = np.rint(X[:COUNT] * 16).astype(int)
    images = ["".join(chr(ord("a") + value) for value in image) for image in grey]
    labels = "".join(map(str, y[:COUNT]))
    lines = "\n".join(f'  "{image}",' for image in images)
    return f'{HEAD}export const LABELS = "{labels}";\nexport const IMAGES = [\n{lines}\n];\n'


if __name__ == "__main__":
    FILE.write_text(module(), encoding="utf-8")
