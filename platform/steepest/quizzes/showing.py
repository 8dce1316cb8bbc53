"""What of an attempt shows, and when: marks, feedback, right answers. Keys leave the server here or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from steepest.models import QuizAttempt, Response, now
from steepest.quizzes import attempts, drawing
from steepest.quizzes.drawing import Drawn
from steepest.quizzes.library import KnownQuiz
from steepest_graders import GradeReport, Text, Verdict
from steepest_graders.quiz import Settings, When

GIVEN_UP = Text(
    "This line could not be judged. It is our fault, not yours: it will be tried again. If that does not help within a"
    " day, tell your instructor.",
    "这一行无法评判。这是我们的问题，不是你的：系统会自动重试。如果一天之内仍无结果，请告诉授课教师。",
)
PRACTICE = Settings()  # feedback at once, answers after the attempt


@dataclass(frozen=True, slots=True)
class Shown:
    """One question of an attempt, for this reader, now."""

    position: int
    name: str
    drawn: Drawn
    points: float
    final: bool
    """The answer can't be changed any more."""
    marks: bool
    """Final, and what it is worth shows."""
    waiting: bool
    """A grader has it."""
    problem: Text
    """Why what stands there can't be judged."""
    explanation: Text
    ran: tuple[Text, ...] = ()
    """What a line that was filled in did, where it did not do what it should."""

    @property
    def earned(self) -> float | None:
        """Points, where marks show."""
        if self.drawn.judgement:
            return self.drawn.judgement.score * self.points
        return 0.0 if self.marks and not self.waiting else None


def settings_of(quiz: KnownQuiz | None) -> Settings:
    """How an attempt is asked: as its quiz says, or as practice does."""
    return quiz.quiz.settings if quiz else PRACTICE


def is_due(when: When, attempt: QuizAttempt, settings: Settings) -> bool:
    """Whether what shows at that moment shows now. (At once is up to each question.)"""
    return attempt.finished is not None and has_come(when, settings)


def has_come(when: When, settings: Settings) -> bool:
    """Whether what shows at that moment shows now, to somebody who has finished."""
    match when:
        case When.AT_ONCE | When.AFTER_ATTEMPT:
            return True
        case When.AFTER_CLOSE:
            return settings.closes is not None and now() >= settings.closes
        case When.NEVER:
            return False


def shown(
    attempt: QuizAttempt,
    response: Response,
    settings: Settings,
    problem: Text | None = None,
    report: GradeReport | None = None,
) -> Shown:
    """The question with whatever is due of it. `report`: of the grader that ran its line."""
    question = attempts.asked(response)
    is_final = response.checked is not None
    marks = is_due(settings.feedback, attempt, settings) or (settings.feedback is When.AT_ONCE and is_final)
    answers = is_due(settings.answers, attempt, settings)
    judgement = attempts.judgement(response) if marks else None
    unread = attempts.unreadable(response) if is_final and marks else None
    is_waiting = marks and is_final and response.score is None
    if is_waiting and report and report.verdict is Verdict.INTERNAL_ERROR:
        unread, is_waiting = GIVEN_UP, False
    return Shown(
        position=response.position,
        name=f"q{response.position}",
        drawn=drawing.drawn(
            question,
            response.given,
            judgement,
            trusted=response.wording.trusted,
            due=answers,
            name=f"q{response.position}",
        ),
        points=response.points,
        final=is_final or attempt.finished is not None,
        marks=marks and is_final,
        waiting=is_waiting,
        problem=problem or unread or Text(),
        explanation=question.explanation if answers else Text(),
        ran=tuple(check.message for check in report.checks if any(check.message)) if report and judgement else (),
    )


def seconds_left(attempt: QuizAttempt) -> int | None:
    """Until the deadline, by our clock; None where there is none."""
    if attempt.deadline is None:
        return None
    return max(0, round((attempt.deadline - now()) / timedelta(seconds=1)))
