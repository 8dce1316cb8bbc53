"""A worker proves that it judges rightly before it judges anybody: a right program passes, a wrong one fails."""

from __future__ import annotations

from collections.abc import Mapping

from steepest_graders import Exercise, Sandbox, Verdict, grade


def trouble(exercises: Mapping[str, Exercise], sandbox: Sandbox) -> str:
    """What this worker gets wrong; '' when it can be trusted. Takes about as long as two submissions."""
    exercise = next(iter(exercises.values()), None)
    if exercise is None:
        return ""
    right = grade(exercise, exercise.solution, sandbox, seed=0).verdict
    wrong = grade(exercise, exercise.starter, sandbox, seed=0).verdict
    if right is Verdict.ACCEPTED and wrong not in (Verdict.ACCEPTED, Verdict.INTERNAL_ERROR):
        return ""
    return (
        f"the canary failed: of the exercise {exercise.slug} the solution got {right.value!r} and the starter"
        f" {wrong.value!r}; `steepest check {exercise.slug}` on this machine says more"
    )
