"""What grading says: verdicts, the result of each check, and the report over all of them.

Everything here is plain data. A report is stored as JSON by the web app and rendered by `writers`;
nothing in it is hidden from its reader, so nothing that must stay hidden may be put into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from steepest_graders.text import Text


class Verdict(StrEnum):
    """The outcome of a check or of a whole submission, in ascending order of severity.

    `skipped` does not count in an aggregate: a check after a time limit is skipped, the whole is a
    time limit. `internal_error` is ours and never the student's fault.
    """

    ACCEPTED = "accepted"
    OTHER_CONVENTION = "other_convention"
    WRONG_ANSWER = "wrong_answer"
    RUNTIME_ERROR = "runtime_error"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    SECURITY_VIOLATION = "security_violation"
    COMPILE_ERROR = "compile_error"
    SKIPPED = "skipped"
    INTERNAL_ERROR = "internal_error"

    @property
    def severity(self) -> int:
        """Its place in the order above; a `skipped` check never decides."""
        return -1 if self is Verdict.SKIPPED else list(Verdict).index(self)

    @property
    def words(self) -> Text:
        """Its name in words."""
        return _TITLES[self]


_TITLES = {
    Verdict.ACCEPTED: Text("accepted", "通过"),
    Verdict.OTHER_CONVENTION: Text("right under another convention", "换一种约定是对的"),
    Verdict.WRONG_ANSWER: Text("wrong answer", "答案错误"),
    Verdict.RUNTIME_ERROR: Text("runtime error", "运行时错误"),
    Verdict.TIME_LIMIT: Text("time limit", "超出时限"),
    Verdict.MEMORY_LIMIT: Text("memory limit", "超出内存限制"),
    Verdict.OUTPUT_LIMIT: Text("output limit", "输出过多"),
    Verdict.SECURITY_VIOLATION: Text("security violation", "违反安全限制"),
    Verdict.COMPILE_ERROR: Text("compile error", "编译错误"),
    Verdict.SKIPPED: Text("skipped", "已跳过"),
    Verdict.INTERNAL_ERROR: Text("internal error", "内部错误"),
}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The most severe of `verdicts`; of none at all, `internal_error` (nothing was judged)."""
    return max(verdicts, key=lambda verdict: verdict.severity, default=Verdict.INTERNAL_ERROR)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a gradient beside its difference quotient; `index` as a program writes it: W1[0, 2]."""

    index: str
    expected: str
    got: str
    relative_error: float


Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an optimiser computes inside a step, beside what the program keeps of it ('' where it can't be read)."""

    name: str
    expected: str
    got: str = ""
    same: bool = True


@dataclass(frozen=True, slots=True)
class Path:
    """A descent on the public bowl f(x, y) = (a x² + b y²) / 2, from the start on, beside the reference's.

    `yours` ends before the first point that is no number. `leaves` is the first step that differs from the
    reference's, 0 where none does; `inside` tells that step's quantities. `mistake` is the path of the
    mistake that was found.
    """

    bowl: Point
    reference: tuple[Point, ...]
    yours: tuple[Point, ...]
    leaves: int = 0
    inside: tuple[Quantity, ...] = ()
    mistake: tuple[Point, ...] = ()
    mistake_title: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A public example worked out: shown to the student, so only ever made for public checks.

    `elements` is there for gradients, right or wrong: each element with its relative error.
    """

    call: str
    expected: str
    got: str
    difference: str = ""
    allowed: str = ""
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: `message` says what happened, in words that may be shown to the student.

    `comparison` and `path` are there for public checks only.
    """

    name: str
    title: Text
    verdict: Verdict
    public: bool
    message: Text = field(default_factory=Text)
    comparison: Comparison | None = None
    path: Path | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A misconception that the submission shows, with the evidence for saying so.

    `accepted` marks a convention other than ours that this exercise takes as right.
    """

    slug: str
    title: Text
    explanation: Text
    evidence: Text
    lesson: str = ""
    convention: bool = False
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class GradeReport:
    """All that grading has to say about one submission. `seconds` is wall time of the grading."""

    exercise: str
    verdict: Verdict
    score: float
    seconds: float
    checks: tuple[CheckResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    message: Text = field(default_factory=Text)
    output: str = ""
    line: int | None = None
    sandbox: str = ""
    grader_version: str = ""
    content_hash: str = ""

    @property
    def passed(self) -> int:
        """How many checks were accepted."""
        return sum(check.verdict is Verdict.ACCEPTED for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-able data, both languages included; `from_dict` reads it back."""
        return asdict(self, dict_factory=_plain)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> GradeReport:
        """Read what `to_dict` wrote. Raises KeyError or ValueError on anything else."""
        return cls(
            **{
                **data,
                "verdict": Verdict(data["verdict"]),
                "message": Text(*data["message"]),
                "checks": tuple(_check(check) for check in data["checks"]),
                "findings": tuple(_finding(finding) for finding in data["findings"]),
            }
        )


def _plain(items: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in items}


def _check(data: Mapping[str, Any]) -> CheckResult:
    comparison, path = data["comparison"], data.get("path")
    return CheckResult(
        **{
            **data,
            "title": Text(*data["title"]),
            "verdict": Verdict(data["verdict"]),
            "message": Text(*data["message"]),
            "comparison": _comparison(comparison) if comparison else None,
            "path": _path(path) if path else None,
        }
    )


def _comparison(data: Mapping[str, Any]) -> Comparison:
    elements = tuple(Element(**element) for element in data.get("elements", ()))
    return Comparison(**{**data, "elements": elements})


def _path(data: Mapping[str, Any]) -> Path:
    lines = {name: tuple((x, y) for x, y in data[name]) for name in ("reference", "yours", "mistake")}
    inside = tuple(Quantity(**quantity) for quantity in data["inside"])
    title = Text(*data["mistake_title"])
    return Path(**{**data, **lines, "bowl": tuple(data["bowl"]), "inside": inside, "mistake_title": title})


def _finding(data: Mapping[str, Any]) -> Finding:
    texts = {name: Text(*data[name]) for name in ("title", "explanation", "evidence")}
    return Finding(**{**data, **texts})
