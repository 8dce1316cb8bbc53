"""The system calls that Python 3.11 has no names for, by ctypes. Linux on x86_64 and aarch64.

Imports anywhere; `AVAILABLE` says whether it is of use here. Call numbers of aarch64 are from the
kernel's tables and have not been run by us.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

ARCHITECTURE = platform.machine()
_NUMBERS = {
    "x86_64": {
        "landlock_create_ruleset": 444,
        "landlock_restrict_self": 446,
        "seccomp": 317,
        "pivot_root": 155,
        "capset": 126,
        "close_range": 436,
    },
    "aarch64": {
        "landlock_create_ruleset": 444,
        "landlock_restrict_self": 446,
        "seccomp": 277,
        "pivot_root": 41,
        "capset": 91,
        "close_range": 436,
    },
}
AVAILABLE = sys.platform == "linux" and ARCHITECTURE in _NUMBERS

NAMESPACES = {
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
    "mount": 0x20000,
    "ipc": 0x8000000,
    "uts": 0x4000000,
    "cgroup": 0x2000000,
}
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SECCOMP_SET_MODE_FILTER = 1
_LANDLOCK_VERSION = 1
_CAPABILITY_VERSION_3 = 0x20080522
_MNT_DETACH = 2

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 32, 0x4000, 0x40000

_libc = ctypes.CDLL(None, use_errno=True) if AVAILABLE else None


def _check(result: int, what: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result


def _call(function: str, *arguments: object) -> int:
    return _check(getattr(_libc, function)(*arguments), function)


def _syscall(name: str, *arguments: object) -> int:
    number = ctypes.c_long(_NUMBERS[ARCHITECTURE][name])
    return _check(getattr(_libc, "syscall")(number, *arguments), name)  # noqa: B009 - _libc may be None


def _prctl(option: int, value: int) -> None:
    zero = ctypes.c_ulong(0)
    _call("prctl", option, ctypes.c_ulong(value), zero, zero, zero)


def die_with_parent(signal: int) -> None:
    """Have `signal` sent to this process when its parent dies."""
    _prctl(_PR_SET_PDEATHSIG, signal)


def set_dumpable(dumpable: bool) -> None:
    """Whether others of the same user may trace this process and read its /proc entries."""
    _prctl(_PR_SET_DUMPABLE, int(dumpable))


def no_new_privileges() -> None:
    """From now on no exec gains anything."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Empty the permitted, effective and inheritable sets."""
    header = ctypes.c_char_p(struct.pack("<Ii", _CAPABILITY_VERSION_3, 0))
    _syscall("capset", header, ctypes.c_char_p(bytes(24)))


def unshare(*names: str) -> None:
    """Leave the namespaces of these kinds for new ones."""
    flags = 0
    for name in names:
        flags |= NAMESPACES[name]
    _call("unshare", flags)


def enter(descriptor: int, name: str) -> None:
    """Enter a namespace of kind `name`: that of the process behind a pidfd."""
    _call("setns", descriptor, NAMESPACES[name])


def mount(source: bytes | None, target: bytes, kind: bytes | None, flags: int, data: bytes | None = None) -> None:
    """mount(2)."""
    _call("mount", source, target, kind, ctypes.c_ulong(flags), data)


def make_root(folder: str) -> None:
    """Make a mount point the root of this mount namespace, and let go of the old one."""
    os.chdir(folder)
    here = ctypes.c_char_p(b".")
    _syscall("pivot_root", here, here)  # the new root on top of the old one, which is then taken away
    _call("umount2", b".", _MNT_DETACH)
    os.chdir("/")


def close_from(first: int) -> None:
    """Close every descriptor from `first` up."""
    _syscall("close_range", ctypes.c_uint(first), ctypes.c_uint(0xFFFFFFFF), ctypes.c_uint(0))


def landlock_version() -> int:
    """The version of Landlock's interface; 0 where the kernel has none or has it switched off."""
    try:
        return _syscall("landlock_create_ruleset", None, ctypes.c_size_t(0), ctypes.c_uint32(_LANDLOCK_VERSION))
    except OSError:
        return 0


def landlock_ruleset(version: int) -> int:
    """A descriptor of a ruleset that handles every right of this version and grants none."""
    files = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}.get(version, (1 << 16) - 1)
    tcp = 3 if version >= 4 else 0  # bind, connect
    scoped = 3 if version >= 6 else 0  # abstract sockets, signals
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attributes = ctypes.create_string_buffer(struct.pack("<QQQ", files, tcp, scoped))
    return _syscall("landlock_create_ruleset", attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))


def landlock_restrict(ruleset: int) -> None:
    """Put this process under a ruleset, for good."""
    _syscall("landlock_restrict_self", ctypes.c_int(ruleset), ctypes.c_uint32(0))


class FilterProgram(ctypes.Structure):
    """struct sock_fprog: a seccomp filter as the kernel takes it."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))

    @classmethod
    def of(cls, code: bytes) -> FilterProgram:
        """The program whose instructions (8 bytes each) are `code`."""
        buffer = ctypes.create_string_buffer(code, len(code))
        program = cls(len(code) // 8, ctypes.addressof(buffer))
        program.buffer = buffer  # kept alive with the program
        return program


def install_filter(program: FilterProgram) -> None:
    """Put this process under a seccomp filter, for good."""
    _syscall("seccomp", ctypes.c_uint(_SECCOMP_SET_MODE_FILTER), ctypes.c_uint(0), ctypes.byref(program))
