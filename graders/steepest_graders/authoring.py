"""What an exercise's `checks.py` may import.

A `checks.py` holds two names:

    reference = {"mse": losses.mse}          # right programs, by the names that students define

    def checks(rng: np.random.Generator) -> list[Check]:   # the rng of the deployment's seed
        return [
            returns("example", Text("the example of the text", "课文中的例子"),
                    call("mse", np.array([3.0, 5.0]), np.array([1.0, 1.0])), public=True),
            raises("unequal-shapes", Text(...), call("mse", np.zeros(3), np.zeros(4)), ValueError),
            ...
        ]

Public checks come first and are shown with their inputs; hidden ones draw theirs from `rng`, so that
answers learned from one site's feedback are worth nothing on another.

- `returns`: the answer equals the reference's, by a tolerance derived for these inputs.
- `raises`: the call raises.
- `is_gradient`: the answer agrees with differences of a function; a public one is told element by element.
- `holds`: any property, judged by a function, for questions with many right answers. What it finds is a `Problem`;
  where its message quotes the program or the inputs, `hidden` is what a hidden check says instead.
- `call(name, *args, **kwargs)` and `walk(optimizer, settings, params, grads, rates)`: what is asked.
- `as_numbers(answer)`: what a program returned as an array, or None where it is no number, array or rectangular list
  of numbers; a `judge` must be able to judge anything.
- `form(answer)`: what kind of thing a program returned, without its numbers, for a problem's `values`.
- `largest_cosine(vectors)`: how much alike rows are that should have been drawn independently.
- `returns_new_arrays`: what a call returned does not change when the arrays passed in are written into.
- `strictly(call(...))`: the same with an overflow on the way raised as an error, where NumPy would only warn.
- `likeness(order, other)`: what an order of rows has kept of another (see `shuffling`), where any random one is right.
- `Callback(f)` as an argument: a function that stays here and is evaluated here, however the program
  calls it: `f` must bear arrays of any shape, up to a megabyte. `RandomGenerator(seed)`: a NumPy generator that
  is built beside the program.

For optimisers (see `optimizer_checks`; each builds whole checks unless it says otherwise):

- `walks`: the parameters after every step equal the reference's.
- `RandomWalks(rng, optimizer)`: random walks of an optimiser, and the checks that suit every one with a state.
- `side_by_side(optimizer, settings)`: two instances share no state.
- `other_parameters(optimizer, settings)`: a step goes from the parameters that it is given.
- `descends(optimizer, settings)`: a public descent into a bowl, drawn beside the reference's (see `descents`).
- `gradients_stay(optimizer, settings)`: the gradients are not changed.
- `keeps_gradients(optimizer, settings, grads)`: the same as a question for `holds`, for another title.
- `same_arrays(one, other)`: not a check, but whether two lists of arrays are equal up to rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from steepest_graders.aliasing import returns_new_arrays
from steepest_graders.checks import Check, Holds, IsGradient, Problem, Raises, Returns
from steepest_graders.comparison import as_numbers, form
from steepest_graders.descents import (
    AVERAGE_OF_SQUARES,
    MOMENTS,
    SUM_OF_SQUARES,
    VELOCITY,
    Descended,
    OptimizerDescent,
    State,
    descends,
    descends_by_function,
    descent,
)
from steepest_graders.independence import largest_cosine
from steepest_graders.optimizer_checks import (
    RandomWalks,
    gradients_stay,
    keeps_gradients,
    other_parameters,
    same_arrays,
    side_by_side,
    walks,
)
from steepest_graders.sandbox import Callback, RandomGenerator
from steepest_graders.scenario import CallScenario, Scenario, WalkScenario, call, shown, strictly, unchanged, walk
from steepest_graders.shuffling import Likeness, likeness
from steepest_graders.submission import Raised, Submission
from steepest_graders.text import Text
from steepest_graders.tolerance import DEFAULT_C, TRAJECTORY_C, Tree

__all__ = [
    "AVERAGE_OF_SQUARES",
    "DEFAULT_C",
    "MOMENTS",
    "SUM_OF_SQUARES",
    "TRAJECTORY_C",
    "VELOCITY",
    "CallScenario",
    "Callback",
    "Check",
    "Descended",
    "Likeness",
    "OptimizerDescent",
    "Problem",
    "Raised",
    "RandomGenerator",
    "RandomWalks",
    "Scenario",
    "State",
    "Submission",
    "Text",
    "WalkScenario",
    "as_numbers",
    "call",
    "descends",
    "descends_by_function",
    "descent",
    "form",
    "gradients_stay",
    "holds",
    "is_gradient",
    "keeps_gradients",
    "largest_cosine",
    "likeness",
    "other_parameters",
    "raises",
    "returns",
    "returns_new_arrays",
    "same_arrays",
    "shown",
    "side_by_side",
    "strictly",
    "unchanged",
    "walk",
    "walks",
]


def returns(
    name: str,
    title: Text,
    scenario: Scenario,
    *,
    public: bool = False,
    weight: float = 1.0,
    c: float | None = None,
    scale: Tree = 0.0,
    may_change_inputs: bool = False,
) -> Check:
    """The answer equals the reference's within c u B; `scale` is S, the natural scale of the function."""
    if c is None:
        c = TRAJECTORY_C if isinstance(scenario, WalkScenario) else DEFAULT_C
    return Returns(
        name=name,
        title=title,
        scenario=scenario,
        public=public,
        weight=weight,
        c=c,
        scale=scale,
        may_change_inputs=may_change_inputs,
    )


def raises(
    name: str,
    title: Text,
    scenario: Scenario,
    *exceptions: type[Exception],
    public: bool = False,
    weight: float = 1.0,
) -> Check:
    """The call raises one of `exceptions` (built-in ones)."""
    return Raises(
        name=name,
        title=title,
        scenario=scenario,
        exceptions=exceptions or (ValueError,),
        public=public,
        weight=weight,
    )


def is_gradient(
    name: str,
    title: Text,
    scenario: Scenario,
    *,
    of: Callable[[Any], Any],
    at: Tree,
    public: bool = False,
    weight: float = 1.0,
) -> Check:
    """The answer is the gradient of the scalar function `of` at `at`: an array, or several in a tuple or dict."""
    return IsGradient(name=name, title=title, scenario=scenario, f=of, x=at, public=public, weight=weight)


def holds(
    name: str,
    title: Text,
    ask: Callable[[Submission], Any],
    judge: Callable[[Any], Problem | None],
    *,
    shows: str = "",
    public: bool = False,
    weight: float = 1.0,
) -> Check:
    """`judge(ask(submission))` finds no problem. `shows` is the call as text, for a public check."""
    return Holds(name=name, title=title, ask=ask, judge=judge, shows=shows, public=public, weight=weight)
