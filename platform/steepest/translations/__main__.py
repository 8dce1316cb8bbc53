"""`python -m steepest.translations`: see the package."""

import sys

from steepest.translations import update

if missing := update():
    sys.exit("without a translation:\n  " + "\n  ".join(missing))
