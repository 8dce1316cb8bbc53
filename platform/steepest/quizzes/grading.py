"""Lines that were filled into questions: what a worker does with them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from steepest.db import Database
from steepest.dispatch.queue import Claim
from steepest.models import Grading, Submission, Wording
from steepest.quizzes import attempts
from steepest_graders import GradeReport, Sandbox
from steepest_graders.quiz import FillIn, grade_line, question_from_dict


class LineGrader:
    """See steepest.dispatch.worker.Answers."""

    def grade(self, database: Database, claim: Claim, sandbox: Sandbox) -> GradeReport | None:
        """Run the question's program with the line in it."""
        with database.read() as session:
            wording = session.get(Wording, _submission(session, claim).content_hash)
        question = question_from_dict(wording.data, complete=False) if wording else None
        return grade_line(question, claim.source, sandbox) if isinstance(question, FillIn) else None

    def settle(self, session: Session, claim: Claim, report: GradeReport) -> None:
        """Write the verdict into the response."""
        attempts.settle(session, _submission(session, claim).id, report)


def _submission(session: Session, claim: Claim) -> Submission:
    return session.get_one(Submission, session.get_one(Grading, claim.grading_id).submission_id)
