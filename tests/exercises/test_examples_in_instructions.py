"""The examples in an exercise's instructions run, and print what stands there, with our solution."""

from __future__ import annotations

import doctest
import re
import sys
import types

import pytest

from steepest_exercises import COURSE_ROOT
from steepest_graders import LANGUAGES, Exercise, load_exercises

EXERCISES = load_exercises(COURSE_ROOT)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_the_instructions_print_what_they_say(
    exercise: Exercise, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fences = re.findall(r"```python\n(.*?)```", exercise.instructions.in_language(language), re.DOTALL)
    names: dict[str, object] = {}
    given = types.ModuleType("given")
    monkeypatch.setitem(sys.modules, "given", given)  # before its own imports: a helper may use an earlier one
    exec(exercise.helpers, given.__dict__)
    exec(exercise.solution, names)
    examples = doctest.DocTestParser().get_doctest("\n".join(fences), names, exercise.slug, None, 0)
    results = doctest.DocTestRunner().run(examples)
    assert results.attempted > 0
    assert results.failed == 0
