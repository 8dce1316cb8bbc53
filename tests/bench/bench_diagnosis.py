"""How well wrong programs are told: programs that are none of the mistake files, judged by what is said of them.

    python tests/bench/bench_diagnosis.py [mutants per exercise] [EXERCISE ...]

- Mutants of the solution and the accepted programs. One that is named must be named the same under two other
  seeds, on hidden inputs that played no part in naming it: else it counts as named wrongly.
- The programs in `wrong_programs/`, whose first line says what they are to be named.

There must be none that is named wrongly. Survivors are accepted: equivalent to a right program, for the reason
that exercise.toml gives, or a hole in the checks; those without a reason are listed.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from steepest_exercises import COURSE_ROOT
from steepest_graders import Exercise, GradeReport, Sandbox, Verdict, grade, load_exercises
from steepest_graders.mutation import mutants
from steepest_graders.sandbox import Limits

LIMITS = Limits(cpu_seconds=1, wall_seconds=6.0)
OTHER_SEEDS = (1, 20_261)
WRITTEN = Path(__file__).parent / "wrong_programs"
EXPECTS = "# expects: "
COLUMNS = ("programs", "survive", "fail", "named", "wrongly", "not named", "relation", "raises", "plain")


@dataclass(frozen=True)
class Program:
    """A wrong program; `expected` are the slugs that a hand-written one is to be named, None for a mutant."""

    name: str
    source: str
    expected: frozenset[str] | None = None


@dataclass
class Tally:
    """What became of an exercise's programs: numbers by column, and what is to be looked at."""

    counts: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)


def wrong_programs(exercise: Exercise, count: int) -> Iterator[Program]:
    """The hand-written ones, and at most `count` different mutants, the same at every run."""
    for path in sorted((WRITTEN / exercise.slug).glob("*.py")):
        source = path.read_text(encoding="utf-8")
        slugs = source.partition("\n")[0].removeprefix(EXPECTS).split()
        yield Program(path.stem, source, frozenset(slugs) - {"nothing"})
    sources = [exercise.solution, *(path.read_text(encoding="utf-8") for path in exercise.accepted)]
    found = {mutant.source: mutant for source in sources for mutant in mutants(source)}
    chosen = sorted(found.values(), key=lambda mutant: mutant.source)
    random.Random(exercise.slug).shuffle(chosen)
    yield from (Program(mutant.change, mutant.source) for mutant in chosen[:count])


def tally(slug: str, count: int) -> Tally:
    """Judge the programs of one exercise."""
    exercise = load_exercises(COURSE_ROOT)[slug]
    result = Tally()
    with Sandbox() as sandbox:
        for program in wrong_programs(exercise, count):
            column, remark = outcome(exercise, program, sandbox)
            result.counts.update({"programs", column} | ({"fail"} if column != "survive" else set()))
            if remark:
                result.remarks.append(f"{slug} {program.name}: {remark}")
    return result


def outcome(exercise: Exercise, program: Program, sandbox: Sandbox) -> tuple[str, str]:
    """(the column in which the program belongs, what is remarkable about it)."""
    report = grade(exercise, program.source, sandbox, limits=LIMITS)
    named = _named(report)
    if program.expected is not None and named != program.expected and (named or report.verdict is Verdict.ACCEPTED):
        return "wrongly", f"named {_words(named)}, and is {_words(program.expected)}"
    if report.verdict is Verdict.ACCEPTED and not named:
        known = program.name.partition(": ")[2] in exercise.equivalent_mutants
        return "survive", "" if known else "survives"
    if named:
        for seed in OTHER_SEEDS if program.expected is None else ():
            other = _named(grade(exercise, program.source, sandbox, seed=seed, limits=LIMITS))
            if other != named:
                return "wrongly", f"named {_words(named)}, and under seed {seed} {_words(other)}"
        return "named", ""
    if program.expected:
        return "not named", f"is {_words(program.expected)}, and is not named"
    if report.message.en or any("answer is" in check.message.en for check in report.checks):
        return "relation", ""
    return ("plain" if report.verdict is Verdict.WRONG_ANSWER else "raises"), ""


def _named(report: GradeReport) -> frozenset[str]:
    return frozenset(found.slug for found in report.findings)


def _words(slugs: frozenset[str]) -> str:
    return " and ".join(sorted(slugs)) or "nothing"


def main() -> None:
    """Print the table, and what is to be looked at."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    slugs = sys.argv[2:] or list(load_exercises(COURSE_ROOT))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        tallies = dict(zip(slugs, pool.map(partial(tally, count=count), slugs), strict=True))
    total = sum((each.counts for each in tallies.values()), Counter())
    print(f"{'':28}" + "".join(f"{column:>11}" for column in COLUMNS))
    for slug, counts in [*((slug, each.counts) for slug, each in tallies.items()), ("all", total)]:
        print(f"{slug:28}" + "".join(f"{counts[column]:11}" for column in COLUMNS))
    failing = total["fail"]
    print(f"{'share of those that fail':50}" + "".join(f"{total[column] / failing:11.1%}" for column in COLUMNS[3:]))
    for each in tallies.values():
        for remark in each.remarks:
            print(remark)
    sys.exit(total["wrongly"] > 0)


if __name__ == "__main__":
    main()
