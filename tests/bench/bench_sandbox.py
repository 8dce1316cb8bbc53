"""What isolation costs: the same program, run in every way that there is.

    python tests/bench/bench_sandbox.py [rounds]

A run loads an answer to `mse` and calls it 15 times, each call in an exchange of its own, from the start of its
process to the end. Ways take turns in every round, so that a drift of the machine meets all of them alike; CPU is
that of all processes concerned, memory what the program's process has to itself. bubblewrap is compared where
`bwrap` is installed. The last lines are whole gradings of `mse`, by the sandbox that the site uses.
"""

from __future__ import annotations

import os
import pickle
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from steepest_exercises import COURSE_ROOT
from steepest_graders import Sandbox, SandboxUnavailable, Verdict, grade, load_exercises
from steepest_graders.sandbox import Call, Level, Session

SOURCE = """
import numpy as np

def mse(y_pred, y_true):
    return np.mean((y_pred - y_true) ** 2)
"""
CALLS, SLOTS, SECONDS = 15, 2, 3.0
MOST_CPU, LEAST_PER_SECOND = 1.35, 100
BARE, FULL = "fork without isolation", "full"
ARRAYS = [tuple(np.random.default_rng(seed).normal(size=(2, 20))) for seed in range(CALLS)]

# The same in a process of its own; it prints the memory that is its own, in KiB, and the CPU that it has used.
FRESH = f"""
import pickle, sys, time, numpy
program = {{}}
exec({SOURCE!r}, program)
results = [program["mse"](*pair) for pair in pickle.load(sys.stdin.buffer)]
lines = open("/proc/self/smaps_rollup").read().splitlines()
print(sum(int(line.split()[1]) for line in lines if line.startswith("Private_")), time.process_time())
"""
INPUT = pickle.dumps(ARRAYS)
BUBBLEWRAP = "bwrap --unshare-all --die-with-parent --new-session --ro-bind / / --dev /dev --proc /proc"


class Way:
    """One way to run the program, and what it has cost so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seconds: list[float] = []
        self.cpu = 0.0
        self.kilobytes = 0

    def run(self) -> None:
        """Run the program once."""
        raise NotImplementedError

    def spent(self) -> float:
        """CPU seconds so far, of all processes that serve this way alone."""
        raise NotImplementedError

    def measure(self) -> None:
        """Run it once and note what it cost."""
        start, cpu = time.perf_counter(), time.process_time()
        self.run()
        self.seconds.append(time.perf_counter() - start)
        self.cpu += time.process_time() - cpu


class Sandboxed(Way):
    """By a sandbox of ours."""

    def __init__(self, name: str, sandbox: Sandbox) -> None:
        super().__init__(name)
        self._sandbox = sandbox

    def run(self) -> None:
        with self._sandbox.session() as session:
            assert session.load(SOURCE, seed=0).error is None
            for y_pred, y_true in ARRAYS:
                (reply,) = session.run([Call("mse", (y_pred, y_true))])
                assert reply.error is None
            if not self.kilobytes:
                self.kilobytes = memory_of(session)

    def spent(self) -> float:
        """Of the template and all that was ever forked from it."""
        assert self._sandbox._template is not None
        return cpu_of(self._sandbox._template._process.pid)


class Fresh(Way):
    """In a fresh process, behind a command or behind nothing."""

    def __init__(self, name: str, command: str = "") -> None:
        super().__init__(name)
        self._is_wrapped = bool(command)
        self._command = [*command.split(), sys.executable, "-c", FRESH]
        self._spent = 0.0

    def run(self) -> None:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(self._command, input=INPUT, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self._spent += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        kilobytes, cpu = done.stdout.split()
        self.kilobytes = int(kilobytes)
        if self._is_wrapped:  # bubblewrap does not wait for its child: the kernel counts it for nobody
            self._spent += float(cpu)

    def spent(self) -> float:
        return self._spent


def memory_of(session: Session) -> int:
    """KiB that no other process shares; 0 where we may not look."""
    session._zygote.find(session._child)
    facts = Path(f"/proc/self/fdinfo/{session._child.pidfd}").read_text()
    pid = re.search(r"^Pid:\s+(\d+)", facts, re.MULTILINE)
    try:
        lines = Path(f"/proc/{pid and pid[1]}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def cpu_of(pid: int) -> float:
    """Of a process, of all below it that live, and of those that it has reaped."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK") + sum(cpu_of(int(child)) for child in below)


@contextmanager
def ways() -> Iterator[list[Way]]:
    """Every way that this host has."""
    with ExitStack() as opened:
        found: list[Way] = []
        for name, level, spare in (
            (BARE, Level.OFF, False),
            ("basic", Level.BASIC, False),
            (FULL, Level.FULL, False),
            ("full + spare", Level.FULL, True),
        ):
            try:
                found.append(Sandboxed(name, opened.enter_context(Sandbox(level, spare=spare))))
            except SandboxUnavailable as unavailable:
                print(f"{name}: {unavailable}")
        found.append(Fresh("fresh process"))
        if shutil.which("bwrap"):
            found.append(Fresh("fresh in bubblewrap", BUBBLEWRAP))
        yield found


def runs_in(name: str) -> int:
    """How many runs a slot of its own finishes in some seconds."""
    with ways() as found:
        (way,) = (way for way in found if way.name == name)
        way.run()
        end, count = time.perf_counter() + SECONDS, 0
        while time.perf_counter() < end:
            way.run()
            count += 1
    return count


def gradings(_: int) -> list[float]:
    """The seconds that whole gradings of `mse` took, one after the other, for some seconds."""
    mse = load_exercises(COURSE_ROOT)["mse"]
    answer = mse.accepted[0].read_bytes()
    seconds: list[float] = []
    with Sandbox(spare=True) as sandbox:
        for _ in range(5):
            assert grade(mse, answer, sandbox).verdict is Verdict.ACCEPTED
        end = time.perf_counter() + SECONDS
        while (start := time.perf_counter()) < end:
            grade(mse, answer, sandbox)
            seconds.append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Print the tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    with ways() as found:
        for way in found:
            for _ in range(3):
                way.run()
        before = {way.name: way.spent() for way in found}
        for _ in range(rounds):
            for way in found:
                way.measure()
        for way in found:
            way.cpu += way.spent() - before[way.name]
    bare = next(way for way in found if way.name == BARE)
    print(f"{rounds} interleaved rounds, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"| {'':22} | p50 ms | p99 ms | CPU ms | of bare | MiB | per second, {SLOTS} slots |")
    print(f"| {'-' * 22} | -----: | -----: | -----: | ------: | --: | ------------------: |")
    for way in found:
        p50, p99 = statistics.median(way.seconds), statistics.quantiles(way.seconds, n=100)[98]
        with ProcessPoolExecutor(SLOTS) as pool:
            count = sum(pool.map(runs_in, [way.name] * SLOTS)) / SECONDS
        print(
            f"| {way.name:22} | {p50 * 1e3:6.1f} | {p99 * 1e3:6.1f} | {way.cpu / rounds * 1e3:6.1f} "
            f"| {way.cpu / bare.cpu:7.2f} | {way.kilobytes / 1024:3.0f} | {count:19.0f} |"
        )
    for way in found:
        if way.name == FULL:
            print(f"\nCPU of full isolation: {way.cpu / bare.cpu:.2f} of the bare fork's (at most {MOST_CPU})")
    with ProcessPoolExecutor(SLOTS) as pool:
        seconds = sorted(second for slot in pool.map(gradings, range(SLOTS)) for second in slot)
    p50, p99 = statistics.median(seconds) * 1e3, seconds[int(0.99 * len(seconds))] * 1e3
    print(
        f"Gradings of mse a second, {SLOTS} slots: {len(seconds) / SECONDS:.0f} (at least {LEAST_PER_SECOND} when idle)"
    )
    print(f"One grading: p50 {p50:.1f} ms, p99 {p99:.1f} ms")


if __name__ == "__main__":
    main()
