"""Run a student's optimiser on a public surface and follow its path: for a plot, nothing is judged.

    trace = trace_of(exercise, source, TraceRequest("beale", lr=0.1, start=(1.0, 1.5), steps=200), sandbox)
    trace.path      # points (x, y), the start first
    trace.report    # accepted where the program took every step that it was asked for

The gradients are taken here, at the points that the program returns; nothing else of it is believed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from steepest_graders.checks import Check, Outcome
from steepest_graders.comparison import as_numbers
from steepest_graders.descents import FAR, only_parameter
from steepest_graders.exercise import Exercise
from steepest_graders.grading import ask
from steepest_graders.report import GradeReport, Verdict
from steepest_graders.sandbox import Call, Keep, Limits, Read, Ref, Sandbox
from steepest_graders.submission import Submission
from steepest_graders.text import Text
from steepest_numerics.surfaces import SURFACES, Surface, normal_pairs

Point = tuple[float, float]

MOST_STEPS = 500
WALK = Text("the walk on the surface", "在曲面上行走")
NO_POINT = Text(
    "Step {step} did not leave a list that holds one array of two numbers.",
    "第 {step} 步之后得到的不是一个装着一个二元数组的列表。",
)

# What each class is made with, besides the learning rate: the usual values, as in the labs.
SETTINGS: Mapping[str, Mapping[str, float]] = {
    "SGD": {},
    "Momentum": {"momentum": 0.9},
    "Nesterov": {"momentum": 0.9},
    "AdaGrad": {"eps": 1e-10},
    "RMSProp": {"rho": 0.99, "eps": 1e-8},
    "Adam": {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    "AdamW": {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 1e-2},
}


@dataclass(frozen=True, slots=True)
class TraceRequest:
    """Where to walk: a name of `SURFACES`, a rate, a start, 1 to MOST_STEPS steps, and the seed of the noise.

    Raises ValueError for what can't be walked.
    """

    surface: str
    lr: float
    start: Point
    steps: int
    seed: int = 0

    def __post_init__(self) -> None:
        finite = math.isfinite(self.lr) and all(math.isfinite(part) and abs(part) <= FAR for part in self.start)
        if self.surface not in SURFACES or not finite:
            raise ValueError(f"no walk of {self}")
        if not (0 < self.lr <= FAR and 1 <= self.steps <= MOST_STEPS and 0 <= self.seed < 1 << 31):
            raise ValueError(f"no walk of {self}")


@dataclass(frozen=True, slots=True)
class Trace:
    """A path, as far as it went, and what is to be said of the run."""

    path: tuple[Point, ...]
    report: GradeReport


def optimizer_of(exercise: Exercise) -> str | None:
    """The class of the exercise that can be traced, if it asks for one."""
    return next((name for name in exercise.functions if name in SETTINGS), None)


def trace_of(
    exercise: Exercise, source: bytes | str, request: TraceRequest, sandbox: Sandbox, *, limits: Limits | None = None
) -> Trace:
    """Walk. Never raises for anything that a program does; raises ValueError where `exercise` has no optimiser."""
    optimizer = optimizer_of(exercise)
    if optimizer is None:
        raise ValueError(f"{exercise.slug} asks for no optimiser")
    walk = _Walk(name="walk", title=WALK, public=True, optimizer=optimizer, request=request)
    report = ask(exercise, walk, source, sandbox, limits=limits)
    return Trace(tuple(walk.path), report)


@dataclass(frozen=True, kw_only=True)
class _Walk(Check):
    """Steps an optimiser, one exchange each; the next gradient needs the point that the last step reached."""

    optimizer: str
    request: TraceRequest
    path: list[Point] = field(default_factory=list)

    def run(self, submission: Submission, reference: Submission) -> Outcome:
        """See `Check`. What was walked stands in `path` afterwards."""
        optimizer, params = 1, 2
        here = np.array(self.request.start, dtype=np.float64)
        self.path[:] = [_point(here)]  # anew, where this is the second try
        settings = {"lr": self.request.lr, **SETTINGS[self.optimizer]}
        submission.run([Call(self.optimizer, (), settings, store=optimizer), Keep([here], params)])
        for step, gradient in enumerate(itertools.islice(_gradients(self.request, self.path), self.request.steps), 1):
            stepping = Call("step", (Ref(params), [gradient]), on=optimizer, store=params)
            reached = _two_numbers(submission.run([stepping, Read(params)])[-1].value)
            if reached is None:
                return Outcome(Verdict.WRONG_ANSWER, NO_POINT.format(step=step), ("no point", step))
            if not np.all(abs(reached) <= FAR):  # nor is a NaN
                break
            self.path.append(_point(reached))
        return Outcome(Verdict.ACCEPTED, signature="walked")


def _gradients(request: TraceRequest, path: list[Point]) -> Iterator[npt.NDArray[np.float64]]:
    """The gradient at the newest point of the path, noise included, again and again."""
    surface: Surface = SURFACES[request.surface]
    for pair in normal_pairs(request.seed):
        yield np.asarray(surface.gradient(path[-1]) + surface.noise * np.array(pair), dtype=np.float64)


def _two_numbers(value: Any) -> npt.NDArray[np.float64] | None:
    """The point in the program's list of parameters, as numbers of our own; None where there is none."""
    array = as_numbers(only_parameter(value))
    return None if array is None or array.shape != (2,) else array.astype(np.float64)


def _point(array: npt.NDArray[np.float64]) -> Point:
    return float(array[0]), float(array[1])
