"""What stops a command or a start, said in one line that names the remedy."""

from __future__ import annotations


class Problem(Exception):
    """Somebody who runs the site can put this right; the command line prints it and exits with `exit_code`."""

    exit_code: int = 2
