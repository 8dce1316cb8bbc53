"""Sandboxes at every level that this host holds, the processes below this one, another user."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from steepest_graders.sandbox import Level, Limits, LocalSession, Op, Sandbox, SandboxUnavailable, Stopped

QUICK = Limits(cpu_seconds=1, wall_seconds=2.5)


def open_sandbox(level: Level) -> Sandbox:
    """At this level, or the test is skipped with what this host lacks."""
    try:
        return Sandbox(level)
    except SandboxUnavailable as unavailable:
        pytest.skip(str(unavailable))


@pytest.fixture(scope="module", params=[Level.FULL, Level.BASIC])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox behind real walls."""
    with open_sandbox(request.param) as opened:
        yield opened


@pytest.fixture(scope="module", params=["full", "basic", "off", "local"])
def anywhere(request: pytest.FixtureRequest) -> Iterator[Sandbox | None]:
    """A sandbox of every level, and None for the trusted process."""
    if request.param == "local":
        yield None
        return
    with open_sandbox(Level(request.param)) as opened:
        yield opened


@pytest.fixture
def session(anywhere: Sandbox | None) -> Iterator[Any]:
    """Wherever a program can run, trusted process included: it behaves alike."""
    if anywhere is None:
        yield LocalSession()
        return
    with anywhere.session() as running:
        yield running


@pytest.fixture
def end_of(sandbox: Sandbox) -> Callable[..., Stopped]:
    """Why a program is stopped, at import or in one of the calls; the next one must be none the worse for it."""

    def end(source: str, *ops: Op, limits: Limits = QUICK) -> Stopped:
        with sandbox.session(limits) as running:
            try:
                running.load(textwrap.dedent(source), seed=0)
                for op in ops:
                    running.run([op])
            except Stopped as stopped:
                with sandbox.session() as good:
                    assert good.load("x = 1", seed=0).error is None
                return stopped
        pytest.fail("not stopped")

    return end


@pytest.fixture
def run_as_user(tmp_path: Path) -> Callable[[str], str]:
    """Run a script as an ordinary user (needs root to become one) and return what it prints."""
    if os.getuid() != 0:
        pytest.skip("needs root, to become somebody else")

    def run(script: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", _BECOME_USER + textwrap.dedent(script), str(tmp_path)],
            capture_output=True,
            check=False,
            cwd="/",
            text=True,
            timeout=120,
        )
        if "cannot prepare" in done.stderr:
            pytest.skip(done.stderr.strip().splitlines()[-1])
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


# The interpreter may stand in a folder that is closed to others (root's home). In a mount namespace of
# its own the script opens the way to it, and to nothing else there.
_BECOME_USER = f"""
import ctypes, os, pathlib, sys
import steepest_graders.sandbox, numpy
libc = ctypes.CDLL(None, use_errno=True)
def call(function, *arguments):
    if getattr(libc, function)(*arguments) != 0:
        sys.exit(f"cannot prepare: {{function}}: {{os.strerror(ctypes.get_errno())}}")
def mount(source, target, kind, flags):
    call("mount", source and source.encode(), target.encode(), kind, ctypes.c_ulong(flags), b"mode=755")
call("unshare", 0x20000)
mount(None, "/", None, 0x4000 | 0x40000)
ways = {{}}
for place in ({sys.base_prefix!r}, {sys.prefix!r}, {str(Path(__file__).parents[3] / "graders")!r}):
    closed = [str(each) for each in [*pathlib.Path(place).parents, place] if not os.stat(each).st_mode & 1]
    if closed:
        ways.setdefault(min(closed, key=len), []).append(place)
staging = sys.argv[1]
mount("none", staging, b"tmpfs", 0)
for outermost, places in ways.items():
    for number, place in enumerate(places):
        os.mkdir(f"{{staging}}/{{number}}")
        mount(place, f"{{staging}}/{{number}}", None, 0x1000 | 0x4000)
    mount("none", outermost, b"tmpfs", 0)
    for number, place in enumerate(places):
        os.makedirs(place, exist_ok=True)
        mount(f"{{staging}}/{{number}}", place, None, 0x1000 | 0x4000)
os.setgroups([])
os.setresgid(12345, 12345, 12345)
os.setresuid(12345, 12345, 12345)
libc.prctl(4, 1, 0, 0, 0)
"""
