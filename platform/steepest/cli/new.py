"""`steepest new`: the skeleton of a course or an exercise, which `steepest check` then guides to completion."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

from steepest_exercises import COURSE_ROOT

USAGE = 2
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

FILES = {
    "exercise.toml": """\
title = {{ en = "{title}", zh = "" }}
summary = {{ en = "", zh = "" }}
functions = ["{function}"]
minutes = 15
level = "beginner" # beginner, intermediate or advanced
given = [] # earlier exercises whose published solutions may be imported from `given`
objectives = [{{ en = "", zh = "" }}]
out_of_scope = [{{ en = "", zh = "" }}]
hints = [{{ en = "", zh = "" }}]

[conventions] # slug of a misconception -> is it accepted?

[equivalent_mutants] # a change of the solution that no check can tell -> why not
""",
    "instructions.en.md": """\
Write `{function}(x)`: TODO what it computes, in one sentence.

$$ y = x $$

## Worked example

TODO numbers that can be followed by hand.

## Contract

| | |
| --- | --- |
| `x` | an array of any shape |
| returns | an array of the same shape |
| leaves alone | its input |

## Example

```python
>>> {function}(np.array([1.0, 2.0]))
array([1., 2.])
```
""",
    "instructions.zh.md": "",
    "starter.py": """\
import numpy as np


def {function}(x):
    \"\"\"TODO say what it returns.\"\"\"
    # TODO: write it.
    raise NotImplementedError("{function} is not written yet")
""",
    "solution.py": """\
import numpy as np


def {function}(x):
    return np.array(x)  # TODO: the published solution; say why where that is not plain
""",
    "checks.py": """\
\"\"\"Checks of `{function}`: see steepest_graders/authoring.py for all that can be asked.\"\"\"

import numpy as np

from steepest_graders.authoring import Check, Text, call, returns


def right(x: np.ndarray) -> np.ndarray:
    \"\"\"The reference: it must also work in extended precision.\"\"\"
    return np.array(x)


reference = {{"{function}": right}}


def checks(rng: np.random.Generator) -> list[Check]:
    \"\"\"Public examples that can be worked out by hand, then hidden ones.\"\"\"
    return [
        returns(
            "example",
            Text("the example of the text", "题目中的例子"),
            call("{function}", np.array([1.0, 2.0])),
            public=True,
        ),
        returns("3-by-5", Text("3 × 5", "3 × 5"), call("{function}", rng.normal(size=(3, 5)))),
    ]
""",
    "mistakes/TODO.py": """\
\"\"\"slug-of-a-misconception\"\"\"


def {function}(x):
    return -x
""",
    "accepted/loop.py": """\
def {function}(x):
    y = x.copy()
    for i in range(len(y)):
        y[i] = x[i]
    return y
""",
}


COURSE_FILES = {
    "course.toml": """\
slug = "{slug}"
title = {{ en = "{title}", zh = "" }}
summary = {{ en = "", zh = "" }}
units = ["first-unit"]
""",
    "misconceptions.toml": """\
# What the mistakes of the exercises show. For each: its name, an explanation, and a lesson if there is one.
#
# [sum-not-mean]
# name = {{ en = "You return the sum, not the mean.", zh = "你返回的是总和，而不是平均值。" }}
# explanation = {{ en = "Divide by the number of elements.", zh = "请除以元素的个数。" }}
# lesson = "measuring-a-number#mean"
""",
    "first-unit/unit.toml": """\
title = {{ en = "First unit", zh = "第一单元" }}
summary = {{ en = "", zh = "" }}
level = "beginner" # beginner, intermediate or advanced
minutes = 30
contents = []
""",
}
CONTENTS = re.compile(r"^contents = \[(?P<slugs>[^\[\]#]*)\]", re.MULTILINE)


@click.group("new", short_help="Write the skeleton of a course or an exercise.")
def command() -> None:
    """Begin a course, or something new in one."""


@command.command("course", short_help="Write a course's folder, with a unit to fill.")
@click.argument("path", type=click.Path(path_type=Path))
def course(path: Path) -> None:
    """Write a course's folder at PATH, with a unit to fill."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        _fail(f"{path} is there already; nothing was written.")
    slug = re.sub(r"[^a-z0-9]+", "-", path.absolute().name.lower()).strip("-") or "course"
    _write(path, COURSE_FILES, slug=slug, title=slug.replace("-", " ").capitalize())
    click.echo(f"{path} is written. Begin an exercise: steepest new exercise first-unit/SLUG --course {path}")


@command.command("exercise", short_help="Write every file that an exercise has.")
@click.argument("place", metavar="UNIT/SLUG")
@click.option(
    "--course",
    "course_root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=COURSE_ROOT,
    help="A course folder instead of the one that ships.",
)
def exercise(place: str, course_root: Path) -> None:
    """Write UNIT/SLUG: every file that an exercise has, with what is missing marked TODO."""
    unit, slash, slug = place.partition("/")
    if not slash or not SLUG.fullmatch(unit) or not SLUG.fullmatch(slug):
        _fail(f"{place!r} is no UNIT/SLUG: lower-case words joined by hyphens, as in regression-losses/mae.")
    if not (course_root / "course.toml").is_file():
        _fail(f"{course_root} is no course: there is no course.toml. `steepest new course PATH` writes one.")
    unit_file = course_root / unit / "unit.toml"
    if not unit_file.is_file():
        units = sorted(path.parent.name for path in course_root.glob("*/unit.toml"))
        _fail(f"There is no unit {unit!r}. There are: {', '.join(units)}.")
    folder = course_root / unit / slug
    if folder.exists():
        _fail(f"{folder} is there already; nothing was written.")
    _write(folder, FILES, function=slug.replace("-", "_"), title=slug.replace("-", " ").capitalize())
    listed = _list(unit_file, slug)
    what = f"is written, and listed in {unit_file}" if listed else f"is written. List {slug!r} in {unit_file}"
    click.echo(f"{folder} {what}. What is to be done now is said by: steepest check {folder}")


def _write(folder: Path, files: Mapping[str, str], **fields: str) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(**fields), encoding="utf-8")


def _list(unit_file: Path, slug: str) -> bool:
    """Add the slug to the unit's contents; False where they are written in a way that is not touched here."""
    text = unit_file.read_text(encoding="utf-8")
    found = CONTENTS.search(text)
    if not found:
        return False
    slugs = re.findall(r'"([^"]*)"', found["slugs"])
    if slug not in slugs:
        listed = ", ".join(f'"{name}"' for name in [*slugs, slug])
        unit_file.write_text(text[: found.start()] + f"contents = [{listed}]" + text[found.end() :], encoding="utf-8")
    return True


def _fail(message: str) -> NoReturn:
    click.echo(f"steepest new: {message}", err=True)
    sys.exit(USAGE)
