"""An author's own course: `steepest new` writes a skeleton, `steepest check` leads from there to a proven exercise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

UNIT = """\
title = { en = "Doubling", zh = "加倍" }
summary = { en = "Twice as much.", zh = "两倍。" }
level = "beginner"
minutes = 15
contents = ["twice"]
"""
COURSE = """\
slug = "grace"
title = { en = "Grace's course", zh = "格蕾丝的课" }
summary = { en = "One exercise.", zh = "一道练习。" }
units = ["doubling"]
"""
MISCONCEPTIONS = """\
[not-doubled]
name = { en = "You return the input.", zh = "你返回了输入。" }
explanation = { en = "Nothing is doubled.", zh = "没有加倍。" }
"""
INSTRUCTIONS = """\
{}

$$ y = 2 x $$

## {}

| | |
| --- | --- |
| `x` | {} |

```python
>>> twice(np.array([1.0, 2.0]))
array([2., 4.])
```
"""


def steepest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "steepest", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Grace's course, with a unit that lists an exercise which is not written yet."""
    (tmp_path / "doubling").mkdir()
    (tmp_path / "course.toml").write_text(COURSE)
    (tmp_path / "doubling/unit.toml").write_text(UNIT)
    (tmp_path / "misconceptions.toml").write_text(MISCONCEPTIONS)
    return tmp_path


def complete(folder: Path) -> None:
    """Do what `steepest check` asks for."""
    toml = (folder / "exercise.toml").read_text()
    (folder / "exercise.toml").write_text(
        toml.replace('en = ""', 'en = "Double it."').replace('zh = ""', 'zh = "加倍。"')
    )
    (folder / "instructions.en.md").write_text(INSTRUCTIONS.format("Write `twice(x)`.", "Contract", "an array"))
    (folder / "instructions.zh.md").write_text(INSTRUCTIONS.format("请编写 `twice(x)`。", "约定", "数组"))
    for name in ("solution.py", "checks.py"):
        text = (folder / name).read_text()
        (folder / name).write_text(
            text.replace("np.array(x)  # TODO: the", "2 * x  # the").replace("np.array(x)", "2 * x")
        )
    (folder / "mistakes/TODO.py").rename(folder / "mistakes/not_doubled.py")
    (folder / "mistakes/not_doubled.py").write_text('"""not-doubled"""\n\n\ndef twice(x):\n    return x\n')
    (folder / "accepted/loop.py").write_text("def twice(x):\n    return x + x\n")
    (folder / "accepted/lists.py").write_text("import numpy as np\n\n\ndef twice(x):\n    return np.multiply(x, 2)\n")


def test_a_skeleton_is_led_to_a_proven_exercise(course: Path) -> None:
    written = steepest("new", "exercise", "doubling/twice", "--course", course)
    assert written.returncode == 0, written.stderr
    begun = steepest("check", "--course", course)
    assert begun.returncode == 1
    assert "instructions.zh.md" in begun.stderr or "exercise.toml" in begun.stderr
    complete(course / "doubling/twice")
    done = steepest("check", "--course", course, "--mutants", "--verbose")
    assert done.returncode == 0, done.stderr
    assert "1 exercises proven" in done.stdout


def test_what_is_there_is_never_overwritten(course: Path) -> None:
    (course / "doubling/twice").mkdir()
    again = steepest("new", "exercise", "doubling/twice", "--course", course)
    assert again.returncode == 2
    assert "nothing was written" in again.stderr
    assert list((course / "doubling/twice").iterdir()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "notes.txt").write_text("x"), "notes.txt: Nothing reads this file"),
        (lambda folder: (folder / "instructions.zh.md").write_text(""), "instructions.zh.md"),
        (lambda folder: (folder / "accepted/loop.py").unlink(), "at least two accepted programs"),
        (lambda folder: _append(folder / "checks.py", "import flask"), "Imports flask"),
        (lambda folder: _append(folder / "accepted/lists.py", "twice = abs"), "Refused in the sandbox: example"),
        (lambda folder: _append(folder / "mistakes/not_doubled.py", "twice = lambda x: 2 * x"), "No check fails"),
        (lambda folder: _append(folder / "starter.py", "twice = lambda x: 2 * x"), "The starter passes"),
    ],
    ids=["stray file", "empty text", "one style", "import", "refused program", "undetected mistake", "starter"],
)
def test_what_is_wrong_with_an_exercise_is_said_with_its_file(course: Path, change: object, said: str) -> None:
    steepest("new", "exercise", "doubling/twice", "--course", course)
    complete(course / "doubling/twice")
    assert callable(change)
    change(course / "doubling/twice")
    checked = steepest("check", "--course", course)
    assert checked.returncode == 1
    assert said in checked.stderr


def test_grading_takes_an_authors_own_course(course: Path) -> None:
    steepest("new", "exercise", "doubling/twice", "--course", course)
    complete(course / "doubling/twice")
    done = steepest(
        "grade", "--course", course, "twice", course / "doubling/twice/mistakes/not_doubled.py", "--lang", "zh"
    )
    assert done.returncode == 1
    assert "你返回了输入。" in done.stdout


def _append(path: Path, line: str) -> None:
    path.write_text(path.read_text() + "\n" + line + "\n")
