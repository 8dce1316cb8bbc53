"""What the sandbox costs, as ratios against `python -c "import numpy"` in the same run.

    python tests/bench/bench_sandbox.py [rounds]

One round is a submission of `mse` with 15 calls in sequence, from the fork to the child's end, at each
level in turn, and a fresh process that imports numpy and does nothing.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from steepest_graders.sandbox import Call, Level, Sandbox, SandboxUnavailable

SOURCE = """
import numpy as np

def mse(y_pred, y_true):
    return np.mean((y_pred - y_true) ** 2)
"""
CALLS = 15


def submission(sandbox: Sandbox, arrays: list[tuple[np.ndarray, np.ndarray]]) -> None:
    """Load and call, each call in its own exchange."""
    with sandbox.session() as session:
        assert session.load(SOURCE, seed=0).error is None
        for y_pred, y_true in arrays:
            (reply,) = session.run([Call("mse", (y_pred, y_true))], echo=True)
            assert reply.error is None


def fresh_process() -> None:
    """What every grader that starts a process per submission pays at least."""
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)


def cpu_seconds() -> float:
    """Of this process and of children that were waited for (those of a zygote count when it ends)."""
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    generator = np.random.default_rng(0)
    arrays = [(generator.normal(size=20), generator.normal(size=20)) for _ in range(CALLS)]
    ways: dict[str, Callable[[], None]] = {"fresh numpy": fresh_process}
    sandboxes = []
    for level in Level:
        for spare in (False, True):
            try:
                sandbox = Sandbox(level, spare=spare)
            except SandboxUnavailable as problem:
                print(f"{level}: {problem}")
                continue
            sandboxes.append(sandbox)
            name = f"{level}{' + spare' if spare else ''}"
            ways[name] = lambda sandbox=sandbox: submission(sandbox, arrays)  # type: ignore[misc]
    times: dict[str, list[float]] = {name: [] for name in ways}
    for count in range(rounds + 3):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if count >= 3:
                times[name].append(time.perf_counter() - start)
    base = statistics.median(times["fresh numpy"])
    print(f"{'':14} {'p50 ms':>8} {'p99 ms':>8} {'of fresh':>9}")
    for name, seconds in times.items():
        p50, p99 = statistics.median(seconds), statistics.quantiles(seconds, n=100)[98]
        print(f"{name:14} {p50 * 1e3:8.2f} {p99 * 1e3:8.2f} {'1/' + format(base / p50, '.1f'):>9}")
    for sandbox in sandboxes:
        sandbox.close()


if __name__ == "__main__":
    main()
