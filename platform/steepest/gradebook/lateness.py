"""What being late costs: one function, so that a page that explains a grade and the grade itself agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from steepest.gradebook.dates import days_begun
from steepest.models import Assignment, Extension


@dataclass(frozen=True, slots=True)
class Dates:
    """When one student's work for an assignment counts; None where there is no limit."""

    opens: datetime | None
    due: datetime | None
    closes: datetime | None


def dates_for(assignment: Assignment, extension: Extension | None) -> Dates:
    """The student's own dates. An extension moves the closing moment as far as the due one, never back."""
    due, closes = assignment.due, assignment.closes
    if extension is None:
        return Dates(assignment.opens, due, closes)
    if closes is not None:
        longer = extension.due - due if due else timedelta()
        closes = max(closes + max(longer, timedelta()), extension.due)
    return Dates(assignment.opens, extension.due, closes)


def share_lost(assignment: Assignment, dates: Dates, handed_in: datetime) -> float | None:
    """The share of its worth that work handed in at this moment loses, from 0 to 1; None where it does not count."""
    if dates.opens and handed_in < dates.opens:
        return None
    if dates.closes and handed_in > dates.closes:
        return None
    if dates.due is None or handed_in <= dates.due + timedelta(minutes=assignment.grace_minutes):
        return 0.0
    return min(assignment.late_cap, assignment.late_per_day * days_begun(handed_in - dates.due))
