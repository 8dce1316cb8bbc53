"""The examples for CI services: what can run here is run, the rest is held against the command's own options."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import junitparser
import pytest
import yaml

from steepest_graders import Exercise

EXAMPLES = Path(__file__).parent.parent.parent / "graders" / "examples"
STEEPEST = Path(sys.executable).parent / "steepest"


@pytest.fixture
def autograder(tmp_path: Path, exercises: dict[str, Exercise]) -> Path:
    """Gradescope's folders with a right and a wrong answer."""
    for folder in ("source", "submission", "results"):
        (tmp_path / folder).mkdir()
    (tmp_path / "source/steepest.toml").write_text('[submissions]\n"mse.py" = "mse"\n"adam.py" = "adam"\n')
    (tmp_path / "submission/mse.py").write_text(exercises["mse"].solution)
    (tmp_path / "submission/adam.py").write_text("class Adam: pass")
    return tmp_path


def start_autograder(folder: Path, steepest: Path = STEEPEST) -> int:
    environment = {**os.environ, "AUTOGRADER": str(folder), "STEEPEST": str(steepest)}
    command = [EXAMPLES / "gradescope/run_autograder"]
    return subprocess.run(command, env=environment, check=False, capture_output=True, timeout=120).returncode


def run_autograder(folder: Path) -> dict[str, object]:
    assert start_autograder(folder) == 0
    results = json.loads((folder / "results/results.json").read_text())
    assert isinstance(results, dict)
    return results


def test_the_gradescope_autograder_writes_results(autograder: Path) -> None:
    results = run_autograder(autograder)
    assert results["score"] == pytest.approx(50)
    assert isinstance(results["tests"], list)


def test_the_gradescope_autograder_asks_for_the_names_of_files_that_are_not_there(autograder: Path) -> None:
    for name in ("mse", "adam"):
        (autograder / f"submission/{name}.py").rename(autograder / f"submission/my_{name}.py")
    said = str(run_autograder(autograder)["output"])
    assert "named as the assignment says" in said
    assert "not your fault" in said, "the list itself may be wrong"


def test_the_gradescope_autograder_gives_no_grade_where_it_could_not_work(autograder: Path) -> None:
    failing = autograder / "steepest"
    failing.write_text('#!/bin/sh\necho "{}" > "${5#gradescope:}"\nexit 3\n')
    failing.chmod(0o755)
    assert start_autograder(autograder, failing) == 3
    assert not (autograder / "results/results.json").exists()


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml", "pre-commit-config.yaml"])
def test_an_examples_command_grades_a_repository_of_submissions(
    name: str, tmp_path: Path, exercises: dict[str, Exercise]
) -> None:
    (tmp_path / "steepest.toml").write_text('[submissions]\n"*/mse.py" = "mse"\n')
    wrong = "def mse(a, b):\n    return no_such_name\n"
    for student, source in {"ada": exercises["mse"].solution, "alan": wrong}.items():
        (tmp_path / student).mkdir()
        (tmp_path / student / "mse.py").write_text(source)
    example = yaml.safe_load((EXAMPLES / name).read_text())
    [command] = [line for line in _strings(example) if line.startswith("steepest grade")]
    environment = {**os.environ, "PATH": f"{STEEPEST.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-e", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1, done.stderr
    if name == "github-actions.yml":
        assert "::error file=alan/mse.py,line=2," in done.stdout
        assert json.loads((tmp_path / "report.json").read_text())["reports"][0]["verdict"] == "accepted"
    elif name == "gitlab-ci.yml":
        suites = junitparser.JUnitXml.fromfile(str(tmp_path / example["grade"]["artifacts"]["reports"]["junit"]))
        assert [suite.failures > 0 for suite in suites] == [False, True]


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml", "gradescope/setup.sh", "README.md"])
def test_an_example_installs_from_where_a_variable_says(name: str) -> None:
    assert "STEEPEST_PACKAGE" in (EXAMPLES / name).read_text()


def _strings(tree: object) -> list[str]:
    if isinstance(tree, dict):
        return [text for value in tree.values() for text in _strings(value)]
    if isinstance(tree, list):
        return [text for value in tree for text in _strings(value)]
    return [str(tree)]
