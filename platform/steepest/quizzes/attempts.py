"""Attempts: begun, answered, finished; by the server's clock, and each step safe to be sent twice.

Functions run inside the caller's transaction. What an attempt asks is fixed when it begins: wordings, numbers and
order; a question that is changed or withdrawn meanwhile stays in it as it was.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import CursorResult, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from steepest.accounts.queries import Viewer, mine
from steepest.course import Course
from steepest.dispatch import queue
from steepest.gradebook import results
from steepest.models import (
    AttemptKind,
    Grading,
    Kind,
    Offering,
    QuizAttempt,
    Response,
    Room,
    State,
    Submission,
    Wording,
    now,
)
from steepest.quizzes.library import Known, KnownQuiz, Library
from steepest_graders import GradeReport, Text, Verdict
from steepest_graders.quiz import (
    Counts,
    FillIn,
    Judgement,
    NeedsGrading,
    Question,
    Quiz,
    ResponseError,
    question_from_dict,
    quiz_from_dict,
    version_of,
)

GRACE = timedelta(seconds=20)  # after the deadline, for what was sent in time and took long


TRIED_AGAIN = timedelta(days=1)  # for so long a line that no grader could judge is queued again


class Refused(Exception):
    """It can't be begun or answered; `message` says why, in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


NOT_YET = Text("This quiz is not open yet.", "这个测验还没有开放。")
CLOSED = Text("This quiz is closed.", "这个测验已经关闭。")
NONE_LEFT = Text("You have used all your attempts.", "你已经用完了所有的作答次数。")
SIGN_IN = Text("This quiz counts your attempts: sign in first.", "这个测验限制作答次数：请先登录。")
EMPTY = Text("This quiz has no questions now.", "这个测验目前没有题目。")
FINISHED = Text("This attempt is finished: nothing can be changed in it.", "这次作答已经结束，不能再修改。")
TIME_UP = Text("Time is up. What was saved before counts.", "时间到了。此前保存的答案有效。")
FINAL = Text("This answer is final in this attempt.", "这道题在本次作答中已经定稿。")


# --- beginning ---


def begin(session: Session, viewer: Viewer, library: Library, quiz: KnownQuiz) -> QuizAttempt:
    """A new attempt, or the one that is open: a button pressed twice begins one. Raises Refused.

    Where attempts are counted guests may not begin: with every new session they would be somebody new.
    """
    if attempt := running(session, viewer, AttemptKind.QUIZ, quiz.quiz.slug):
        return attempt
    settings, moment = quiz.quiz.settings, now()
    if settings.opens and moment < settings.opens:
        raise Refused(NOT_YET)
    if settings.closes and moment >= settings.closes:
        raise Refused(CLOSED)
    if settings.attempts and viewer.is_guest:
        raise Refused(SIGN_IN)
    ends = [moment + settings.time_limit] if settings.time_limit else []
    ends += [settings.closes] if settings.closes else []
    seed = secrets.randbits(31)
    begun = _start(
        session,
        QuizAttempt(
            participant_id=viewer.participant_id,
            offering_id=viewer.offering_id,
            kind=AttemptKind.QUIZ,
            quiz=quiz.quiz.slug,
            version=keep(session, quiz.quiz.slug, quiz.quiz.source, quiz.trusted),
            seed=seed,
            shuffle=settings.shuffle,
            started=moment,
            deadline=min(ends, default=None),
        ),
        choose(library, quiz, seed),
        viewer,
    )
    # Counted after the insertion: of two that begin at once the later one then sees the other, finished or not.
    if settings.attempts and len(history(session, viewer, quiz.quiz.slug)) > settings.attempts:
        raise Refused(NONE_LEFT)
    return begun


def begin_practice(session: Session, viewer: Viewer, asked: Sequence[Known], offering_id: int) -> QuizAttempt:
    """A new practice with these questions, or the one that is open. Raises Refused."""
    if attempt := running(session, viewer, AttemptKind.PRACTICE, ""):
        return attempt
    attempt = QuizAttempt(
        participant_id=viewer.participant_id,
        offering_id=offering_id,
        kind=AttemptKind.PRACTICE,
        quiz="",
        seed=secrets.randbits(31),
        shuffle=True,
        started=now(),
    )
    return _start(session, attempt, asked, viewer)


def choose(library: Library, quiz: KnownQuiz, seed: int) -> list[Known]:
    """The questions of an attempt with this seed, in order."""
    asked = {known.question.id: known for known in library.questions_of(quiz)}
    for number, draw in enumerate(quiz.quiz.draws):
        offered = [known for known in library.drawn(draw, quiz) if known.question.id not in asked]
        taken = sorted(offered, key=lambda known: _key(f"{seed}:{number}:{known.question.id}"))[: draw.count]
        asked |= {known.question.id: known for known in taken}
    found = list(asked.values())
    if quiz.quiz.settings.shuffle:
        found.sort(key=lambda known: _key(f"{seed}:{known.question.id}"))
    return found


def _start(session: Session, attempt: QuizAttempt, asked: Sequence[Known], viewer: Viewer) -> QuizAttempt:
    if not asked:
        raise Refused(EMPTY)
    kind, slug = attempt.kind, attempt.quiz
    try:
        with session.begin_nested():
            session.add(attempt)
            session.flush()
    except IntegrityError:  # the same button, pressed twice: the other one was faster
        if other := running(session, viewer, kind, slug):
            return other
        raise
    for position, known in enumerate(asked, 1):
        question = known.question
        session.add(
            Response(
                attempt_id=attempt.id,
                position=position,
                question=question.id,
                version=keep(session, question.id, question.source, known.trusted),
                seed=int.from_bytes(_key(f"{attempt.seed}:{question.id}:numbers")[:4]) >> 1,
                points=question.points,
                given=[],
                misconceptions=[],
            )
        )
    session.flush()
    session.refresh(attempt)
    return attempt


def keep(session: Session, slug: str, data: Mapping[str, Any], trusted: bool) -> str:
    """Store a wording, once. Its version."""
    plain = json.loads(json.dumps(data, default=str))  # YAML knows moments, JSON doesn't
    version = version_of(data)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"version": version, "slug": slug, "data": plain, "trusted": trusted, "created": now()}
    session.execute(insert(Wording).values(row).on_conflict_do_nothing(index_elements=["version"]))
    return version


def _key(word: str) -> bytes:
    return hashlib.sha256(word.encode()).digest()


# --- finding ---


def running(session: Session, viewer: Viewer, kind: AttemptKind, slug: str) -> QuizAttempt | None:
    """The attempt that is open. One whose time is up is none any more: see `finish_expired`."""
    found = session.scalars(
        select(QuizAttempt)
        .where(
            QuizAttempt.participant_id.in_(mine(viewer)),
            QuizAttempt.kind == kind,
            QuizAttempt.quiz == slug,
            QuizAttempt.finished.is_(None),
        )
        .order_by(QuizAttempt.id.desc())
    ).all()
    return next((attempt for attempt in found if not is_over(attempt)), None)


def find(session: Session, viewer: Viewer, number: int, *, lock: bool = False) -> QuizAttempt | None:
    """The viewer's own attempt with its responses; None for anybody else's. With `lock` others wait who change it."""
    query = select(QuizAttempt).with_for_update(key_share=True) if lock else select(QuizAttempt)
    return session.scalar(
        query.where(QuizAttempt.id == number, QuizAttempt.participant_id.in_(mine(viewer)))
        .options(selectinload(QuizAttempt.responses).joinedload(Response.wording), selectinload(QuizAttempt.wording))
        .execution_options(populate_existing=True)
    )


def history(session: Session, viewer: Viewer, slug: str) -> Sequence[QuizAttempt]:
    """The viewer's attempts at a quiz, the oldest first."""
    return session.scalars(
        select(QuizAttempt)
        .where(
            QuizAttempt.participant_id.in_(mine(viewer)),
            QuizAttempt.quiz == slug,
            QuizAttempt.kind == AttemptKind.QUIZ,
        )
        .order_by(QuizAttempt.id)
    ).all()


def is_over(attempt: QuizAttempt) -> bool:
    """Whether its time is up, the grace included."""
    return attempt.deadline is not None and now() > attempt.deadline + GRACE


def counted(attempts: Iterable[QuizAttempt], counts: Counts) -> float | None:
    """What several attempts are worth together, 0 to 1; None before the first is finished."""
    scores = [attempt.score for attempt in attempts if attempt.score is not None]
    if not scores:
        return None
    match counts:
        case Counts.BEST:
            return max(scores)
        case Counts.LAST:
            return scores[-1]
        case Counts.AVERAGE:
            return sum(scores) / len(scores)


def quiz_of(attempt: QuizAttempt, library: Library) -> KnownQuiz | None:
    """The quiz as it stands now, whose settings count; as it was, where it is gone. None for a practice."""
    if attempt.version is None:
        return None
    if known := library.quiz(attempt.quiz):
        return known
    assert attempt.wording is not None
    return KnownQuiz(asked_quiz(attempt.wording), attempt.wording.trusted)


def asked_quiz(wording: Wording) -> Quiz:
    """The quiz of a wording."""
    return quiz_from_dict(wording.slug, wording.data, complete=False)


def asked(response: Response) -> Question:
    """The question of a response: its numbers and its order are those of this attempt."""
    wording = response.wording
    return _asked(response.seed, response.attempt.shuffle, _Data(wording.version, wording.data))


@dataclass(frozen=True)
class _Data:
    """What a wording says, kept by its version: the same for ever."""

    version: str
    mapping: Mapping[str, Any] = field(compare=False)


@lru_cache(maxsize=1024)
def _asked(seed: int, shuffle: bool, data: _Data) -> Question:
    return question_from_dict(data.mapping, complete=False).variant(seed, shuffle=shuffle)


# --- answering ---


def save(session: Session, attempt: QuizAttempt, answers: Mapping[int, Sequence[str]]) -> None:
    """Keep answers by position; one that is final stays as it is. Raises Refused when the time is up."""
    _open(attempt)
    moment = now()
    for response in attempt.responses:
        given = answers.get(response.position)
        if given is None or response.checked is not None or list(given) == response.given:
            continue
        response.given, response.saved = _bounded(given), moment


def check(session: Session, attempt: QuizAttempt, position: int) -> None:
    """Judge one answer; it is final from now on. Raises Refused, and ResponseError for one that can't be judged."""
    _open(attempt)
    response = next((one for one in attempt.responses if one.position == position), None)
    if response is None or response.checked is not None:
        raise ResponseError(FINAL)
    _judge(session, attempt, response, strictly=True)


def finish(session: Session, attempt: QuizAttempt, course: Course | None = None) -> bool:
    """Judge what is not judged, and close. False when it was finished already: a second press changes nothing."""
    moment = now()
    if attempt.deadline is not None:
        moment = min(moment, attempt.deadline)
    result = session.execute(
        update(QuizAttempt)
        .where(QuizAttempt.id == attempt.id, QuizAttempt.finished.is_(None))
        .values(finished=moment, score=0.0)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        return False
    session.refresh(attempt)
    for response in attempt.responses:
        if response.checked is None:
            _judge(session, attempt, response, strictly=False)
    session.flush()
    add_up(session, attempt, course)
    return True


def finish_expired(session: Session, viewer: Viewer | None = None, course: Course | None = None) -> int:
    """Finish attempts whose time is up, of one viewer or of all: what was saved in time counts. How many."""
    found = session.scalars(_expired(viewer).limit(200)).all()
    return sum(finish(session, attempt, course) for attempt in found)


def has_expired(session: Session, viewer: Viewer) -> bool:
    """Whether `finish_expired` has something to do."""
    return session.scalars(_expired(viewer).limit(1)).first() is not None


def _expired(viewer: Viewer | None) -> Select[QuizAttempt]:
    query = select(QuizAttempt).where(QuizAttempt.finished.is_(None), QuizAttempt.deadline < now() - GRACE)
    return query if viewer is None else query.where(QuizAttempt.participant_id.in_(mine(viewer)))


def add_up(session: Session, attempt: QuizAttempt, course: Course | None = None) -> None:
    """Write the score of a finished attempt from its responses, and what follows from it."""
    points = sum(response.points for response in attempt.responses)
    earned = sum(response.points * (response.score or 0.0) for response in attempt.responses)
    attempt.score = min(1.0, round(earned / points, 6)) if points else 0.0
    if attempt.wording is not None:
        attempt.passed = attempt.score >= asked_quiz(attempt.wording).settings.passing - 1e-9
        session.flush()
        results.recount(session, attempt.participant_id, Room.QUIZZES, attempt.quiz, course)


def judgement(response: Response) -> Judgement | None:
    """What is said of an answer that was judged; None while it was not, or where there is nothing to judge."""
    if response.checked is None or not response.given:
        return None
    question = asked(response)
    try:
        return question.judge(response.given)
    except NeedsGrading:
        assert isinstance(question, FillIn)
        return None if response.score is None else question.judged(response.score == 1)
    except ResponseError:
        return None


def try_again(session: Session) -> int:
    """Queue the lines again that graders gave up lately: it was never the student's fault. How many."""
    gradings = select(func.max(Grading.id)).where(Grading.submission_id == Response.submission_id)
    newest = gradings.correlate(Response).scalar_subquery()
    given_up = (
        select(Submission)
        .join(Response, Response.submission_id == Submission.id)
        .join(Grading, Grading.id == newest)
        .where(Response.score.is_(None), Response.checked > now() - TRIED_AGAIN, Grading.state == State.FAILED)
    )
    found = session.scalars(given_up.limit(200)).all()
    for submission in found:
        queue.enqueue(session, submission)
    return len(found)


def reports(session: Session, attempt: QuizAttempt) -> dict[int, GradeReport]:
    """What graders found of the lines that were filled in, by position; an internal error where they gave up."""
    rows = session.execute(
        select(Response.position, Grading)
        .join(Grading, Grading.submission_id == Response.submission_id)
        .where(Response.attempt_id == attempt.id)
        .order_by(Grading.id)
    )
    newest: dict[int, Grading] = {}
    for position, grading in rows:
        newest[position] = grading
    return {position: grading.result for position, grading in newest.items() if grading.result}


def unreadable(response: Response) -> Text | None:
    """Why an answer can't be judged, where it can't."""
    if not response.given:
        return None
    try:
        asked(response).judge(response.given)
    except ResponseError as error:
        return error.message
    except NeedsGrading:
        pass
    return None


def _open(attempt: QuizAttempt) -> None:
    if attempt.finished is not None:
        raise Refused(FINISHED)
    if is_over(attempt):
        raise Refused(TIME_UP)


def _bounded(given: Sequence[str]) -> list[str]:
    """As much of an answer as any question can have: a forged form is not a store for files."""
    return [value.replace("\0", "")[:4001] for value in given[:200]]


def _judge(session: Session, attempt: QuizAttempt, response: Response, *, strictly: bool) -> None:
    """Write what an answer is worth. Not `strictly`, one that can't be judged is worth nothing."""
    question = asked(response)
    try:
        judged = question.judge(response.given)
        response.score, response.misconceptions = judged.score, list(judged.misconceptions)
    except ResponseError:
        if strictly:
            raise
        response.score = 0.0
    except NeedsGrading as needed:
        response.submission_id = _enqueue(session, attempt, response, needed.line)
    response.checked = now()


# --- what a grader judges ---


def _enqueue(session: Session, attempt: QuizAttempt, response: Response, line: str) -> int:
    submission = Submission(
        participant_id=attempt.participant_id,
        offering_id=attempt.offering_id,
        course=session.get_one(Offering, attempt.offering_id).course,
        exercise=response.question,
        content_hash=response.version,
        seed=0,
        source=line,
        kind=Kind.ANSWER,
    )
    session.add(submission)
    session.flush()
    queue.enqueue(session, submission)
    return submission.id


def settle(session: Session, submission_id: int, report: GradeReport) -> None:
    """Write a grader's verdict into the response that waited for it."""
    for response in session.scalars(select(Response).where(Response.submission_id == submission_id)).all():
        attempt = session.get_one(QuizAttempt, response.attempt_id, with_for_update={"key_share": True})
        response.score = float(report.verdict is Verdict.ACCEPTED)
        session.flush()
        if attempt.finished is not None:
            add_up(session, attempt)
