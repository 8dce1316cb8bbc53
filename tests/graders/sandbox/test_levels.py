"""Which walls stand, that each holds alone, and that a sandbox refuses where too few do."""

from __future__ import annotations

import errno
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from steepest_graders.sandbox import Call, Level, Sandbox, SandboxUnavailable, canary, describe_host, parent, seccomp
from steepest_graders.sandbox.confine import Wall

EVERYTHING = {canary.FILES, canary.LISTING, canary.NETWORK, canary.PROCESSES}


@pytest.fixture
def full() -> Iterator[Sandbox]:
    """A sandbox of the best level, or skipped."""
    try:
        with Sandbox("full") as sandbox:
            yield sandbox
    except SandboxUnavailable as unavailable:
        pytest.skip(str(unavailable))


def escapes(sandbox: Sandbox, walls: Wall) -> set[str]:
    """What the canary gets away with behind these walls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        session = parent.Session(sandbox, canary.LIMITS, walls)
        with session:
            session.load(canary.SOURCE, seed=0)
            return set(session.run([Call("escapes", (server.getsockname()[1],))])[0].value)


def test_without_walls_the_canary_escapes() -> None:
    with Sandbox("off") as off:
        assert escapes(off, Wall(0)) == EVERYTHING


def test_behind_all_walls_it_does_not(sandbox: Sandbox) -> None:
    assert escapes(sandbox, parent.WALLS[sandbox.level]) == set()


@pytest.mark.parametrize("wall", canary.ALONE)
def test_each_wall_holds_alone_what_it_is_there_for(full: Sandbox, wall: Wall) -> None:
    assert not escapes(full, wall | Wall.LIMITS) & canary.ALONE[wall]


def test_seccomp_holds_alone_without_namespaces_around_it() -> None:
    with Sandbox("off") as off:
        assert escapes(off, Wall.SECCOMP) == set()


def test_landlock_holds_files_alone_without_namespaces_around_it() -> None:
    with Sandbox("off") as off:
        assert not escapes(off, Wall.LANDLOCK) & {canary.FILES, canary.LISTING}


@pytest.mark.parametrize("leak", sorted(EVERYTHING))
def test_a_level_whose_canary_escapes_is_refused(monkeypatch: pytest.MonkeyPatch, leak: str) -> None:
    # A hole in the walls: the canary reports it as it would report a real one.
    hole = canary.SOURCE.replace("def escapes(port):\n", f"def escapes(port):\n    return [{leak!r}]\n")
    monkeypatch.setattr(canary, "SOURCE", hole)
    monkeypatch.setattr(parent, "_proven", set())
    with pytest.raises(SandboxUnavailable, match="seccomp") as refused:
        Sandbox("auto")
    assert refused.value.missing.keys() <= {"namespaces", "Landlock", "seccomp"}
    assert all(text.en and text.zh for text in refused.value.missing.values())
    assert not describe_host().can_grade


def test_a_level_that_held_is_not_tried_again_in_this_process(
    monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    monkeypatch.setattr(canary, "SOURCE", "1 / 0")
    Sandbox(sandbox.level).close()


def test_another_system_than_linux_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steepest_graders.sandbox.kernel.AVAILABLE", False)
    for level in ("auto", "off"):
        with pytest.raises(SandboxUnavailable, match="macOS and Windows"):
            Sandbox(level)
    report = describe_host()
    assert not report.can_grade
    assert all(wall.remedy.en for wall in report.walls)


def test_an_unknown_level_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="strict"):
        Sandbox("strict")


def test_a_host_is_described_by_what_was_tried(sandbox: Sandbox) -> None:
    report = describe_host()
    assert report.can_grade
    assert report.level is Level.FULL or sandbox.level is Level.BASIC
    assert [wall.name for wall in report.walls] == ["namespaces", "Landlock", "seccomp"]


SCRIPT = """
from steepest_graders.sandbox import Call, Sandbox, Stopped
with Sandbox({level!r}) as sandbox:
    with sandbox.session() as session:
        session.load("import os\\ndef f(x):\\n    return x + 1\\ndef g():\\n    open('/etc/passwd')", seed=0)
        print(os.getuid(), sandbox.level, session.run([Call("f", (1,))])[0].value,
              session.run([Call("g")])[0].error.type)
    with sandbox.session() as session:
        try:
            session.load("import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)", seed=0)
        except Stopped as stopped:
            print(stopped.verdict)
"""


@pytest.mark.parametrize("level", ["full", "basic", "auto"])
def test_an_ordinary_user_has_the_same_walls(run_as_user: Callable[[str], str], level: str) -> None:
    held = "full" if level == "auto" else level
    expected = f"12345 {held} 2 PermissionError\nsecurity_violation\n"
    assert run_as_user("import os" + SCRIPT.format(level=level)) == expected


def in_a_user_namespace(limit: str, level: str) -> subprocess.CompletedProcess[str]:
    """Run the script as root of a user namespace without any other user, as rootless containers are."""
    command = [sys.executable, "-c", "import os" + SCRIPT.format(level=level)]
    shell = f'{limit}; exec "$@"'
    return subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", shell, "sh", *command],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )


@pytest.fixture
def can_unshare() -> None:
    done = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "true"], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(done.stderr.decode())


@pytest.mark.usefixtures("can_unshare")
@pytest.mark.parametrize("level", ["full", "basic"])
def test_a_rootless_container_has_the_same_walls(level: str) -> None:
    done = in_a_user_namespace("true", level)
    assert done.stdout == f"0 {level} 2 PermissionError\nsecurity_violation\n", done.stderr


NO_NAMESPACES = "echo 0 > /proc/sys/user/max_user_namespaces"


@pytest.mark.usefixtures("can_unshare")
def test_a_host_without_namespaces_has_level_basic() -> None:
    done = in_a_user_namespace(NO_NAMESPACES, "auto")
    assert done.stdout == "0 basic 2 PermissionError\nsecurity_violation\n", done.stderr


@pytest.mark.usefixtures("can_unshare")
def test_a_host_without_namespaces_refuses_level_full_with_a_remedy() -> None:
    done = in_a_user_namespace(NO_NAMESPACES, "full")
    assert "SandboxUnavailable" in done.stderr
    assert "user.max_user_namespaces" in done.stderr


LACKING = """
import errno, sys, pyseccomp
host = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for call in {calls!r}:
    host.add_rule(pyseccomp.ERRNO(errno.{error}), call)
host.load()
from steepest_graders.sandbox import Sandbox, SandboxUnavailable
for level in ("auto", "full", "basic"):
    try:
        with Sandbox(level) as sandbox, sandbox.session() as session:
            print(level, "->", sandbox.level, session.load("x = 1", seed=0).error)
    except SandboxUnavailable as unavailable:
        print(level, "->", *sorted(unavailable.missing))
sys.stdout.flush()
from steepest.cli import main
sys.argv[1:] = ["doctor"]
main()
"""


@pytest.mark.parametrize(
    ("calls", "error", "missing", "level"),
    [
        (["unshare"], "EPERM", "namespaces", "basic"),  # an ordinary container
        (["pivot_root", "mount"], "EPERM", "namespaces", "basic"),  # a security module that lets nobody mount
        (["landlock_create_ruleset"], "ENOSYS", "Landlock", None),  # a kernel without it
        (["landlock_create_ruleset"], "EOPNOTSUPP", "Landlock", None),  # one that has it switched off
        (["landlock_restrict_self"], "EPERM", "Landlock", None),  # a container's profile of old
        (["seccomp"], "EINVAL", "seccomp", None),  # a kernel without filters
    ],
)
def test_a_host_that_can_enforce_less_degrades_or_refuses_as_doctor_says(
    calls: list[str], error: str, missing: str, level: str | None
) -> None:
    pytest.importorskip("pyseccomp")
    done = subprocess.run(
        [sys.executable, "-c", LACKING.format(calls=calls, error=error)],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    auto, full, basic, *doctor = done.stdout.splitlines()
    assert (full, basic) == (f"full -> {missing}", "basic -> basic None" if level else f"basic -> {missing}")
    assert auto == (f"auto -> {level} None" if level else f"auto -> {missing}")
    assert [line.partition(":")[0] for line in doctor if "DOES NOT HOLD" in line] == [missing]
    said = f"This host grades at level {level}." if level else "This host can't grade untrusted programs"
    assert said in doctor[-1], done.stdout + done.stderr
    assert done.returncode == (0 if level else 1)


def test_a_host_that_grants_too_little_memory_refuses_instead_of_blaming_students_for_it() -> None:
    script = "from steepest_graders.sandbox import Sandbox; Sandbox().close()"
    command = f"ulimit -v 400000; exec {sys.executable} -c '{script}'"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, text=True, timeout=120)
    assert "SandboxUnavailable" in done.stderr
    assert "MiB of address space, and ulimit -v is less" in done.stderr


# ---------------------------------------------------------------------------------------- the filters

ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
ARCHITECTURE_CODES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def verdict_of(code: bytes, architecture: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """Run a filter as the kernel does: classic BPF over one struct seccomp_data."""
    padded = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("<iIQ6Q", number if number < 1 << 31 else number - (1 << 32), architecture, 0, *padded)
    program = list(struct.iter_unpack("<HBBI", code))
    accumulator = at = 0
    while True:
        operation, if_true, if_false, operand = program[at]
        at += 1
        match operation:
            case 0x20:  # load a word
                (accumulator,) = struct.unpack_from("<I", data, operand)
            case 0x06:  # return
                return int(operand)
            case 0x05:  # jump
                at += operand
            case 0x54:  # and
                accumulator &= operand
            case 0x15 | 0x25 | 0x35 | 0x45:  # jump if equal, greater, greater or equal, any bit set
                holds = {
                    0x15: accumulator == operand,
                    0x25: accumulator > operand,
                    0x35: accumulator >= operand,
                    0x45: bool(accumulator & operand),
                }[operation]
                at += if_true if holds else if_false
            case _:
                raise AssertionError(f"operation {operation:#x}")


@pytest.mark.parametrize("architecture", seccomp.ARCHITECTURES)
def test_the_committed_filter_is_what_the_policy_compiles_to(architecture: str) -> None:
    pytest.importorskip("pyseccomp")
    committed, compiled = seccomp.committed_filter(architecture), seccomp.compile_filter(architecture)
    code = ARCHITECTURE_CODES[architecture]
    for number in [*range(600), 0x40000000, 0x40000027, 0xFFFFFFFF]:
        for arguments in ((), (0, 0, 4, 2), (0, 0, 3, 1), (0, 0, 3, 2), (0, 0, 7, 3), (1 << 40, 0, 1 << 34, 1 << 33)):
            one, other = (verdict_of(each, code, number, arguments) for each in (committed, compiled))
            assert one == other, (number, arguments)


def test_the_filter_allows_little_refuses_most_and_kills_for_the_rest() -> None:
    code, architecture = seccomp.committed_filter("x86_64"), ARCHITECTURE_CODES["x86_64"]
    results = [verdict_of(code, architecture, number) for number in range(470)]
    allowed = [number for number, result in enumerate(results) if result == ALLOW]
    assert len(allowed) == len(seccomp.ALLOWED) + 2  # mmap, mprotect with harmless arguments
    assert {result for result in results if result & 0xFFFF0000 == ERRNO} == {
        ERRNO | errno.EPERM,
        ERRNO | errno.ENOSYS,
    }
    assert results.count(KILL) >= 40
    assert results[101] == KILL  # ptrace
    assert results[2] == results[41] == results[56] == ERRNO | errno.EPERM  # open, socket, clone


@pytest.mark.parametrize("other", [0x40000003, 0x40000028, 0xC00000B7, 0])
def test_a_call_of_another_architecture_kills(other: int) -> None:
    assert verdict_of(seccomp.committed_filter("x86_64"), other, 0) == KILL


def test_memory_can_be_neither_shared_nor_executable() -> None:
    code, architecture = seccomp.committed_filter("x86_64"), ARCHITECTURE_CODES["x86_64"]
    private, shared, executable = (0, 0, 3, 0x22), (0, 0, 3, 0x21), (0, 0, 5, 0x22)
    assert [verdict_of(code, architecture, 9, each) == ALLOW for each in (private, shared, executable)] == [
        True,
        False,
        False,
    ]
    assert verdict_of(code, architecture, 10, (0, 0, 4)) != ALLOW


def test_this_machine_runs_what_it_has_a_filter_for() -> None:
    assert os.uname().machine in seccomp.ARCHITECTURES
