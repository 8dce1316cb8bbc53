"""An author's own course: `steepest new` writes a skeleton, `steepest check` leads from there to a proven exercise."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

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
CARELESS = """\
    title = Text("a number comes first", "首先是一个数")
    careless = holds("judged", title, lambda it: it.twice(np.ones(2)), lambda answer: float(answer[0]) and None)
    return [careless] + ["""


def steepest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "steepest", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Grace's course, with a unit for exercises which are not written yet."""
    folder = tmp_path / "grace"
    written = steepest("new", "course", folder)
    assert written.returncode == 0, written.stderr
    (folder / "first-unit").rename(folder / "doubling")
    for name in ("course.toml", "doubling/unit.toml"):
        text = (folder / name).read_text().replace("first-unit", "doubling")
        text = text.replace('en = ""', 'en = "Twice as much."').replace('zh = ""', 'zh = "两倍。"')
        (folder / name).write_text(text)
    (folder / "misconceptions.toml").write_text(MISCONCEPTIONS)
    return folder


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
            text.replace(
                "np.array(x)  # TODO: the published solution; say why where that is not plain", "2 * x"
            ).replace("np.array(x)", "2 * x")
        )
    (folder / "mistakes/TODO.py").rename(folder / "mistakes/not_doubled.py")
    (folder / "mistakes/not_doubled.py").write_text('"""not-doubled"""\n\n\ndef twice(x):\n    return x\n')
    (folder / "accepted/loop.py").write_text("def twice(x):\n    return x + x\n")
    (folder / "accepted/lists.py").write_text("import numpy as np\n\n\ndef twice(x):\n    return np.multiply(x, 2)\n")


@pytest.fixture
def exercise(course: Path) -> Path:
    """Grace's exercise, finished."""
    steepest("new", "exercise", "doubling/twice", "--course", course)
    complete(course / "doubling/twice")
    return course / "doubling/twice"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def append(path: Path, *lines: str) -> None:
    path.write_text("\n".join([path.read_text(), *lines, ""]))


def test_a_skeleton_is_led_to_a_proven_exercise(course: Path) -> None:
    written = steepest("new", "exercise", "doubling/twice", "--course", course)
    assert written.returncode == 0, written.stderr
    begun = steepest("check", course)
    assert begun.returncode == 1
    for said in (
        "exercise.toml: `summary` is empty",
        "instructions.en.md:1: Holds a TODO",
        "instructions.zh.md: Is empty",
    ):
        assert said in begun.stdout
    assert begun.stderr == "", "progress is for terminals"
    complete(course / "doubling/twice")
    done = steepest("check", course / "doubling/twice", "--verbose")
    assert done.returncode == 0, done.stdout
    assert "right programs at most 0 (must stay under 0.25), wrong ones at least" in done.stdout
    assert "1 exercise proven" in done.stdout


def test_what_is_there_is_never_overwritten(course: Path) -> None:
    (course / "doubling/twice").mkdir()
    again = steepest("new", "exercise", "doubling/twice", "--course", course)
    assert again.returncode == 2
    assert "nothing was written" in again.stderr
    assert list((course / "doubling/twice").iterdir()) == []


def test_all_that_is_wrong_is_said_at_once_with_file_line_and_remedy(course: Path, exercise: Path) -> None:
    edit(course / "doubling/unit.toml", "两倍。", "")
    (course / "doubling/later.questions.yaml").write_text("[]")
    (exercise / "notes.txt").write_text("x")
    (exercise / "accepted/loop.py").unlink()
    append(exercise / "accepted/lists.py", "twice = abs")
    append(exercise / "checks.py", "import flask")
    append(exercise / "starter.py", "twice = lambda x: 2 * x")
    (exercise / "mistakes/doubled.py").write_text('"""not-doubled"""\n\n\ndef twice(x):\n    return 2 * x\n')
    edit(exercise / "instructions.en.md", "array([2., 4.])", "array([2., 5.])")
    edit(exercise / "instructions.zh.md", "## 约定", "约定")
    edit(exercise / "solution.py", "return 2 * x", "scale = 2 if x.size else 3\n    return scale * x")

    checked = steepest("check", course, "--format", "json")
    assert checked.returncode == 1
    document = json.loads(checked.stdout)
    [proven] = document["exercises"]
    assert document["problems"] == len(document["texts"]) + sum(bool(proof["problem"]) for proof in proven["proofs"])
    said = {(proof["program"], proof["line"]): proof for proof in proven["proofs"] if proof["problem"]}
    for text in document["texts"]:
        said[Path(text["file"]).name, text["line"]] = text
    assert all(proof["remedy"] for proof in said.values())
    told = {place: proof["problem"] for place, proof in said.items()}
    for place, problem in {
        ("unit.toml", 0): "summary is empty in zh",
        ("later.questions.yaml", 0): "in no list of pages",
        ("notes.txt", 0): "Nothing reads this file",
        ("accepted/", 0): "at least two accepted programs",
        ("accepted/lists.py", 0): "Refused in the sandbox: example",
        ("checks.py", 28): "Imports flask",
        ("starter.py", 0): "The starter passes",
        ("mistakes/doubled.py", 0): "No check fails",
        ("instructions.en.md", 12): "Prints 'array([2., 4.])', not 'array([2., 5.])'",
        ("instructions.zh.md", 7): "Has '|' where the English text has '##'",
        ("solution.py", 5): "This change passes",
    }.items():
        assert problem in told.get(place, ""), (place, told)


def test_what_can_not_even_be_read_is_named_once_where_it_stands(exercise: Path) -> None:
    (exercise / "mistakes/unnamed.py").write_text("def twice(x):\n    return x\n")
    (exercise / "mistakes/broken.py").write_text('"""not-doubled"""\n\n\ndef twice(x)\n')
    edit(exercise / "checks.py", "return [", "return [no_such_name] + [")
    checked = steepest("check", exercise, "--format", "junit")
    assert checked.returncode == 1
    suites = ElementTree.fromstring(checked.stdout).findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["texts", "twice"]
    failures = sorted((failure.text or "").partition("doubling/twice/")[2] for failure in suites[1].iter("failure"))
    assert [failure.partition(". ")[0] for failure in failures] == [
        "checks.py:18: NameError: name 'no_such_name' is not defined Correct it.",
        "mistakes/broken.py:4: Is not Python: expected ':'",
        "mistakes/unnamed.py: its docstring's first line '' names no misconception",
    ]


def test_a_check_that_can_not_judge_every_answer_is_named(exercise: Path) -> None:
    edit(exercise / "checks.py", "authoring import ", "authoring import holds, ")
    edit(exercise / "checks.py", "    return [", CARELESS)
    checked = steepest("check", exercise, "--no-mutants")
    assert checked.returncode == 1
    assert re.search(r"checks\.py:\d+: 'judged' breaks over the answer 'done': ValueError", checked.stdout)


def test_an_endless_program_is_named_and_stopped(exercise: Path) -> None:
    (exercise / "mistakes/for_ever.py").write_text(
        '"""not-doubled"""\n\n\ndef twice(x):\n    while True:\n        x = x\n'
    )
    checked = steepest("check", exercise, "--timeout", "2")
    assert checked.returncode == 1
    assert re.search(r"mistakes/for_ever\.py:[56]: Does not end: stopped after 2 s", checked.stdout), checked.stdout


def test_progress_is_shown_on_a_terminal(course: Path, exercise: Path) -> None:
    shutil.copytree(exercise, course / "doubling/again")
    edit(course / "doubling/unit.toml", '["twice"]', '["twice", "again"]')
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "steepest", "check", str(course), "--no-mutants"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, timeout=120)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert "Proving" in shown
    assert "100%" in shown


def test_a_path_outside_any_course_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    checked = steepest("check", tmp_path / "elsewhere")
    assert checked.returncode == 2
    assert "course.toml" in checked.stderr


def test_grading_takes_an_authors_own_course(course: Path, exercise: Path) -> None:
    done = steepest("grade", "--course", course, "twice", exercise / "mistakes/not_doubled.py", "--lang", "zh")
    assert done.returncode == 1
    assert "你返回了输入。" in done.stdout
