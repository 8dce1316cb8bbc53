"""Confinement: what the zygote does once, and what each child does to itself before it reads its job.

The order is the point: each step takes away what an earlier one still needed. The zygote leaves the
host's namespaces; a child then closes descriptors, limits its resources, ties its life to its parent's,
gives up capabilities, and at last puts itself under Landlock and seccomp.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import gc
import os
import resource
import signal
from dataclasses import dataclass
from enum import IntFlag

from steepest_graders.sandbox import kernel

JOB = 3  # the descriptor of a child's job socket, and the only one it has beside /dev/null
_RULESET = JOB + 1
NOBODY = 64000  # the user that a template started by root becomes, and so all that it forks
_INSIDE = 65534  # what that user is called inside the user namespace


class Wall(IntFlag):
    """What can stand between a program and the host. Each alone is switched on in tests and by `doctor`."""

    NAMESPACES = 1
    LANDLOCK = 2
    SECCOMP = 4
    LIMITS = 8  # of resources other than time and memory, which are always limited


ALL_WALLS = Wall.NAMESPACES | Wall.LANDLOCK | Wall.SECCOMP | Wall.LIMITS


def become_ordinary() -> None:
    """Leave root for a user that owns nothing. Where no other user exists (a rootless container), stay."""
    if os.getuid() != 0:
        return
    with contextlib.suppress(OSError):
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def enter_namespaces() -> int:
    """Leave the host's namespaces, for an empty read-only root. Returns in a new process.

    The process that called stays behind as a stub, which only waits: a process can't move itself into
    a pid namespace. Returns a descriptor of the new process, by which to come back from the pid
    namespaces of its children.
    """
    uid, gid = os.getuid(), os.getgid()
    kernel.set_dumpable(True)  # /proc/self is root's otherwise, and uid_map can't be written
    kernel.unshare(*kernel.NAMESPACES)
    _map_user(uid, gid)
    kernel.set_dumpable(False)
    inner = os.fork()
    if inner:
        _wait_as_stub(inner)
    kernel.die_with_parent(signal.SIGKILL)
    _empty_root()
    return os.pidfd_open(os.getpid())


def _map_user(uid: int, gid: int) -> None:
    for name, text in (("setgroups", "deny"), ("uid_map", f"{_INSIDE} {uid} 1"), ("gid_map", f"{_INSIDE} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def _wait_as_stub(inner: int) -> None:
    kernel.die_with_parent(signal.SIGKILL)
    kernel.close_from(0)  # the control socket above all: its end must be seen when the zygote dies
    os.waitpid(inner, 0)
    os._exit(0)


def _empty_root() -> None:
    kernel.mount(None, b"/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    locked = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount(b"none", b"/tmp", b"tmpfs", locked, b"size=4096,nr_inodes=2,mode=555")
    kernel.make_root("/tmp")
    kernel.mount(None, b"/", None, kernel.MS_REMOUNT | kernel.MS_RDONLY | locked)


@dataclass(frozen=True, slots=True)
class Cell:
    """All that confining a child needs, made ready in the zygote."""

    program: kernel.FilterProgram
    ruleset: int  # a Landlock ruleset's descriptor, or -1
    zygote: int  # its pid as a child sees it; 0 behind a pid namespace
    base_memory: int  # bytes of address space that Python and numpy take themselves


def confine(cell: Cell, walls: Wall, memory_bytes: int, cpu_seconds: int) -> None:
    """Confine this process, for good; `keep_descriptors` comes first."""
    if Wall.NAMESPACES in walls:
        kernel.unshare("ipc")
    _limit_resources(walls, cell.base_memory + memory_bytes, cpu_seconds)
    kernel.die_with_parent(signal.SIGKILL)
    if os.getppid() != cell.zygote:  # it died before that took effect
        os._exit(1)
    if Wall.LIMITS in walls:
        kernel.drop_capabilities()
        kernel.set_dumpable(False)
    kernel.no_new_privileges()
    if Wall.LANDLOCK in walls:
        kernel.landlock_restrict(_RULESET)
    if cell.ruleset >= 0:
        os.close(_RULESET)
    if Wall.SECCOMP in walls:
        kernel.install_filter(cell.program)


def keep_descriptors(cell: Cell, job: int) -> None:
    """Close all but the standard ones (which are /dev/null), the job socket as JOB, and the ruleset."""
    kept = [job] if cell.ruleset < 0 else [job, cell.ruleset]
    end = JOB + len(kept)
    aside = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, end) for descriptor in kept]
    for place, descriptor in enumerate(aside, start=JOB):
        os.dup2(descriptor, place)
    kernel.close_from(end)


def _limit_resources(walls: Wall, memory: int, cpu: int) -> None:
    limits = {"CORE": 0, "CPU": cpu, "AS": memory}
    if Wall.LIMITS in walls:
        limits |= {"FSIZE": 0, "NOFILE": _RULESET + 1, "NPROC": 0, "MEMLOCK": 0, "MSGQUEUE": 0}
    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name}")
        _, most = resource.getrlimit(number)
        if most != resource.RLIM_INFINITY and most < value:
            if name == "AS":  # with less than was promised, students would be blamed for what the host lacks
                raise OSError(
                    errno.ENOMEM, f"a program needs {value >> 20} MiB of address space, and ulimit -v is less"
                )
            value = most
        # Soft and hard alike: the first process of a pid namespace ignores SIGXCPU, but no one SIGKILL.
        resource.setrlimit(number, (value, value))


def address_space() -> int:
    """Bytes of address space that this process uses."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def settle() -> None:
    """Move what lives now out of the garbage collector's sight, so that children don't copy its pages."""
    gc.collect()
    gc.freeze()
