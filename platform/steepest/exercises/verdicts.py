"""A verdict as it is shown: one panel, whether the page was loaded or asked for the verdict in place."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore

from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from steepest import submissions
from steepest.accounts.queries import Viewer
from steepest.dispatch import queue
from steepest.dispatch.queue import Graders
from steepest.models import Kind
from steepest.site import site
from steepest.submissions import Entry
from steepest_graders import GradeReport, Verdict

LOOKS = {Verdict.ACCEPTED: "accepted", Verdict.OTHER_CONVENTION: "other", Verdict.INTERNAL_ERROR: "ours"}
MARKS = {
    Verdict.ACCEPTED: "ok",
    Verdict.OTHER_CONVENTION: "other",
    Verdict.SKIPPED: "skip",
    Verdict.INTERNAL_ERROR: "ours",
}

CODE = re.compile(r"`([^`\n]+)`")

LONGEST_WAIT = 5.0  # seconds that a request for a verdict may be held; a web server that stops waits so long
LOOK_EVERY = 0.5  # seconds; the doorbell usually comes first
# Requests that wait hold a thread each. This many may, in a process, and a quarter of its threads; the others are
# answered at once and ask again.
MOST_WAITING = 4


@dataclass(frozen=True, slots=True)
class Panel:
    """All that the panel's template needs."""

    entry: Entry
    report: GradeReport | None
    place: int | None = None
    graders: Graders | None = None

    @property
    def is_run(self) -> bool:
        """Only the public examples were run: nothing counts."""
        return self.entry.submission.kind is Kind.RUN

    @property
    def look(self) -> str:
        """The panel's class in the style sheet."""
        return LOOKS.get(self.report.verdict, "refused") if self.report else "pending"


def mark(verdict: Verdict) -> str:
    """The class in the style sheet of a verdict in a table."""
    return MARKS.get(verdict, "no")


def said(text: str) -> Markup:
    """A sentence of a report, escaped, with what stands between backticks as code."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(text))))


def panel(session: Session, entry: Entry) -> Panel:
    """The panel of a submission; while it waits, with its place in the queue and whether anybody grades."""
    if entry.is_finished:
        return Panel(entry, entry.grading.result)
    return Panel(entry, None, queue.position(session, entry.grading), queue.graders(session))


def wait_for(viewer: Viewer, submission_id: int) -> Entry | None:
    """The submission, as soon as it is judged: held for a while where a thread may be spared."""
    entry = _look(viewer, submission_id)
    seats = _seats(site().settings.web_threads)
    if entry is None or entry.is_finished or not seats.acquire(blocking=False):
        return entry
    try:
        return _wait(viewer, submission_id)
    finally:
        seats.release()


@cache
def _seats(threads: int) -> BoundedSemaphore:
    return BoundedSemaphore(max(1, min(MOST_WAITING, threads // 4)))


def _wait(viewer: Viewer, submission_id: int) -> Entry | None:
    deadline = time.monotonic() + LONGEST_WAIT
    site().verdicts.start()
    with queue.doorbell(site().settings, queue.VERDICTS) as bell:
        while True:
            entry = _look(viewer, submission_id)  # after the bell was hung up: a verdict in between is not missed
            left = deadline - time.monotonic()
            if entry is None or entry.is_finished or left <= 0:
                return entry
            bell.wait(min(left, LOOK_EVERY))


def _look(viewer: Viewer, submission_id: int) -> Entry | None:
    with site().database.read() as session:
        return submissions.find(session, viewer, submission_id)
