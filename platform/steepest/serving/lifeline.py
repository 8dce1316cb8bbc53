"""A child dies with its parent, even with one that was killed by SIGKILL.

Linux does this itself (PDEATHSIG). Everywhere else, and should that fail, a thread watches a pipe whose other
end only the parent holds: when the parent is gone, the pipe ends.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def follow(descriptor: int) -> None:
    """Die when the pipe ends that the parent gave us; call it first thing, on the main thread."""
    os.set_inheritable(descriptor, False)  # it is no business of whatever we start
    _ask_the_kernel()
    _watch(lambda: os.read(descriptor, 1))


def follow_multiprocessing_parent() -> None:
    """The same in a process that `multiprocessing` started."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    _ask_the_kernel()
    sentinel = parent.sentinel
    _watch(lambda: multiprocessing.connection.wait([sentinel]))


def _ask_the_kernel() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _watch(ended: Callable[[], object]) -> None:
    # Started after the call above: a parent that died before it is noticed here, as its pipe has ended.
    def watch() -> None:
        ended()
        os.kill(os.getpid(), signal.SIGKILL)  # as hard as the parent went: the queue survives it

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
