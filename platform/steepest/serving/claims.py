"""What a site holds for itself alone: its data folder and its port. Taken before anything listens."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from steepest.problem import Problem


class InUse(Problem):
    """Somebody else has it; the text says who, as far as can be found out."""


class DataFolder:
    """The data folder, locked as long as this process lives: the kernel lets go of the lock whatever ends it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._descriptor: int | None = None

    def __enter__(self) -> DataFolder:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Problem(
                f"the data folder {self._folder} can't be used ({error.strerror}): make it writable, or name another"
                " by --data-dir"
            ) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise InUse(
                f"the data folder {self._folder} is in use by {_process(holder)}: stop it first, or name another"
                " folder by --data-dir"
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)


class Port:
    """A port that nobody listens on, reserved for our web processes.

    The web server shares its port (SO_REUSEPORT), so a second one would start silently and take half of the
    requests. So it is tried first without sharing, which fails if anybody listens; then it is bound, shared
    but not listening, for as long as this process lives, so that nobody else gets it between two starts.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.number = port
        self._held: socket.socket | None = None

    def __enter__(self) -> Port:
        family, address = self._resolve()
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that linger don't matter
            try:
                trial.bind(address)
                trial.listen(1)
            except OSError as error:
                raise self._explained(error) from None
            self.number = trial.getsockname()[1]
        self._held = self._hold(family, (*address[:1], self.number, *address[2:]))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._held is not None:
            self._held.close()

    @property
    def reached_at(self) -> str:
        """The host by which this machine reaches it."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        host = self.reached_at
        return f"http://[{host}]:{self.number}" if ":" in host else f"http://{host}:{self.number}"

    def _resolve(self) -> tuple[socket.AddressFamily, tuple[str, int]]:
        try:
            found = socket.getaddrinfo(self.host, self.number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        except OSError as error:
            raise Problem(f"there is no address {self.host} ({error.strerror}): give one by --host") from None
        return found[0][0], found[0][4]  # type: ignore[return-value]

    def _hold(self, family: socket.AddressFamily, address: tuple[object, ...]) -> socket.socket | None:
        if not hasattr(socket, "SO_REUSEPORT"):
            return None
        held = socket.socket(family, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            held.bind(address)
        except OSError:
            held.close()
            return None
        return held

    def _explained(self, error: OSError) -> Problem:
        if error.errno == errno.EADDRINUSE:
            return InUse(
                f"port {self.number} on {self.host} is in use by {_process(_listener(self.number))}: stop it first,"
                " or choose another port by --port"
            )
        if error.errno == errno.EACCES:
            return Problem(f"port {self.number} is not for ordinary users: choose one above 1023 by --port")
        return Problem(
            f"can't listen on {self.host} port {self.number} ({error.strerror}): give others by --host, --port"
        )


def _process(pid: str) -> str:
    """A process in words: its number and its command, as far as the system tells."""
    if not pid.isdigit():
        return "another process"
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        command = b" ".join(words).decode("utf-8", "replace")
        return f"process {pid} ({command[:120]})" if command else f"process {pid}"
    return f"process {pid}"


def _listener(port: int) -> str:
    """The number of the process that listens on the port; '' if it can't be found out."""
    if sys.platform != "linux":
        return ""
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            for descriptor in (process / "fd").iterdir():
                with suppress(OSError):
                    if os.readlink(descriptor) in sockets:
                        return process.name
    return ""


def _listening(port: int) -> list[str]:
    inodes = []
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
                words = line.split()
                if words[3] == "0A" and int(words[1].rpartition(":")[2], 16) == port:
                    inodes.append(words[9])
    return inodes
