"""YAML with the line of every mistake: questions, and the heads of lessons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from steepest.course.model import CourseError
from steepest_graders.quiz import FillIn, Question, QuestionError, Quiz, question_from_dict, quiz_from_dict
from steepest_graders.quiz import Path as Place

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times as fast, where it was built in


def parse(path: Path, source: str) -> Any:
    """Plain data. Raises CourseError, also where a key stands twice."""
    return _parse(path, source)[0]


def load_questions(path: Path) -> tuple[Question, ...]:
    """The quick checks of a file, in order. Raises CourseError naming the line."""
    data, node = _parse(path, path.read_text(encoding="utf-8"))
    if not isinstance(data, list):
        raise CourseError(path, "is not a list of questions.", "Begin each question with `- id:`.")
    questions = tuple(_question(path, item, child) for item, child in zip(data, node.value, strict=True))
    for question, child in zip(questions, node.value, strict=True):
        if isinstance(question, FillIn):
            problem = f"question {question.id!r}: a quick check can't wait for a grader."
            raise CourseError(path, problem, "Put a fill-in into a quiz.", _line(child, ("type",)))
    return questions


def load_quiz(path: Path) -> Quiz:
    """The quiz of a file. Raises CourseError naming the line."""
    data, node = _parse(path, path.read_text(encoding="utf-8"))
    try:
        return quiz_from_dict(path.stem, data)
    except QuestionError as error:
        raise CourseError(path, error.problem, error.remedy, _line(node, error.path)) from None


def _question(path: Path, data: Any, node: yaml.Node) -> Question:
    try:
        return question_from_dict(data)
    except QuestionError as error:
        name = f"question {data['id']!r}: " if isinstance(data, dict) and "id" in data else ""
        raise CourseError(path, f"{name}{error.problem}", error.remedy, _line(node, error.path)) from None


def _parse(path: Path, source: str) -> tuple[Any, Any]:
    try:
        loader = _Loader(source)
        node = loader.get_single_node()
        if twice := _repeated_key(node):
            raise CourseError(path, f"the key {twice.value!r} stands twice.", "Take one away.", _line(twice))
        return (loader.construct_document(node) if node else None), node
    except yaml.YAMLError as error:
        raise CourseError(path, f"is not valid YAML: {error}.", "Quote texts that hold a colon or a hash.") from None


def _repeated_key(node: Any) -> Any:
    """The first key that stands twice in one mapping: YAML itself would silently take the last."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                return key
            seen.add(key.value)
            if inner := _repeated_key(value):
                return inner
    if isinstance(node, yaml.SequenceNode):
        return next((inner for child in node.value if (inner := _repeated_key(child))), None)
    return None


def _line(node: Any, path: Place = ()) -> int:
    """Where the innermost part of `path` that exists begins, from 1."""
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), node)
    return int(node.start_mark.line) + 1
