"""What a host can enforce is found by a canary: a child that tries to break out and must fail.

Versions and settings say what should hold; the canary says what does. It is sent out once behind all
walls of a level and once behind each wall alone.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import cast

from steepest_graders.sandbox.confine import ALL_WALLS, Wall
from steepest_graders.sandbox.operations import Call, Level, Limits, Stopped
from steepest_graders.sandbox.session import BaseSession
from steepest_graders.text import Text

LIMITS = Limits(cpu_seconds=2, wall_seconds=10.0)

SOURCE = """
import os, socket

def read_a_file(port):
    open("/etc/passwd").read(1)

def list_the_root(port):
    os.listdir("/")

def connect(port):
    socket.create_connection(("127.0.0.1", port), timeout=2).close()

def fork(port):
    if os.fork() == 0:
        os._exit(0)

def escapes(port):
    return [attempt.__name__ for attempt in (read_a_file, list_the_root, connect, fork) if succeeds(attempt, port)]

def succeeds(attempt, port):
    try:
        attempt(port)
    except OSError:
        return False
    return True
"""
FILES, LISTING, NETWORK, PROCESSES = "read_a_file", "list_the_root", "connect", "fork"

# What each wall alone must stop. (Landlock's way with the network depends on its version.)
ALONE = {
    Wall.NAMESPACES: {FILES, NETWORK},
    Wall.LANDLOCK: {FILES, LISTING},
    Wall.SECCOMP: {FILES, LISTING, NETWORK, PROCESSES},
}
NAMES = {Wall.NAMESPACES: "namespaces", Wall.LANDLOCK: "Landlock", Wall.SECCOMP: "seccomp"}

NO_LINUX = Text(
    "Programs that nobody has read are only run on Linux (x86_64 or aarch64): macOS and Windows have no such walls. "
    "Use a Linux machine, a virtual machine or a container.",
    "只有在 Linux（x86_64 或 aarch64）上才运行未经审阅的程序：macOS 和 Windows 没有相应的隔离机制。"
    "请使用 Linux 主机、虚拟机或容器。",
)
REMEDIES = {
    Wall.NAMESPACES: Text(
        "The kernel does not let this user make namespaces. On a host, allow them "
        "(sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, "
        "kernel.apparmor_restrict_unprivileged_userns); in a container, level basic is what remains.",
        "内核不允许此用户创建命名空间。在主机上请允许（sysctl user.max_user_namespaces、"
        "kernel.unprivileged_userns_clone、"
        "kernel.apparmor_restrict_unprivileged_userns）；在容器中只能使用 basic 级别。",
    ),
    Wall.LANDLOCK: Text(
        "Landlock does not hold: it needs Linux 5.13 or newer with 'landlock' among the security modules (boot "
        "parameter lsm=) and, in a container, a seccomp profile that lets its calls through.",
        "Landlock 未生效：需要 Linux 5.13 或更新版本，且安全模块中包含 'landlock'（启动参数 lsm=）；"
        "在容器中，seccomp 配置须放行其系统调用。",
    ),
    Wall.SECCOMP: Text(
        "seccomp does not hold: the kernel must be built with CONFIG_SECCOMP_FILTER and let an ordinary process "
        "install a filter.",
        "seccomp 未生效：内核须启用 CONFIG_SECCOMP_FILTER，并允许普通进程安装过滤器。",
    ),
}


def holes(level: Level, session: Callable[[Wall], AbstractContextManager[BaseSession]]) -> list[Wall]:
    """The walls of `level` that do not hold, alone or all together. Raises Stopped where no canary even lives."""
    walls = [wall for wall in ALONE if wall is not Wall.NAMESPACES or level is Level.FULL]
    every = ALL_WALLS if level is Level.FULL else ALL_WALLS & ~Wall.NAMESPACES
    with session(Wall.LIMITS) as cage:
        cage.load(SOURCE, seed=0)
    with _listener() as port:
        leaky = [wall for wall in walls if ALONE[wall] & _escapes(session(wall | Wall.LIMITS), port)]
        if not leaky and _escapes(session(every), port):
            return walls
    return leaky


def _escapes(session: AbstractContextManager[BaseSession], port: int) -> set[str]:
    """What the canary got away with; everything, where it did not even report."""
    try:
        with session as cage:
            cage.load(SOURCE, seed=0)
            reply = cage.run([Call("escapes", (port,))])[0]
    except Stopped:
        return {FILES, LISTING, NETWORK, PROCESSES}
    return set(cast(list[str], reply.value)) if reply.error is None else {FILES, LISTING, NETWORK, PROCESSES}


@contextmanager
def _listener() -> Iterator[int]:
    """A port of this host that answers, so that a canary that could connect would."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def missing(level: Level, session: Callable[[Wall], AbstractContextManager[BaseSession]]) -> dict[str, Text]:
    """What does not hold at `level`, and what to do about it; nothing, where the canary is caught."""
    return {NAMES[wall]: REMEDIES[wall] for wall in holes(level, session)}


def not_started(words: str) -> dict[str, Text]:
    """What is missing where a zygote did not even start; `words` are its last."""
    if any(call in words for call in ("unshare", "mount", "pivot_root", "_map")):
        return {NAMES[Wall.NAMESPACES]: Text(*(f"{part} ({words})" for part in REMEDIES[Wall.NAMESPACES]))}
    return {"start": Text(f"The sandbox's process does not start: {words}", f"沙箱进程无法启动：{words}")}
