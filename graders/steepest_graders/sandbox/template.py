"""The template: a process with numpy loaded and no secret, whose forks become zygotes.

It is started afresh with an explicit environment, loads every module that a program may import, and then
only forks. Loading takes a third of a second, a fork some milliseconds: so a zygote whose child has tried
to break out is thrown away at hardly any cost. The template itself never forks a program.

Each message to it is one byte, whether the zygote is to leave the host's namespaces, with the zygote's
control socket attached. Its answer comes by that socket: ("born", pid) with a pidfd attached.
"""

from __future__ import annotations

import array
import contextlib
import importlib
import os
import select
import socket
import sys
import warnings
from typing import NoReturn

import numpy as np

from steepest_graders.sandbox import confine, kernel, preload, seccomp, zygote

WITH_NAMESPACES, WITHOUT = b"\1", b"\0"


def main(orders: int, parent: int) -> NoReturn:
    """Become a template. `orders` and `parent` are descriptors: the socket, the parent's pidfd."""
    _preload()
    code = seccomp.committed_filter()
    tasks = len(os.listdir("/proc/self/task"))
    if tasks != 1:
        raise RuntimeError(f"{tasks} threads: forks of this process would hang")
    confine.become_ordinary()
    kernel.set_dumpable(False)
    confine.settle()
    os.dup2(1, 2)  # what went wrong before this stands on standard error
    _serve(socket.socket(fileno=orders), parent, code)


def _preload() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in (*preload.IMPORTABLE, *preload.LAZY):
            with contextlib.suppress(ImportError):  # not in every version of Python or numpy
                importlib.import_module(name)
    # Touch what is loaded at first use only.
    np.linalg.svd(np.eye(4))
    np.dot(np.eye(70), np.eye(70))
    np.fft.fft(np.arange(8.0))
    np.random.seed(0)
    np.random.default_rng(0).normal()
    repr(np.arange(3.0))
    "\u00e9".encode("idna")
    for name in preload.PASSED_ON:
        os.environ.pop(name, None)
    sys.path.clear()
    sys.path_importer_cache.clear()


def _serve(orders: socket.socket, parent: int, code: bytes) -> NoReturn:
    """Until the parent is gone, one way or another."""
    poll = select.poll()
    poll.register(orders, select.POLLIN)
    poll.register(parent, select.POLLIN)  # readable when the process has ended
    children: set[int] = set()
    while True:
        ready = {descriptor for descriptor, _ in poll.poll()}
        message, ancillary, _, _ = (b"", [], 0, None) if parent in ready else orders.recvmsg(1, socket.CMSG_SPACE(4))
        children -= {pid for pid in children if os.waitpid(pid, os.WNOHANG)[0]}
        if not message:
            _end(children)
        with socket.socket(fileno=array.array("i", ancillary[0][2])[0]) as control:
            pid = os.fork()
            if pid == 0:
                orders.close()
                zygote.live(control, parent, code, namespaces=message == WITH_NAMESPACES)
            children.add(pid)
            _announce(control, pid)


def _announce(control: socket.socket, pid: int) -> None:
    pidfd = os.pidfd_open(pid)
    with contextlib.suppress(OSError):  # the parent has thought better of it; the zygote will see that, too
        zygote.send(control, ("born", pid), pidfd)
    os.close(pidfd)


def _end(children: set[int]) -> NoReturn:
    for pid in children:
        os.kill(pid, 9)  # not reaped yet, so it is still the same process
    for pid in children:
        os.waitpid(pid, 0)
    os._exit(0)
