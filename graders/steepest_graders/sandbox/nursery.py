"""Zygotes and their children from the outside: started, asked for forks, killed, reaped."""

from __future__ import annotations

import array
import contextlib
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

from steepest_graders.sandbox import preload, wire
from steepest_graders.sandbox.confine import Wall
from steepest_graders.sandbox.operations import Limits

START_SECONDS = 30.0
END_SECONDS = 5.0  # for a killed child to be reaped
TICK = struct.pack("ll", 0, 250_000)  # a blocking receive looks at the clock so often (struct timeval)

# The zygote's modules carry our names but not our packages: nothing of ours is imported beyond them.
_BOOT = """
import sys, types
for name, path in ("steepest_graders", []), ("steepest_graders.sandbox", [sys.argv[1]]):
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = path
from steepest_graders.sandbox.zygote import main
main(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "namespaces")
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
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

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


class Zygote:
    """A zygote process, from the outside."""

    def __init__(self, namespaces: bool) -> None:
        self._children: dict[int, Child] = {}
        self._ready = False
        self.forks = 0
        self.landlock = 0  # the version of the kernel's interface
        try:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        except OSError as error:
            raise ZygoteDied(str(error)) from None
        self._control.setblocking(False)
        self._poll = select.poll()
        self._poll.register(self._control, select.POLLIN)
        try:
            with theirs:
                self._process = _start(theirs, namespaces)
        except OSError as error:
            self._control.close()
            raise ZygoteDied(str(error)) from None

    def wait_until_ready(self) -> None:
        """Raises ZygoteDied with its last words."""
        if self._ready:
            return
        try:
            _, self.landlock = self._receive(START_SECONDS)
            self._ready = True
        except ZygoteDied:
            words = self._last_words()
            self.close()
            raise ZygoteDied(words) from None
        assert self._process.stderr is not None
        self._process.stderr.close()

    def _last_words(self) -> str:
        self._process.kill()
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:200] if lines else "the sandbox's process did not start"

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
        """Take one message: a child began or ended. With `timeout` 0, BlockingIOError says there is none."""
        kind, number, *facts = self._receive(timeout)
        if kind == "exited":
            self._children.pop(number).ending = Ending(*facts)

    def _receive(self, timeout: float) -> Any:
        if timeout and not self._poll.poll(max(timeout * 1000, 1)):
            raise ZygoteDied("no answer")
        try:
            message, ancillary, _, _ = self._control.recvmsg(1 << 12, socket.CMSG_SPACE(4), socket.MSG_CMSG_CLOEXEC)
        except BlockingIOError:
            raise
        except OSError as error:
            raise ZygoteDied(str(error)) from None
        if not message:
            raise ZygoteDied("the sandbox's process ended")
        content = wire.decode(message)
        if ancillary:
            self._attach(content[1], array.array("i", ancillary[0][2])[0])
        return content

    def _attach(self, number: int, pidfd: int) -> None:
        child = self._children[number]
        child.pidfd = pidfd
        if child.connection.fileno() < 0:  # let go before it was heard of
            child.kill()
            child.close()

    def close(self) -> None:
        """End it and all its children, and wait until they are gone."""
        self._control.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stderr is not None
        self._process.stderr.close()


def _start(control: socket.socket, namespaces: bool) -> subprocess.Popen[bytes]:
    me = os.pidfd_open(os.getpid())
    passed_on = {name: os.environ[name] for name in preload.PASSED_ON if name in os.environ}
    here, level = str(Path(__file__).resolve().parent), "namespaces" if namespaces else "none"
    try:
        return subprocess.Popen(
            [sys.executable, "-s", "-B", "-P", "-c", _BOOT, here, str(control.fileno()), str(me), level],
            cwd="/",
            env={**_ENVIRONMENT, **passed_on},
            pass_fds=(control.fileno(), me),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
    finally:
        os.close(me)
