"""The tables, a module for each kind, with their constraints in them.

Whoever changes one writes a migration (a test compares).
"""

from __future__ import annotations

from steepest.models.accounts import (
    DEFAULT_OFFERING,
    Account,
    Offering,
    OneTimeLink,
    Participant,
    Purpose,
    Role,
    RoleName,
    SessionRow,
    Throttle,
)
from steepest.models.authoring import (
    Bank,
    Document,
    DocumentDraft,
    DocumentKind,
    DocumentTag,
    DocumentVersion,
)
from steepest.models.base import Base, Moment, now
from steepest.models.classes import Action, Assignment, Extension, Grade, Group, LogEntry, Met, Result
from steepest.models.discussion import Post, forget_posts
from steepest.models.hints import HintOpening
from steepest.models.labs import Trace
from steepest.models.quizzes import AttemptKind, QuizAttempt, Response, Wording
from steepest.models.reading import QuestionResponse, Room, Visit
from steepest.models.submissions import (
    PASSING,
    Diagnosis,
    Draft,
    Grader,
    Grading,
    Kind,
    Priority,
    State,
    Submission,
    counted,
    counts,
)
from steepest_graders.report import Verdict

__all__ = [
    "DEFAULT_OFFERING",
    "PASSING",
    "Account",
    "Action",
    "Assignment",
    "AttemptKind",
    "Bank",
    "Base",
    "Diagnosis",
    "Document",
    "DocumentDraft",
    "DocumentKind",
    "DocumentTag",
    "DocumentVersion",
    "Draft",
    "Extension",
    "Grade",
    "Grader",
    "Grading",
    "Group",
    "HintOpening",
    "Kind",
    "LogEntry",
    "Met",
    "Moment",
    "Offering",
    "OneTimeLink",
    "Participant",
    "Post",
    "Priority",
    "Purpose",
    "QuestionResponse",
    "QuizAttempt",
    "Response",
    "Result",
    "Role",
    "RoleName",
    "Room",
    "SessionRow",
    "State",
    "Submission",
    "Throttle",
    "Trace",
    "Verdict",
    "Visit",
    "Wording",
    "counted",
    "counts",
    "forget_posts",
    "now",
]
