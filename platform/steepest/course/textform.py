"""The text form: YAML of people who are not trusted, read with the line of everything, and written.

The YAML is the plain part of it: mappings, lists, and scalars as YAML 1.2 reads them (`yes` is a word, `1e-3` a
number, a date is a text). No anchors and aliases: a few lines of them would unfold into gigabytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from steepest_graders.text import Text

LARGEST = 64 * 1024  # characters of one document
DEEPEST = 20
Path = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, at which line (from 1). A warning doesn't keep a document from being published."""

    line: int
    message: Text
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A text that was read: its data, or the problem that kept it from being read."""

    data: Any = None
    problem: Problem | None = None
    node: yaml.Node | None = None

    def line(self, path: Path = ()) -> int:
        """The line of the innermost part of `path` that exists."""
        return line_of(self.node, path) if self.node is not None else 1


def read(source: str, *, largest: int = LARGEST) -> Form:
    """Read a text. Never raises: what is wrong is in `problem`."""
    if len(source) > largest:
        return Form(problem=Problem(1, _TOO_LONG.format(most=largest // 1024)))
    try:
        loader = _Loader(source)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
    except _Refused as refused:
        return Form(problem=Problem(refused.line, refused.message))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Form(problem=Problem((mark.line + 1) if mark else 1, _NO_YAML.format(what=str(error.problem))))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = source.count("\n", 0, getattr(error, "position", 0)) + 1
        return Form(problem=Problem(line, _NO_TEXT))
    return Form(data, None, node)


_TOO_LONG = Text("The text is longer than {most} KiB: split it.", "文本超过 {most} KiB，请拆分。")
_NO_YAML = Text(
    "This is not YAML ({what}). Quote a text that holds a colon or a hash, and indent by spaces.",
    "这里不符合 YAML 的写法（{what}）。含有冒号或井号的文字请加引号，并用空格缩进。",
)
_NO_TEXT = Text("The text holds characters that can't stand in YAML.", "文本含有 YAML 不允许的字符。")
_ALIAS = Text(
    "Anchors, aliases and tags (& * !) are not read: quote a text that begins so.",
    "不支持锚点、别名和标签（& * !）：以它们开头的文字请加引号。",
)
_DEEP = Text("This is nested too deeply.", "嵌套层数过多。")
_TWICE = Text("The key {key!r} stands twice: take one away.", "键“{key}”出现了两次，请删去一个。")
_KEY = Text("A key is a word.", "键必须是一个词。")


class _Refused(Exception):
    def __init__(self, line: int, message: Text) -> None:
        super().__init__(message.en)
        self.line, self.message = line, message


class _Loader(yaml.SafeLoader):
    """Refuses aliases, deep nesting and repeated keys while the text is read, before anything is built."""

    _depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
            raise _Refused(event.start_mark.line + 1, _ALIAS)
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Refused(event.start_mark.line + 1, _DEEP)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _Refused(key.start_mark.line + 1, _KEY)
            if key.value in seen:
                raise _Refused(key.start_mark.line + 1, _TWICE.format(key=key.value))
            seen.add(key.value)
        return super().construct_mapping(node, deep)


# Scalars as the core schema of YAML 1.2 has them. (1.1 makes `no` false, `1e-3` a text and `12:30` a number.)
SCALARS = {
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "int": (r"[-+]?[0-9]+", "-+0123456789"),
    "float": (r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
}
NO_TEXT_SCALAR = re.compile("|".join(pattern for pattern, _ in SCALARS.values()))
_Loader.yaml_implicit_resolvers = {}
for _name, (_pattern, _first) in SCALARS.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(f"^(?:{_pattern})$"), list(_first))
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: _whole(node.value))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: _finite(node.value))


def _whole(digits: str) -> int | float | str:
    return int(digits) if len(digits) <= 18 else _finite(digits)


def _finite(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits


def line_of(node: Any, path: Path = ()) -> int:
    """Where the innermost part of `path` that exists begins, from 1."""
    line = int(node.start_mark.line) + 1
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = int(node.start_mark.line) + 1
        elif isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if found is None:
                return line
            line, node = int(found[0].start_mark.line) + 1, found[1]
        else:
            return line
    return line


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)  # a list is indented under its key


def _said(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if NO_TEXT_SCALAR.fullmatch(text):
        style = "'"  # the library quotes what YAML 1.1 would take for something else, and `1e-3` isn't
    elif re.search("[\x85\u2028\u2029]", text):
        style = '"'  # ends of lines that YAML would fold
    elif "\n" in text and not re.search(r"^\s|[ \t]\n|\n\s*$", text):
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _said)


def write(data: Any) -> str:
    """The data as a text that reads back equal, by this module and by any YAML reader."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)
