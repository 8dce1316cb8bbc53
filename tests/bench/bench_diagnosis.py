"""How well wrong programs are told: mutants of every right program, judged by what the feedback says of them.

    python tests/bench/bench_diagnosis.py [programs per exercise] [EXERCISE ...]

The programs are none of the mistake files. One that is named must be named the same under two other seeds,
that is on other hidden inputs; otherwise it counts as named wrongly, and there must be none of those.
Survivors are accepted: equivalent to a right program, or a hole in the checks. They are listed.
"""

from __future__ import annotations

import random
import sys
from collections import Counter

from steepest_exercises import COURSE_ROOT
from steepest_graders import Exercise, GradeReport, Sandbox, Verdict, grade, load_exercises
from steepest_graders.mutation import Mutant, mutants
from steepest_graders.sandbox import Limits

LIMITS = Limits(cpu_seconds=1, wall_seconds=6.0)
OTHER_SEEDS = (1, 20_261)
COLUMNS = ("programs", "survive", "named", "two", "named wrongly", "relation", "raises", "plain")


def wrong_programs(exercise: Exercise, count: int) -> list[Mutant]:
    """At most `count` different mutants of the solution and of the accepted programs, the same at every run."""
    sources = [exercise.solution, *(path.read_text(encoding="utf-8") for path in exercise.accepted)]
    found = {mutant.source: mutant for source in sources for mutant in mutants(source)}
    chosen = sorted(found.values(), key=lambda mutant: mutant.source)
    random.Random(exercise.slug).shuffle(chosen)
    return chosen[:count]


def outcome(exercise: Exercise, mutant: Mutant, sandbox: Sandbox) -> str:
    """The column in which the program belongs."""
    report = grade(exercise, mutant.source, sandbox, limits=LIMITS)
    if report.verdict is Verdict.ACCEPTED:
        if mutant.change.partition(": ")[2] not in exercise.equivalent_mutants:
            print(f"  survives: {exercise.slug} {mutant.change}")
        return "survive"
    if report.findings:
        return _named(exercise, mutant, sandbox, report)
    if report.message.en or any(" times the expected" in check.message.en for check in report.checks):
        return "relation"
    if report.verdict is not Verdict.WRONG_ANSWER:
        return "raises"  # an exception with its line, or a limit
    return "plain"


def _named(exercise: Exercise, mutant: Mutant, sandbox: Sandbox, report: GradeReport) -> str:
    named = {found.slug for found in report.findings}
    for seed in OTHER_SEEDS:
        again = grade(exercise, mutant.source, sandbox, seed=seed, limits=LIMITS)
        if {found.slug for found in again.findings} != named:
            print(f"  named otherwise under seed {seed}: {exercise.slug} {mutant.change}: {sorted(named)}")
            return "named wrongly"
    return "named" if len(named) == 1 else "two"


def main() -> None:
    """Print the table."""
    per_exercise = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    exercises = load_exercises(COURSE_ROOT)
    total: Counter[str] = Counter()
    rows = []
    with Sandbox() as sandbox:
        for slug in sys.argv[2:] or exercises:
            programs = wrong_programs(exercises[slug], per_exercise)
            counts = Counter(outcome(exercises[slug], mutant, sandbox) for mutant in programs)
            counts["programs"] = len(programs)
            total += counts
            rows.append((slug, counts))
    print(f"{'':28}" + "".join(f"{column:>14}" for column in COLUMNS))
    for slug, counts in [*rows, ("all", total)]:
        print(f"{slug:28}" + "".join(f"{counts[column]:14}" for column in COLUMNS))


if __name__ == "__main__":
    main()
