"""The course's figures: drawn by program, so that every curve is the function it claims to be.

`python -m steepest_exercises.figures` writes <unit>/figures/<name>.<language>.svg for each of FIGURES;
a test draws them anew and compares. Colours are the page's own variables, with the light scheme's as a
fallback for a file that is opened by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from steepest_exercises.figures import (
    adaptive,
    batches,
    classification,
    gradient_descent,
    gradients,
    landscape,
    momentum,
    overview,
    regression,
    schedules,
    together,
    what_a_loss_is,
)
from steepest_graders.text import LANGUAGES, Language

FIGURES: Mapping[str, Mapping[str, Callable[[Language], str]]] = {
    "adaptive-optimizers": adaptive.FIGURES,
    "batches": batches.FIGURES,
    "classification-losses": classification.FIGURES,
    "gradient-descent": gradient_descent.FIGURES,
    "gradients": gradients.FIGURES,
    "landscape": landscape.FIGURES,
    "momentum": momentum.FIGURES,
    "overview": overview.FIGURES,
    "putting-it-together": together.FIGURES,
    "regression-losses": regression.FIGURES,
    "schedules-and-clipping": schedules.FIGURES,
    "what-a-loss-is": what_a_loss_is.FIGURES,
}


@cache
def drawn() -> Mapping[str, str]:
    """Every figure in every language: the file's path within the course, and its text."""
    return {
        f"{unit}/figures/{name}.{language}.svg": draw(language)
        for unit, figures in FIGURES.items()
        for name, draw in figures.items()
        for language in LANGUAGES
    }
