"""A question as a file of another program holds it: what GIFT and Moodle XML have in common.

The readers make these, `mapping` turns them into our own questions and back, the writers write them. Nothing that
a file says is dropped without a remark.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from steepest_graders.text import Text

# A text as a file holds it, by language: 'en' and 'zh', or '' where the file doesn't say. Markdown.
Words: TypeAlias = Mapping[str, str]

NO_WORDS: Words = {}


class UnreadableFile(Exception):
    """A file that can't be read at all. `message` says why and what to do, in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class Shape(StrEnum):
    """What both formats can ask."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    SHORT = "short"
    NUMERIC = "numeric"
    MATCHING = "matching"
    ORDERING = "ordering"
    UNKNOWN = "unknown"  # nothing of ours: the remarks say what it was


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `share` of the points: 1 is right, 0 wrong, anything between partly right, below 0 a penalty.

    Matching: `words` belong to `match`, and one without words is a distractor. Ordering: in the right order.
    Numeric: `value` within `tolerance`; None stands for every other number.
    """

    words: Words = field(default_factory=dict)
    share: float = 0.0
    feedback: Words = field(default_factory=dict)
    match: Words = field(default_factory=dict)
    value: float | None = None
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Foreign:
    """One question of a file. `place` says where it stood: 'line 12', 'question 3'."""

    shape: Shape
    place: Text
    title: str = ""
    prompt: Words = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    feedback: Words = field(default_factory=dict)  # said after any answer
    points: float = 1.0
    id: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""
    unit: str = ""
    case_sensitive: bool = False
    remarks: tuple[Text, ...] = ()
    ours: Mapping[str, Any] | None = None  # our own text form, where we wrote the file and nobody changed it since

    def visible(self) -> str:
        """All that a reader of the file sees of the question: what a seal is about."""
        seen = [
            self.shape,
            self.title,
            self.prompt,
            [asdict(answer) for answer in self.answers],
            self.feedback,
            self.unit,
        ]
        return json.dumps(seen, sort_keys=True, ensure_ascii=False)
