"""`steepest new`: the skeleton of an exercise, which `steepest check` then guides to completion."""

from __future__ import annotations

import re
import sys
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


@click.group("new", short_help="Write the skeleton of an exercise.")
def command() -> None:
    """Begin something new in a course folder."""


@command.command("exercise")
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
    unit_file = course_root / unit / "unit.toml"
    if not unit_file.is_file():
        units = sorted(path.parent.name for path in course_root.glob("*/unit.toml"))
        _fail(f"There is no unit {unit!r}. There are: {', '.join(units)}.")
    folder = course_root / unit / slug
    if folder.exists():
        _fail(f"{folder} is there already; nothing was written.")
    fields = {"function": slug.replace("-", "_"), "title": slug.replace("-", " ").capitalize()}
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(**fields), encoding="utf-8")
    click.echo(f"{folder} is written. List {slug!r} in {unit_file}, then run: steepest check {slug} --verbose")


def _fail(message: str) -> NoReturn:
    click.echo(f"steepest new: {message}", err=True)
    sys.exit(USAGE)
