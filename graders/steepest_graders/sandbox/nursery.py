"""The template, its zygotes and their children from the outside: started, asked for forks, killed, reaped."""

from __future__ import annotations

import array
import contextlib
import errno
import math
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from steepest_graders.sandbox import preload, template, wire
from steepest_graders.sandbox.confine import Wall
from steepest_graders.sandbox.operations import Limits

START_SECONDS = 30.0
END_SECONDS = 5.0  # for a killed child to be reaped
TICK = struct.pack("ll", 0, 250_000)  # a blocking receive looks at the clock so often (struct timeval)

# The template's modules carry our names but not our packages: nothing of ours is imported beyond them.
_BOOT = """
import sys, types
for name, path in ("steepest_graders", []), ("steepest_graders.sandbox", [sys.argv[1]]):
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = path
from steepest_graders.sandbox.template import main
main(int(sys.argv[2]), int(sys.argv[3]))
"""
_ENVIRONMENT = {
    "HOME": "/",
    "LC_ALL": "C.UTF-8",
    "PATH": "/nonexistent",
    "PYTHONHASHSEED": "0",  # the same submission prints its sets in the same order
    # A BLAS with threads hangs where threads can't be made.
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class ZygoteDied(Exception):
    """The zygote is gone, or does not do its work."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What the kernel says of a child that has ended."""

    status: int  # as of wait(2)
    cpu_seconds: float
    peak_bytes: int


class Child:
    """A fork of the zygote, from the outside."""

    def __init__(self, number: int, connection: socket.socket) -> None:
        self.number = number
        self.connection = connection
        self.pidfd = -1
        self.ending: Ending | None = None

    def kill(self) -> None:
        """End it now."""
        with contextlib.suppress(ProcessLookupError):
            if self.pidfd >= 0:
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def close(self) -> None:
        """Let go of it: it ends when its socket does, or by `kill`."""
        self.connection.close()
        if self.pidfd >= 0:
            os.close(self.pidfd)
            self.pidfd = -1

    def ends_within(self, seconds: float) -> bool:
        """Whether it is gone by then."""
        if self.pidfd < 0:
            return self.ending is not None
        return _ends_within(self.pidfd, seconds)

    def waiting_seconds(self) -> float:
        """For how long it was ready to run without a processor to run on."""
        try:
            pid = next(
                line.split()[1]
                for line in Path(f"/proc/self/fdinfo/{self.pidfd}").read_text().splitlines()
                if line.startswith("Pid:")
            )
            return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
        except (OSError, ValueError, IndexError, StopIteration):
            return 0.0


class Template:
    """The process that zygotes are forked from, from the outside. Raises ZygoteDied where it can't start."""

    def __init__(self) -> None:
        try:
            self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        except OSError as error:
            raise ZygoteDied(str(error)) from None
        try:
            with theirs:
                self._process = _start(theirs)
        except OSError as error:
            self._orders.close()
            raise ZygoteDied(str(error)) from None

    def order(self, control: socket.socket, *, namespaces: bool) -> None:
        """Have a zygote forked that holds `control`."""
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [control.fileno()]))
        try:
            self._orders.sendmsg([template.WITH_NAMESPACES if namespaces else template.WITHOUT], [rights])
        except OSError as error:
            raise ZygoteDied(str(error)) from None

    def last_words(self) -> str:
        """End it: what it said before it could serve."""
        self._process.kill()
        self._process.wait()
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:200] if lines else ""

    def close(self) -> None:
        """End it and wait until it is gone; its zygotes are closed before. May be called again."""
        self._orders.close()
        _end(self._process)
        assert self._process.stderr is not None
        self._process.stderr.close()


class Zygote:
    """A zygote process, from the outside."""

    def __init__(self, origin: Template, *, namespaces: bool) -> None:
        self._template = origin
        self._children: dict[int, Child] = {}
        self._ready = False
        self._failure = ""
        self._pidfd = -1
        self.pid = 0  # of the stub, where there is one; known when it is ready
        self.forks = 0
        self.landlock = 0  # the version of the kernel's interface
        try:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        except OSError as error:
            raise ZygoteDied(str(error)) from None
        self._control.setblocking(False)
        self._poll = select.poll()
        self._poll.register(self._control, select.POLLIN)
        with theirs:
            try:
                origin.order(theirs, namespaces=namespaces)
            except ZygoteDied:
                self._control.close()
                raise

    def wait_until_ready(self) -> None:
        """Raises ZygoteDied with its last words."""
        try:
            while not (self._ready and self.pid) and not self._failure:
                self._take(START_SECONDS)
        except ZygoteDied as error:
            self.close()
            raise ZygoteDied(self._template.last_words() or str(error)) from None
        if self._failure:
            self.close()
            raise ZygoteDied(self._failure)

    def fork(self, limits: Limits, walls: Wall) -> Child:
        """A new child; it is confined and waits for a job, or will be."""
        self.wait_until_ready()
        self._drain()
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise ZygoteDied(str(error)) from None
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, TICK)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, TICK)
        self.forks += 1
        child = Child(self.forks, ours)
        message = wire.encode((child.number, int(walls), limits.memory_bytes, math.ceil(limits.cpu_seconds)))
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [theirs.fileno()]))
        try:
            self._control.sendmsg([message], [rights])
        except OSError as error:
            ours.close()
            raise ZygoteDied(str(error)) from None
        finally:
            theirs.close()
        self._children[child.number] = child
        return child

    def ending_of(self, child: Child) -> Ending:
        """Wait for the end of a child that has ended, or ends now. Raises ZygoteDied."""
        end = time.monotonic() + END_SECONDS
        while child.ending is None:
            self._take(end - time.monotonic())
        return child.ending

    def find(self, child: Child) -> None:
        """Make sure that the child's pidfd is here, if it still lives. Raises ZygoteDied."""
        end = time.monotonic() + END_SECONDS
        while child.pidfd < 0 and child.ending is None:
            self._take(end - time.monotonic())

    def let_go(self, child: Child) -> None:
        """End a child whose ending nobody waits for."""
        with contextlib.suppress(ZygoteDied):
            self._drain()
        child.kill()
        child.close()

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                self._take(0)

    def _take(self, timeout: float) -> None:
        """Take one message. With `timeout` 0, BlockingIOError says there is none."""
        (kind, subject, *facts), pidfd = self._receive(timeout)
        match kind:
            case "born":
                self.pid, self._pidfd = subject, pidfd
            case "ready":
                self.landlock, self._ready = subject, True
            case "failed":
                self._failure = subject
            case "forked":
                self._attach(self._children[subject], pidfd)
            case "exited":
                self._children.pop(subject).ending = Ending(*facts)

    def _receive(self, timeout: float) -> tuple[Any, int]:
        """A message, and the pidfd that came with it, or -1."""
        if timeout and not self._poll.poll(max(timeout * 1000, 1)):
            raise ZygoteDied("no answer")
        try:
            message, rights, flags, _ = self._control.recvmsg(1 << 12, socket.CMSG_SPACE(4), socket.MSG_CMSG_CLOEXEC)
        except BlockingIOError:
            raise
        except OSError as error:
            raise ZygoteDied(str(error)) from None
        if flags & socket.MSG_CTRUNC:  # there was a descriptor, and no room for it here
            raise ZygoteDied(os.strerror(errno.EMFILE))
        if not message:
            raise ZygoteDied("the sandbox's process ended")
        return wire.decode(message), array.array("i", rights[0][2])[0] if rights else -1

    def _attach(self, child: Child, pidfd: int) -> None:
        child.pidfd = pidfd
        if child.connection.fileno() < 0:  # let go before it was heard of
            child.kill()
            child.close()

    def close(self) -> None:
        """End it and all its children, and wait until they are gone. May be called again."""
        with contextlib.suppress(ZygoteDied):
            while self._pidfd < 0 and self._control.fileno() >= 0:
                self._take(END_SECONDS)
        self._control.close()
        if self._pidfd < 0:
            return
        if not _ends_within(self._pidfd, END_SECONDS):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            _ends_within(self._pidfd, END_SECONDS)
        os.close(self._pidfd)
        self._pidfd = -1


def _ends_within(pidfd: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _start(orders: socket.socket) -> subprocess.Popen[bytes]:
    me = os.pidfd_open(os.getpid())
    passed_on = {name: os.environ[name] for name in preload.PASSED_ON if name in os.environ}
    here = str(Path(__file__).resolve().parent)
    try:
        return subprocess.Popen(
            [sys.executable, "-s", "-B", "-P", "-c", _BOOT, here, str(orders.fileno()), str(me)],
            cwd="/",
            env={**_ENVIRONMENT, **passed_on},
            pass_fds=(orders.fileno(), me),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
    finally:
        os.close(me)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
