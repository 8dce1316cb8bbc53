"""A doorbell beside the database: whoever waits is woken at once instead of at its next look.

Each waiter binds a Unix datagram socket of its own in a folder; ringing sends a byte to all of them. It is
only ever a hint: a ring may be lost, so behind it everybody looks by themselves every now and then.
Where Unix sockets are missing, or the folder can't be used, only that slow look remains.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType


class Doorbell:
    """A bell of one kind ('work', 'verdict') in `folder`. Use it as a context manager to hear it."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        self.kind = kind
        self._socket: socket.socket | None = None
        self._path = folder / f"{kind}-{os.getpid()}-{secrets.token_hex(3)}"

    def __enter__(self) -> Doorbell:
        if hasattr(socket, "AF_UNIX"):
            with suppress(OSError):
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._socket = self._bind()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._socket:
            self._socket.close()
            self._path.unlink(missing_ok=True)
            self._socket = None

    def wait(self, seconds: float) -> bool:
        """Wait until it rings, at most so long. True if it rang; several rings are one."""
        if self._socket is None:
            time.sleep(seconds)
            return False
        self._socket.settimeout(seconds)
        try:
            self._socket.recv(1)
        except OSError:
            return False
        self._socket.setblocking(False)
        with suppress(OSError):
            while self._socket.recv(1):
                pass
        return True

    def wake(self) -> None:
        """Ring this one alone: out of a signal handler, say, which a wait would otherwise sleep through."""
        if self._socket:
            with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.setblocking(False)
                with _ShortPath(self._path) as short:
                    sender.sendto(b"!", short)

    def ring(self) -> None:
        """Wake everybody who waits for this bell; remove what dead waiters left behind."""
        if not hasattr(socket, "AF_UNIX") or not self.folder.is_dir():
            return
        # Without a descriptor for the bell it does not ring: what was stored before is stored all the same.
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            for path in self.folder.glob(f"{self.kind}-*"):
                try:
                    with _ShortPath(path) as short:
                        sender.sendto(b"!", short)
                except ConnectionRefusedError:
                    path.unlink(missing_ok=True)
                except OSError:
                    continue  # its buffer is full: it has enough to wake up for

    def _bind(self) -> socket.socket:
        bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            with _ShortPath(self._path) as short:
                bell.bind(short)
        except OSError:
            bell.close()
            raise
        return bell


class _ShortPath:
    """A socket's address has about 100 bytes; a data folder may lie deeper. Linux offers a way round by /proc."""

    LONGEST = 100

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder: int | None = None

    def __enter__(self) -> str:
        if len(os.fsencode(self._path)) <= self.LONGEST:
            return str(self._path)
        self._folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        return f"/proc/self/fd/{self._folder}/{self._path.name}"

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._folder is not None:
            os.close(self._folder)
