"""The zygote: a process with numpy loaded and no secret, whose forks run the programs.

It is forked from the template, leaves the host behind and then only forks. It never reads a job: a
child's job socket passes through it as a descriptor, so that nothing of one submission is in it for the
next.

Control messages, one per packet. To the zygote: (number, walls, memory bytes, CPU seconds) with a job
socket attached. From it: ("ready", version of Landlock) or ("failed", why), ("forked", number) with the
child's pidfd attached, ("exited", number, wait status, CPU seconds, peak bytes).
"""

from __future__ import annotations

import array
import os
import select
import signal
import socket
from typing import Any, NoReturn

from steepest_graders.sandbox import confine, kernel, runner, wire
from steepest_graders.sandbox.confine import Cell, Wall


def live(control: socket.socket, parent: int, code: bytes, *, namespaces: bool) -> NoReturn:
    """Be a zygote, in a fork of the template. `parent` is the trusted process's pidfd."""
    try:
        zygote = _settled(control, parent, code, namespaces=namespaces)
    except OSError as error:
        send(control, ("failed", str(error)))
        os._exit(1)
    zygote.serve()


def _settled(control: socket.socket, parent: int, code: bytes, *, namespaces: bool) -> Zygote:
    base = confine.address_space()
    if namespaces:
        home = confine.enter_namespaces()
    else:
        home = -1
        kernel.die_with_parent(signal.SIGKILL)
    version = kernel.landlock_version()
    cell = Cell(
        kernel.FilterProgram.of(code),
        kernel.landlock_ruleset(version) if version else -1,
        0 if namespaces else os.getpid(),
        base,
    )
    zygote = Zygote(control, parent, cell, home)
    confine.settle()
    send(control, ("ready", version))
    return zygote


def send(control: socket.socket, message: tuple[Any, ...], *descriptors: int) -> None:
    """Send a control message, with descriptors attached."""
    rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))
    control.sendmsg([wire.encode(message)], [rights] if descriptors else [])


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
        send(self._control, ("forked", number), pidfd)

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
        cpu = usage.ru_utime + usage.ru_stime
        send(self._control, ("exited", number, status, cpu, usage.ru_maxrss * 1024))
