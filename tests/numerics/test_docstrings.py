"""Every example in the numerics runs, and every public name has one and names its source."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import steepest_numerics

MODULES = [
    importlib.import_module(f"steepest_numerics.{module.name}")
    for module in pkgutil.iter_modules(steepest_numerics.__path__)
]
NO_FORMULA = {"steepest_numerics.arrays"}


def public(module: ModuleType) -> dict[str, object]:
    return {
        name: thing
        for name, thing in vars(module).items()
        if not name.startswith("_") and callable(thing) and getattr(thing, "__module__", "") == module.__name__
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_run(module: ModuleType) -> None:
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_public_name_has_an_example_and_names_its_source(module: ModuleType) -> None:
    for name, thing in public(module).items():
        text = inspect.getdoc(thing) or ""
        assert ">>>" in text, f"{module.__name__}.{name} has no example"
        assert "References" in text or module.__name__ in NO_FORMULA, f"{module.__name__}.{name} names no source"
