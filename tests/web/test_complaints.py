"""What the reader of questions says against a text, an author can read in Chinese too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import steepest.prose
import steepest_graders.quiz
from steepest.authoring.complaints import in_chinese

QUIZ = Path(steepest_graders.quiz.__file__).parent
PROSE = Path(steepest.prose.__file__).parent
CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_every_sentence_against_a_text_is_there_in_chinese() -> None:
    found = sorted({sentence for path in (*QUIZ.glob("*.py"), *PROSE.glob("*.py")) for sentence in sentences(path)})
    assert len(found) > 110
    assert [sentence for sentence in found if not CHINESE.search(in_chinese(sentence))] == []


def sentences(path: Path) -> Iterator[str]:
    """Problem and remedy of every complaint, with an x for what differs."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in ("error", "QuestionError", "ProseError"):
            yield from filter(None, map(written, call.args[:2]))


def written(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return ""
