"""An exercise as its author wrote it: one folder, read once.

    exercise.toml  instructions.en.md  instructions.zh.md  starter.py  solution.py  checks.py
    mistakes/*.py  accepted/*.py

`solution.py` is published: shown after acceptance, and importable as `given` where a later exercise
names this one as its helper.

`checks.py` runs in this process: an exercise is installed like a program, never uploaded.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from steepest_graders.checks import Check
from steepest_graders.text import LANGUAGES, Text


class ContentError(Exception):
    """A course or an exercise that can't be used: says which file, what is wrong and what to do."""

    def __init__(self, path: Path, problem: str, remedy: str = "", line: int = 0) -> None:
        place = f"{path}: line {line}" if line else str(path)
        super().__init__(f"{place}: {problem}" + (f" {remedy}" if remedy else ""))
        self.path, self.problem, self.remedy, self.line = path, problem, remedy, line


@dataclass(frozen=True)
class Misconception:
    """What a mistake shows, in words for the student; `lesson` is a slug, with '#heading' where that helps."""

    slug: str
    name: Text
    explanation: Text
    lesson: str = ""


@dataclass(frozen=True)
class Mistake:
    """A wrong program: a detector of its misconception, and a test of the checks."""

    path: Path
    source: str
    misconception: Misconception


@dataclass(frozen=True, eq=False)  # an exercise is its folder as it was read: equal to itself alone
class Exercise:
    """See the module's docstring for the files and exercise.toml's keys for the fields."""

    slug: str
    unit: str
    folder: Path
    title: Text
    summary: Text
    functions: tuple[str, ...]
    minutes: int
    level: str
    given: tuple[str, ...]
    builds_on: tuple[str, ...]
    """Earlier exercises that this one takes up; what is `given` among them."""
    objectives: tuple[Text, ...]
    out_of_scope: tuple[Text, ...]
    hints: tuple[Text, ...]
    conventions: Mapping[str, bool]
    equivalent_mutants: Mapping[str, str]
    starter: str
    solution: str
    helpers: str
    """The published solutions of the `given` exercises, as one source."""
    instructions: Text
    misconceptions: Mapping[str, Misconception]

    @property
    def filename(self) -> str:
        """What the student's file is called in messages."""
        return f"{self.slug.replace('-', '_')}.py"

    @cached_property
    def content_hash(self) -> str:
        """Of all files of the folder: a regrade is due where it has changed."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:16]

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The wrong programs, by file name. Raises ContentError where one names no known misconception."""
        return tuple(map(self.mistake, self.mistake_files))

    @property
    def mistake_files(self) -> tuple[Path, ...]:
        """Where the wrong programs stand."""
        return tuple(sorted((self.folder / "mistakes").glob("*.py")))

    @cached_property
    def accepted(self) -> tuple[Path, ...]:
        """Right programs written in different ways."""
        return tuple(sorted((self.folder / "accepted").glob("*.py")))

    @cached_property
    def _module(self) -> Any:
        path = self.folder / "checks.py"
        spec = importlib.util.spec_from_file_location(f"checks_of_{self.slug.replace('-', '_')}", path)
        if spec is None or spec.loader is None or not path.is_file():
            raise ContentError(path, "is missing.", "Write it after steepest_graders.authoring's docstring.")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for name in ("checks", "reference"):
            if not hasattr(module, name):
                raise ContentError(path, f"does not define `{name}`.", "See steepest_graders.authoring's docstring.")
        return module

    @property
    def reference(self) -> Mapping[str, Callable[..., Any]]:
        """The right programs by name."""
        reference: Mapping[str, Callable[..., Any]] = self._module.reference
        return reference

    def checks(self, seed: int) -> tuple[Check, ...]:
        """Public checks first, then hidden ones whose random part follows from `seed`."""
        rng = np.random.default_rng([seed, *self.slug.encode()])
        checks = self._module.checks(rng)
        names = [check.name for check in checks]
        if len(set(names)) != len(names):
            raise ContentError(self.folder / "checks.py", "names a check twice.", "Give every check its own name.")
        return tuple(sorted(checks, key=lambda check: not check.public))

    def mistake(self, path: Path) -> Mistake:
        """The wrong program of that file. Raises ContentError where it names no known misconception."""
        source = path.read_text(encoding="utf-8")
        docstring = ast.get_docstring(ast.parse(source, str(path))) or ""
        slug = docstring.partition("\n")[0].strip()
        if slug not in self.misconceptions:
            problem = f"its docstring's first line {slug!r} names no misconception."
            raise ContentError(path, problem, "Write a slug of misconceptions.toml there.")
        return Mistake(path, source, self.misconceptions[slug])


def load_exercises(root: Path) -> dict[str, Exercise]:
    """Every exercise of a course folder by slug, in the course's order.

    Reads TOML and texts only; `checks.py` and mistakes are read when they are first needed. Raises
    ContentError naming the file and the remedy.
    """
    misconceptions = load_misconceptions(root)
    exercises: dict[str, Exercise] = {}
    for unit in _units(root):
        for slug in _contents(root / unit / "unit.toml"):
            folder = root / unit / slug
            if not (folder / "exercise.toml").is_file():
                continue  # a lesson or a quiz
            if slug in exercises:
                raise ContentError(folder, f"the slug {slug!r} stands in two units.", "Rename one of the folders.")
            exercises[slug] = load_exercise(folder, misconceptions, exercises)
    return exercises


def load_exercise(
    folder: Path, misconceptions: Mapping[str, Misconception], earlier: Mapping[str, Exercise]
) -> Exercise:
    """One exercise folder; its helpers are among the `earlier` ones. Raises ContentError."""
    path = folder / "exercise.toml"
    data = read_toml(path)
    for key in ("given", "builds_on"):
        unknown = [slug for slug in data.get(key, ()) if slug not in earlier]
        if unknown:
            remedy = "Name exercises that come earlier in the course."
            raise ContentError(path, f"`{key}` names {unknown[0]!r}.", remedy)
    try:
        return Exercise(
            slug=folder.name,
            unit=folder.parent.name,
            folder=folder,
            title=Text.from_dict(data["title"]),
            summary=Text.from_dict(data["summary"]),
            functions=tuple(data["functions"]),
            minutes=int(data["minutes"]),
            level=str(data["level"]),
            given=tuple(data.get("given", ())),
            builds_on=tuple(dict.fromkeys([*data.get("given", ()), *data.get("builds_on", ())])),
            objectives=_texts(data, "objectives"),
            out_of_scope=_texts(data, "out_of_scope"),
            hints=_texts(data, "hints"),
            conventions=dict(data.get("conventions", {})),
            equivalent_mutants=dict(data.get("equivalent_mutants", {})),
            starter=_read(folder / "starter.py"),
            solution=_read(folder / "solution.py"),
            helpers="\n\n".join(earlier[slug].solution for slug in data.get("given", ())),
            instructions=Text(*(_read(folder / f"instructions.{language}.md") for language in LANGUAGES)),
            misconceptions=misconceptions,
        )
    except KeyError as missing:
        raise ContentError(
            path, f"the key {missing} is missing.", "Add it, in both languages where it is a text."
        ) from None


def load_misconceptions(root: Path) -> dict[str, Misconception]:
    """The misconceptions of a course by slug: of `misconceptions.toml`, and of the file of that name in each unit.

    Those that several units share stand in the course's file. Raises ContentError.
    """
    found: dict[str, Misconception] = {}
    for path in misconception_files(root):
        for slug, data in read_toml(path).items():
            if slug in found:
                raise ContentError(path, f"[{slug}] stands in another file too.", "Keep one of them.")
            found[slug] = _misconception(path, slug, data)
    return found


def misconception_files(root: Path) -> list[Path]:
    """Where the misconceptions of a course stand. Raises ContentError."""
    paths = (folder / "misconceptions.toml" for folder in (root, *(root / unit for unit in _units(root))))
    return [path for path in paths if path.is_file()]


def _misconception(path: Path, slug: str, data: Mapping[str, Any]) -> Misconception:
    try:
        name, explanation = Text.from_dict(data["name"]), Text.from_dict(data["explanation"])
    except KeyError as missing:
        raise ContentError(path, f"[{slug}] lacks {missing}.", "Write name and explanation in en and zh.") from None
    return Misconception(slug, name, explanation, str(data.get("lesson", "")))


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file. Raises ContentError where it is missing or malformed."""
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ContentError(path, f"is not valid TOML: {error}.", line=int(line[1]) if line else 0) from None


def _units(root: Path) -> list[str]:
    path = root / "course.toml"
    units = read_toml(path).get("units")
    if not isinstance(units, list):
        raise ContentError(path, "does not list `units`.", 'Write units = ["first-unit", ...].')
    return [str(unit) for unit in units]


def _contents(path: Path) -> list[str]:
    contents = read_toml(path).get("contents")
    if not isinstance(contents, list):
        raise ContentError(path, "does not list `contents`.", 'Write contents = ["a-lesson", "an-exercise", ...].')
    return [str(slug) for slug in contents]


def _texts(data: Mapping[str, Any], key: str) -> tuple[Text, ...]:
    return tuple(Text.from_dict(item) for item in data.get(key, ()))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(path, "is missing.", "Every exercise and unit needs it.") from None
    except UnicodeDecodeError:
        raise ContentError(path, "is not UTF-8.", "Save it as UTF-8.") from None
