"""The layout holds its one trap shut: nothing at the root may hide the standard library's `platform`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP_LEVEL = {"pyproject.toml", "README.md", "platform", "exercises", "graders", "tests", "migrations"}


def test_platform_is_a_folder_that_holds_a_package_and_no_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert not (ROOT / "platform.py").exists()
    assert not (ROOT / "tests" / "platform").exists()


@pytest.mark.parametrize(
    "statement", ["import platform; platform.system()", "import flask, uuid, platform; platform.node()"]
)
def test_the_standard_library_platform_is_found_from_the_root(statement: str) -> None:
    done = subprocess.run([sys.executable, "-c", statement], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_top_level_stays_as_it_was_asked_for() -> None:
    if not (ROOT / "LICENSE").exists():
        pytest.skip("the tests run outside a checkout")
    assert {path.name for path in ROOT.iterdir()} >= TOP_LEVEL
