"""SECURITY.md says what each wall stops alone: its table is measured here, a row at a time, on this host."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from steepest_graders.sandbox import Call, Level, Limits, Sandbox, SandboxUnavailable, Stopped
from steepest_graders.sandbox.confine import NOBODY, Wall
from steepest_graders.sandbox.parent import Session

COLUMNS = (Wall.LIMITS, Wall.NAMESPACES, Wall.LANDLOCK, Wall.SECCOMP)
ROW = re.compile(r"^\| ([^|]+) \| (\S+)[^|]* \| (\S+)[^|]* \| (\S+)[^|]* \| (\S+)[^|]* \|$", re.MULTILINE)
TABLE = Path(__file__).parents[2].joinpath("SECURITY.md").read_text(encoding="utf-8").partition("| Attempt |")[2]
ROWS = {what: words for what, *words in ROW.findall(TABLE.partition("\n\n")[0]) if "---" not in what}

PROGRAM = """
import _thread, ctypes, mmap, os, signal, socket, sys

libc = ctypes.CDLL(None, use_errno=True)
X86 = sys.implementation._multiarch.startswith("x86_64")


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")


def fork():
    if os.fork() == 0:
        os._exit(0)


def connect(family, address):
    socket.socket(family).connect(address)


def attempts(port, name, pid, key):
    return {
        "read a file of the host": lambda: open("/etc/passwd").read(1),
        "write a file": lambda: open(f"/tmp/{name}", "w").close(),
        "list the root folder": lambda: os.listdir("/"),
        "ask about a file (stat)": lambda: os.stat("/etc/passwd"),
        "open a device": lambda: open("/dev/null", "rb"),
        "run another program": lambda: os.execv("/bin/true", ["true"]),
        "connect by TCP": lambda: connect(socket.AF_INET, ("127.0.0.1", port)),
        "send by UDP": lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
        "reach an abstract socket of the host": lambda: connect(socket.AF_UNIX, "\\0" + name),
        "make any socket": socket.socket,
        "fork": fork,
        "start a thread": lambda: _thread.start_new_thread(int, ()),
        "signal a process of the host": lambda: os.kill(pid, 0),
        "trace a process of the host": lambda: checked(libc.ptrace(16, pid, 0, 0)),
        "use shared memory of the host": lambda: checked(libc.shmget(key, 1, 0)),
        "make shared memory": lambda: checked(libc.shmget(0, 4096, 0o1600)),
        "map executable memory": lambda: mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE, prot=7),
        "handle signals": lambda: signal.signal(signal.SIGALRM, signal.SIG_IGN),
        "make a user namespace": lambda: checked(libc.unshare(0x10000000)),
        "reach the kernel's keyrings": lambda: checked(libc.syscall(250 if X86 else 219, 0, -3, 0)),
    }


def attempt(what, *targets):
    try:
        attempts(*targets)[what]()
    except (OSError, RuntimeError, ValueError):
        return "stops"
    return "-"
"""

Targets = tuple[int, str, int, int]


@pytest.fixture(scope="module")
def targets() -> Iterator[Targets]:
    """What a program could reach if nothing stood in its way: a port, a name, a process, shared memory."""
    name, key = f"attack-was-here-{os.getpid()}", os.getpid() | 1 << 30
    libc = ctypes.CDLL(None)
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as abstract,
        subprocess.Popen(["sleep", "1000"], **user) as victim,  # type: ignore[call-overload]
    ):
        abstract.bind("\0" + name)
        abstract.listen()
        memory = libc.shmget(key, 4096, 0o1666)
        yield server.getsockname()[1], name, victim.pid, key
        libc.shmctl(memory, 0, None)
        victim.kill()
    Path("/tmp", name).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[Level, Sandbox]]:
    """One with and one without namespaces."""
    opened = {}
    try:
        for level in (Level.FULL, Level.BASIC):
            opened[level] = Sandbox(level)
        yield opened
    except SandboxUnavailable as unavailable:
        pytest.skip(str(unavailable))
    finally:
        for sandbox in opened.values():
            sandbox.close()


def outcome(sandboxes: dict[Level, Sandbox], walls: Wall, what: str, targets: Targets) -> str:
    """What becomes of an attempt behind these walls: '-' where it works, 'stops' or 'ends' where not."""
    sandbox = sandboxes[Level.FULL if Wall.NAMESPACES in walls else Level.BASIC]
    with Session(sandbox, Limits(cpu_seconds=2, wall_seconds=10.0), walls) as session:
        session.load(PROGRAM, seed=0)
        try:
            reply = session.run([Call("attempt", (what, *targets))])[0]
        except Stopped as stopped:
            return "ends" if stopped.reason == "forbidden" else "-"  # another program has taken its place
    assert reply.error is None, reply.error
    return str(reply.value)


def test_the_table_has_rows() -> None:
    assert len(ROWS) >= 20


@pytest.mark.parametrize("what", ROWS)
def test_a_wall_stops_alone_what_the_table_says(sandboxes: dict[Level, Sandbox], targets: Targets, what: str) -> None:
    if outcome(sandboxes, Wall(0), what, targets) != "-":
        pytest.skip("something else stops this here")
    found = [outcome(sandboxes, wall, what, targets) for wall in COLUMNS]
    assert ["-" if said == "-" else word for said, word in zip(ROWS[what], found, strict=True)] == ROWS[what]


@pytest.mark.parametrize("what", ROWS)
@pytest.mark.parametrize("level", [Level.FULL, Level.BASIC])
def test_all_walls_together_stop_everything(
    sandboxes: dict[Level, Sandbox], targets: Targets, level: Level, what: str
) -> None:
    walls = Wall.LIMITS | Wall.LANDLOCK | Wall.SECCOMP | (Wall.NAMESPACES if level is Level.FULL else Wall(0))
    assert outcome(sandboxes, walls, what, targets) != "-"
