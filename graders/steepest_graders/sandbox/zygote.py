"""The zygote: a process with numpy loaded and no secret, whose forks run the programs.

It is started afresh with an explicit environment, loads every module that a program may import, leaves
the host behind and then only forks. It never reads a job: a child's job socket passes through it as a
descriptor, so that nothing of one submission is in it for the next.

Control messages, one per packet. To the zygote: (number, walls, memory bytes, CPU seconds) with a job
socket attached. From it: ("ready", version of Landlock), ("forked", number) with the child's pidfd
attached, ("exited", number, wait status, CPU seconds, peak bytes).
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
from typing import Any, NoReturn

import numpy as np

from steepest_graders.sandbox import confine, kernel, preload, runner, seccomp, wire
from steepest_graders.sandbox.confine import Cell, Wall


def main(control: int, parent: int, namespaces: bool) -> NoReturn:
    """Become a zygote. `control` and `parent` are descriptors: the control socket, the parent's pidfd."""
    _preload()
    code = seccomp.committed_filter()
    tasks = len(os.listdir("/proc/self/task"))
    if tasks != 1:
        raise RuntimeError(f"{tasks} threads: forks of this process would hang")
    base = confine.address_space()
    confine.become_ordinary()
    home = confine.enter_namespaces() if namespaces else -1
    version = kernel.landlock_version()
    cell = Cell(
        kernel.FilterProgram.of(code),
        kernel.landlock_ruleset(version) if version else -1,
        0 if namespaces else os.getpid(),
        base,
    )
    kernel.set_dumpable(False)
    zygote = Zygote(socket.socket(fileno=control), parent, cell, home)
    confine.settle()
    zygote.send(("ready", version))
    os.dup2(1, 2)  # what went wrong before this stands on standard error
    zygote.serve()


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


class Zygote:
    """Forks on request and tells how each child ended."""

    def __init__(self, control: socket.socket, parent: int, cell: Cell, home: int) -> None:
        self._control = control
        self._parent = parent
        self._cell = cell
        self._home = home
        self._children: dict[int, tuple[int, int]] = {}  # pidfd -> pid, number
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._poll.register(parent, select.POLLIN)  # readable when the process has ended

    def serve(self) -> NoReturn:
        """Until the parent is gone, one way or another."""
        while True:
            for descriptor, _ in self._poll.poll():
                try:
                    if descriptor == self._parent:
                        self._end()
                    elif descriptor == self._control.fileno():
                        self._fork()
                    else:
                        self._reap(descriptor)
                except OSError:  # the parent has closed its end: whoever was forked is still to be reaped
                    self._end()

    def send(self, message: tuple[Any, ...], *descriptors: int) -> None:
        """Send a control message, with descriptors attached."""
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))
        self._control.sendmsg([wire.encode(message)], [rights] if descriptors else [])

    def _end(self) -> NoReturn:
        for pid, _ in self._children.values():
            os.kill(pid, 9)  # not reaped yet, so it is still the same process
        for pid, _ in self._children.values():
            os.waitpid(pid, 0)
        os._exit(0)

    def _fork(self) -> None:
        message, ancillary, _, _ = self._control.recvmsg(1 << 12, socket.CMSG_SPACE(4))
        if not message:
            self._end()
        number, walls, memory, cpu = wire.decode(message)
        job = array.array("i", ancillary[0][2])[0]
        if self._home >= 0:
            kernel.unshare("pid")  # the next child is the first process of a new namespace
        pid = os.fork()
        if pid == 0:
            self._live(job, Wall(walls), memory, cpu)
        if self._home >= 0:
            kernel.enter(self._home, "pid")
        os.close(job)
        pidfd = os.pidfd_open(pid)
        self._children[pidfd] = pid, number
        self._poll.register(pidfd, select.POLLIN)
        self.send(("forked", number), pidfd)

    def _live(self, job: int, walls: Wall, memory: int, cpu: int) -> NoReturn:
        try:
            confine.keep_descriptors(self._cell, job)
            try:
                confine.confine(self._cell, walls, memory, cpu)
            except OSError as error:
                os.write(confine.JOB, wire.frame(wire.UNFIT, 0, str(error).encode()))
                raise
            runner.serve(confine.JOB)
        finally:
            os._exit(1)

    def _reap(self, pidfd: int) -> None:
        pid, number = self._children.pop(pidfd)
        self._poll.unregister(pidfd)
        os.close(pidfd)
        _, status, usage = os.wait4(pid, 0)
        self.send(("exited", number, status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024))
