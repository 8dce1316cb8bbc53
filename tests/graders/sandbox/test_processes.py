"""Whatever dies, nothing is left behind, nobody is blamed who should not be, and grading goes on."""

from __future__ import annotations

import gc
import os
import resource
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from steepest_graders.report import Verdict
from steepest_graders.sandbox import Call, Callback, Level, Sandbox, SandboxUnavailable, Session, Stopped, parent

ASKS = "def f(g):\n    return g()"


def is_well(sandbox: Sandbox) -> bool:
    """Whether a good program runs."""
    with sandbox.session() as running:
        return running.load("x = 1", seed=0).error is None


def children_of(pid: int) -> list[int]:
    """Direct children, zombies not counted."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if int(parent) == pid and state != "Z":
                found.append(int(entry.name))
    return found


def descendants_of(pid: int) -> list[int]:
    """Children first, then theirs."""
    found = children_of(pid)
    return found + [below for child in found for below in descendants_of(child)]


def wait_for_end(pidfd: int) -> None:
    """Until that process is gone; fails after long enough."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    ended = poll.poll(20_000)
    os.close(pidfd)
    assert ended, "still running"


def kill_and_wait(pid: int) -> None:
    pidfd = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    wait_for_end(pidfd)


def family(sandbox: Sandbox, session: Session) -> dict[str, int]:
    """The processes below a sandbox by their role; one of them runs the session's program."""
    zygote = sandbox._zygote
    assert zygote is not None
    zygote.find(session._child)
    facts = Path(f"/proc/self/fdinfo/{session._child.pidfd}").read_text().split()
    child = int(facts[facts.index("Pid:") + 1])
    parent_of_child = int(Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[1])
    template = sandbox._template
    assert template is not None
    return {"template": template._process.pid, "stub": zygote.pid, "zygote": parent_of_child, "child": child}


@pytest.mark.parametrize(
    ("role", "reason"), [("child", "killed"), ("zygote", "sandbox"), ("stub", "sandbox"), ("template", "sandbox")]
)
def test_a_death_in_the_middle_is_an_internal_error_and_the_next_program_runs(
    sandbox: Sandbox, role: str, reason: str
) -> None:
    if role == "stub" and sandbox.level is not Level.FULL:
        pytest.skip("this level has no stub")
    with sandbox.session() as session:
        session.load(ASKS, seed=0)
        running = family(sandbox, session)
        above = {running["stub"], running["zygote"]} if role != "child" else set()
        pidfds = [os.pidfd_open(pid) for pid in above]

        def strike() -> None:
            child = os.pidfd_open(running["child"])
            os.kill(running[role], signal.SIGKILL)
            wait_for_end(child)  # it goes with the others; answering first would be right too

        with pytest.raises(Stopped) as stopped:
            session.run([Call("f", (Callback(strike),))])
    assert (stopped.value.verdict, stopped.value.reason) == (Verdict.INTERNAL_ERROR, reason)
    for pidfd in pidfds:  # a child goes alone, all others together
        wait_for_end(pidfd)
    assert is_well(sandbox)


def test_a_zygote_that_died_between_sessions_is_replaced_unnoticed(sandbox: Sandbox) -> None:
    assert is_well(sandbox)
    assert sandbox._zygote is not None
    kill_and_wait(sandbox._zygote.pid)
    assert is_well(sandbox)


@pytest.mark.parametrize("role", ["zygote", "template"])
def test_what_dies_before_a_program_is_loaded_is_replaced_unnoticed(sandbox: Sandbox, role: str) -> None:
    with sandbox.session() as session:
        first = family(sandbox, session)
        child = os.pidfd_open(first["child"])
        kill_and_wait(first[role])
        wait_for_end(child)
        assert session.load("def f():\n    return 1", seed=0).error is None
        assert session.run([Call("f")])[0].value == 1


def test_zygotes_are_replaced_after_some_hundred_forks(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "MAX_FORKS", 3)
    seen = set()
    with Sandbox(sandbox.level, spare=True) as own:
        for _ in range(8):
            assert is_well(own)
            assert own._zygote is not None
            seen.add(own._zygote.pid)
    assert len(seen) >= 3


def test_a_zygote_whose_child_tried_to_break_out_is_replaced(sandbox: Sandbox, end_of: Callable[..., Stopped]) -> None:
    assert is_well(sandbox)
    assert sandbox._zygote is not None
    before = sandbox._zygote.pid
    end_of("import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)")
    assert sandbox._zygote is not None
    assert sandbox._zygote.pid != before


def test_no_descriptor_and_no_process_is_left(sandbox: Sandbox, end_of: Callable[..., Stopped]) -> None:
    def count() -> tuple[int, int]:
        gc.collect()
        return len(os.listdir("/proc/self/fd")), len(children_of(os.getpid()))

    def use() -> None:
        for level in (sandbox.level, Level.OFF):
            with Sandbox(level, spare=True) as own:
                is_well(own)
                is_well(own)
        end_of("import os; os._exit(1)")
        end_of("import os; os.write(3, b'x' * 99)")
        end_of("while True: print('x')")
        sandbox.session().close()

    use()
    before = count()
    use()
    assert count() == before


def test_without_descriptors_a_sandbox_refuses_and_recovers(sandbox: Sandbox) -> None:
    assert is_well(sandbox)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) // 2, hard))
    try:
        with pytest.raises(SandboxUnavailable, match="Too many open files"):
            sandbox.session()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert is_well(sandbox)


@pytest.mark.parametrize("free", [0, 3, 5, 8, 24])
def test_with_few_descriptors_it_works_or_says_that_they_are_what_is_missing(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, free: int
) -> None:
    """A host whose limit is low (`ulimit -n`): nothing else is named as missing, no level is given up for it."""
    monkeypatch.setattr(parent, "_proven", set())
    before = len(os.listdir("/proc/self/fd"))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before - 1 + free, hard))
    try:
        with Sandbox(sandbox.level) as own:
            outcome = str(is_well(own))
    except SandboxUnavailable as unavailable:
        outcome = str(unavailable)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert outcome == "True" or (free < 24 and "start: " in outcome and "Too many open files" in outcome)
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_session_ends_its_program_even_when_it_is_left_by_an_exception(sandbox: Sandbox) -> None:
    class LeavingError(Exception):
        pass

    def leave() -> None:
        with sandbox.session() as session:
            session.load("x = 1", seed=0)
            pidfds.append(os.pidfd_open(family(sandbox, session)["child"]))
            raise LeavingError

    pidfds: list[int] = []
    with pytest.raises(LeavingError):
        leave()
    wait_for_end(pidfds[0])


KEEPER = """
import os, sys
from steepest_graders.sandbox import Call, Callback, Sandbox

def report():
    print(os.getpid(), flush=True)
    sys.stdin.read()

with Sandbox(sys.argv[1], spare=True) as sandbox:
    for _ in range(2):
        with sandbox.session() as session:
            session.load({source!r}, seed=0)
            if _:
                session.run([Call("f", (Callback(report),))])
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_everything_dies_with_the_process_that_grades(sandbox: Sandbox, ending: signal.Signals) -> None:
    command = [sys.executable, "-c", KEEPER.format(source=ASKS), sandbox.level]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline()
        below = descendants_of(grader.pid)
        assert len(below) >= 2
        pidfds = [os.pidfd_open(pid) for pid in below]
        grader.send_signal(ending)
        grader.wait()
        for pidfd in pidfds:
            wait_for_end(pidfd)


def test_everything_dies_with_the_process_that_grades_even_if_a_fork_of_it_lives_on(sandbox: Sandbox) -> None:
    script = KEEPER.format(source=ASKS).replace(
        "    print(os.getpid(), flush=True)",
        "    heir = os.fork()\n    if heir == 0:\n        sys.stdin.read(); os._exit(0)\n    print(heir, flush=True)",
    )
    command = [sys.executable, "-W", "ignore", "-c", script, sandbox.level]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        heir = int(grader.stdout.readline())
        pidfds = [os.pidfd_open(pid) for pid in descendants_of(grader.pid) if pid != heir]
        assert len(pidfds) >= 2
        grader.kill()
        for pidfd in pidfds:
            wait_for_end(pidfd)


def test_a_session_that_outlives_its_sandbox_starts_nothing_new(sandbox: Sandbox) -> None:
    before = set(children_of(os.getpid()))
    own = Sandbox(sandbox.level, spare=True)
    session = own.session()
    own.close()
    session.close()
    with pytest.raises(ValueError, match="closed"):
        own.session()
    assert set(children_of(os.getpid())) <= before


def test_several_threads_have_a_sandbox_each(sandbox: Sandbox) -> None:
    results: list[object] = []

    def work(number: int) -> None:
        with Sandbox(sandbox.level) as own:
            for _ in range(5):
                with own.session() as session:
                    session.load("def f(x):\n    return x + 1", seed=0)
                    results.append(session.run([Call("f", (number,))])[0].value == number + 1)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 20


def test_a_sandbox_outlives_the_thread_that_made_it() -> None:
    made: list[Sandbox] = []
    thread = threading.Thread(target=lambda: made.append(Sandbox()))
    thread.start()
    thread.join()
    with made[0] as sandbox:
        assert is_well(sandbox)


def memory_of(pid: int) -> bytes:
    """All that a process has mapped and may read."""
    parts = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            place, rights = line.split()[:2]
            first, end = (int(part, 16) for part in place.split("-"))
            if rights[0] == "r" and "[v" not in line:
                memory.seek(first)
                try:
                    parts.append(memory.read(end - first) or b"")
                except OSError:
                    continue
    return b"".join(parts)


@pytest.mark.skipif(os.getuid() != 0, reason="needs root, to read another process's memory")
def test_nothing_of_a_submission_is_in_the_zygote_or_in_the_next_child(sandbox: Sandbox) -> None:
    secret = os.urandom(16).hex()
    source = f"secret = {secret!r}\ndef f(g, x):\n    return g()"
    found: dict[str, bool] = {}

    def scan(first: str) -> None:
        for role, pid in family(sandbox, session).items():
            found[f"{first} {role}"] = secret.encode() in memory_of(pid)

    with sandbox.session() as session:
        session.load(source, seed=0, given=f"other = {secret!r}")
        session.run([Call("f", (Callback(lambda: scan("own")), [secret]))])
    with sandbox.session() as session:
        session.load(ASKS, seed=0)
        session.run([Call("f", (Callback(lambda: scan("next")),))])
    assert found.pop("own child"), "the scan finds it where it is"
    assert not any(found.values()), found
    assert secret.encode() in memory_of(os.getpid())


def test_nothing_of_ours_is_in_a_child(sandbox: Sandbox) -> None:
    """A child holds the runner and its wire, and no other module of ours, nor this process's environment."""
    source = """
import os, sys
def f():
    return sorted(name for name in sys.modules if name.startswith("steepest")), dict(os.environ), sys.argv, sys.path
"""
    with sandbox.session() as session:
        session.load(source, seed=0)
        modules, environment, arguments, path = session.run([Call("f")])[0].value
    folder = "steepest_graders.sandbox"
    known = ["confine", "kernel", "preload", "runner", "seccomp", "template", "wire", "zygote"]
    assert modules == ["steepest_graders", folder, *(f"{folder}.{name}" for name in known)]
    assert not {"PYTHONPATH", "USER", "SECRET"} & set(environment)
    assert str(Path.cwd()) not in " ".join([*environment.values(), *arguments, *path])
