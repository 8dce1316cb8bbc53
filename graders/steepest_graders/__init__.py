"""The judge's front door: all that the web app and the command line may import.

`authoring` is the other door, for an exercise's `checks.py`; `writers` turns reports into files.
"""

from steepest_graders.exercise import ContentError, Exercise, Misconception, load_exercises, load_misconceptions
from steepest_graders.grading import grade, unreadable
from steepest_graders.report import CheckResult, Comparison, Finding, GradeReport, Verdict, worst
from steepest_graders.sandbox import HostReport, Sandbox, SandboxUnavailable, WallReport, describe_host
from steepest_graders.source import MAX_SOURCE_BYTES, SourceError, read_source
from steepest_graders.text import LANGUAGES, Language, Text
from steepest_graders.tracing import MOST_STEPS, Trace, TraceRequest, optimizer_of, trace_of
from steepest_graders.version import GRADER_VERSION

__all__ = [
    "GRADER_VERSION",
    "LANGUAGES",
    "MAX_SOURCE_BYTES",
    "MOST_STEPS",
    "CheckResult",
    "Comparison",
    "ContentError",
    "Exercise",
    "Finding",
    "GradeReport",
    "HostReport",
    "Language",
    "Misconception",
    "Sandbox",
    "SandboxUnavailable",
    "SourceError",
    "Text",
    "Trace",
    "TraceRequest",
    "Verdict",
    "WallReport",
    "describe_host",
    "grade",
    "load_exercises",
    "load_misconceptions",
    "optimizer_of",
    "read_source",
    "trace_of",
    "unreadable",
    "worst",
]
