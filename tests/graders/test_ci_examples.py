"""The examples for CI services: what can run here is run, the rest is held against the command's own options."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from steepest.cli.grade import command
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


def run_autograder(folder: Path) -> dict[str, object]:
    environment = {**os.environ, "AUTOGRADER": str(folder), "STEEPEST": str(STEEPEST)}
    subprocess.run(
        [EXAMPLES / "gradescope/run_autograder"], env=environment, check=True, capture_output=True, timeout=120
    )
    results = json.loads((folder / "results/results.json").read_text())
    assert isinstance(results, dict)
    return results


def test_the_gradescope_autograder_writes_results(autograder: Path) -> None:
    results = run_autograder(autograder)
    assert results["score"] == pytest.approx(50)
    assert isinstance(results["tests"], list)


def test_the_gradescope_autograder_says_when_it_could_not_work(autograder: Path) -> None:
    (autograder / "source/steepest.toml").write_text("[submissions]\n")
    assert "not your fault" in str(run_autograder(autograder)["output"])


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml", "pre-commit-config.yaml"])
def test_an_examples_command_is_one_that_the_grader_takes(name: str) -> None:
    lines = [
        line for line in _strings(yaml.safe_load((EXAMPLES / name).read_text())) if line.startswith("steepest grade")
    ]
    assert lines
    for line in lines:
        arguments = shlex.split(line.partition("||")[0])[2:]
        context = click.Context(command)
        parsed, rest, _ = command.make_parser(context).parse_args(["--manifest", __file__, *arguments[2:]])
        assert not rest
        assert parsed["manifest"]


def _strings(tree: object) -> list[str]:
    if isinstance(tree, dict):
        return [text for value in tree.values() for text in _strings(value)]
    if isinstance(tree, list):
        return [text for value in tree for text in _strings(value)]
    return [str(tree)]
