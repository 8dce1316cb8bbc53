"""The tables, a module for each kind, with their constraints in them.

Whoever changes one writes a migration (a test compares).
"""

from __future__ import annotations

from steepest.models.accounts import (
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
from steepest.models.base import Base, Moment, now
from steepest.models.classes import Action, Assignment, Extension, Grade, Group, LogEntry, Met, Result
from steepest.models.reading import QuestionResponse, Room, Visit
from steepest.models.submissions import Diagnosis, Draft, Grader, Grading, Kind, Priority, State, Submission
from steepest_graders.report import Verdict

__all__ = [
    "Account",
    "Action",
    "Assignment",
    "Base",
    "Diagnosis",
    "Draft",
    "Extension",
    "Grade",
    "Grader",
    "Grading",
    "Group",
    "Kind",
    "LogEntry",
    "Met",
    "Moment",
    "Offering",
    "OneTimeLink",
    "Participant",
    "Priority",
    "Purpose",
    "QuestionResponse",
    "Result",
    "Role",
    "RoleName",
    "Room",
    "SessionRow",
    "State",
    "Submission",
    "Throttle",
    "Verdict",
    "Visit",
    "now",
]
