"""From what was named on the command line to submissions: files, folders, patterns, notebooks, a manifest."""

from __future__ import annotations

import glob
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from steepest.problem import Problem
from steepest_graders import SourceError, Text
from steepest_graders.notebook import MAX_NOTEBOOK_BYTES, read_notebook

SUFFIXES = (".py", ".ipynb")
UNREADABLE = Text("The file can't be read: {reason}.", "无法读取文件：{reason}。")


@dataclass(frozen=True)
class Job:
    """One submission to grade: its exercise, its name as given, and its source or why there is none."""

    exercise: str
    name: str
    source: bytes
    problem: Text | None = None
    missing: bool = False
    ignored: tuple[str, ...] = ()
    """Lines of a notebook that are no Python."""


def jobs_of(exercise: str, names: Iterable[str]) -> list[Job]:
    """One job for each file that the names stand for, in order."""
    return [_job(exercise, name) for given in names for name in _expand(given)]


def jobs_of_manifest(path: Path) -> list[Job]:
    """The jobs that a manifest lists; its patterns are relative to its own folder.

        [submissions]
        "week1/mse.py" = "mse"
        "students/*/adam.ipynb" = "adam"

    Raises Problem where it can't be read so.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["submissions"]
        listed = [(str(pattern), str(exercise)) for pattern, exercise in entries.items()]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        remedy = 'It needs a table [submissions] with lines like "week1/mse.py" = "mse".'
        raise Problem(f"{path} is no manifest ({type(error).__name__}: {error}). {remedy}") from None
    return [job for pattern, exercise in listed for job in jobs_of(exercise, [str(path.parent / pattern)])]


def _expand(name: str) -> Iterator[str]:
    """A folder stands for its programs and notebooks, a pattern for what it matches; else the name itself."""
    path = Path(name)
    if name == "-" or path.is_file():
        yield name
    elif path.is_dir():
        yield from sorted(str(found) for found in path.rglob("*") if found.suffix in SUFFIXES and _is_shown(found))
    else:
        yield from sorted(glob.glob(name, recursive=True)) or [name]


def _is_shown(path: Path) -> bool:
    return path.is_file() and not any(part.startswith(".") for part in path.parts if part not in (".", ".."))


def _job(exercise: str, name: str) -> Job:
    try:
        data = _read(name)
        if not name.endswith(".ipynb"):
            return Job(exercise, name, data)
        source, ignored = read_notebook(data)
        return Job(exercise, name, source.encode("utf-8", "surrogatepass"), ignored=ignored)
    except OSError as error:
        return Job(exercise, name, b"", UNREADABLE.format(reason=error.strerror or error), missing=True)
    except SourceError as error:
        return Job(exercise, name, b"", error.message)


def _read(name: str) -> bytes:
    """At most what anything that is graded may hold, and one byte to tell that there was more."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_NOTEBOOK_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_NOTEBOOK_BYTES + 1)
