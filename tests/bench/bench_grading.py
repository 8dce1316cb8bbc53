"""Speed of grading, as ratios against a fresh `python -c "import numpy"` in the same run.

    python tests/bench/bench_grading.py [rounds]

Rounds are interleaved, so that a drift of the machine's speed meets all of them.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from steepest_exercises import COURSE_ROOT
from steepest_graders import Sandbox, Verdict, grade, load_exercises

LIMITS = {"mse": 1 / 8, "adam": 1 / 3}
EXERCISES = load_exercises(COURSE_ROOT)


def fresh_numpy() -> None:
    """The baseline: what any grader pays that starts a Python process."""
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)


def accepted(slug: str, sandbox: Sandbox) -> None:
    """Grade a right program with all checks."""
    report = grade(EXERCISES[slug], EXERCISES[slug].accepted[0].read_bytes(), sandbox)
    assert report.verdict is Verdict.ACCEPTED, report


def cpu_seconds() -> float:
    """User and system time of this process and its reaped children."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def slot(slug: str, seconds: float) -> int:
    """How many gradings one process with one sandbox finishes in `seconds`."""
    with Sandbox() as sandbox:
        accepted(slug, sandbox)
        end, count = time.perf_counter() + seconds, 0
        while time.perf_counter() < end:
            accepted(slug, sandbox)
            count += 1
    return count


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with Sandbox() as sandbox:
        tasks: dict[str, Callable[[], None]] = {"import numpy": fresh_numpy}
        for slug in EXERCISES:
            tasks[slug] = lambda slug=slug: accepted(slug, sandbox)  # type: ignore[misc]  # mypy: lambda default
        times: dict[str, list[float]] = {name: [] for name in tasks}
        for task in tasks.values():
            task()
        for _ in range(rounds):
            for name, task in tasks.items():
                start = time.perf_counter()
                task()
                times[name].append(time.perf_counter() - start)
        print(f"sandbox {sandbox.level}, {rounds} interleaved rounds, {os.cpu_count()} processors")
    base = statistics.median(times["import numpy"])
    print(f"{'':22}{'p50 ms':>9}{'p99 ms':>9}{'ratio to import numpy':>24}{'at most':>10}")
    for name, values in times.items():
        middle, high = statistics.median(values), sorted(values)[int(0.99 * (len(values) - 1))]
        limit = f"{LIMITS[name]:.3f}" if name in LIMITS else ""
        print(f"{name:22}{middle * 1e3:9.1f}{high * 1e3:9.1f}{middle / base:24.3f}{limit:>10}")
    for slug in LIMITS:
        with ProcessPoolExecutor(2) as pool:
            before, count = cpu_seconds(), sum(pool.map(slot, [slug] * 2, [3.0] * 2))
        spent = cpu_seconds() - before
        print(f"{slug}: {count / 3:.0f} gradings per second with 2 slots, {spent / count * 1e3:.1f} ms CPU each")


if __name__ == "__main__":
    main()
