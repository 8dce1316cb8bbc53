"""Asking, answering, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from steepest import prose
from steepest.accounts import throttle
from steepest.accounts.queries import Viewer
from steepest.accounts.throttle import Limit
from steepest.models import Account, Post, now
from steepest.prose import ProseError
from steepest_graders import Text

LONGEST = 5000  # characters
WRITING = Limit(20, timedelta(minutes=10))
READING = Limit(100, timedelta(minutes=10))  # of previews: converting formulas takes time


class Refused(Exception):
    """A post that is not kept. `message` says why, and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class NotYours(Exception):
    """Somebody else's post, or one that isn't there."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as a certain viewer sees it."""

    post: Post
    author: str
    mine: bool
    answers: tuple[Shown, ...] = ()


def thread(session: Session, lesson: str, viewer: Viewer | None) -> Sequence[Shown]:
    """The questions of a lesson with their answers, oldest first, as far as this viewer may see them."""
    statement = (
        select(Post, Account.name)
        .outerjoin(Account, Account.id == Post.account_id)
        .where(Post.lesson == lesson)
        .order_by(Post.id)
    )
    teaches = viewer is not None and viewer.assists_somewhere
    shown = [
        Shown(
            post,
            name or "",
            viewer is not None and post.account_id is not None and post.account_id == viewer.account_id,
        )
        for post, name in session.execute(statement)
    ]
    visible = [each for each in shown if each.mine or (not each.post.deleted and (teaches or not each.post.hidden))]
    answers: dict[int, list[Shown]] = {}
    for each in visible:
        if each.post.question_id is not None:
            answers.setdefault(each.post.question_id, []).append(each)
    return [
        Shown(each.post, each.author, each.mine, tuple(answers.get(each.post.id, ())))
        for each in shown
        if each.post.question_id is None and (each in visible or each.post.id in answers)
    ]


def count(session: Session, viewer: Viewer, *, is_preview: bool) -> None:
    """One text more of this viewer's. Raises Throttled."""
    if is_preview:
        throttle.hit(session, "preview", str(viewer.account_id), READING)
    else:
        throttle.hit(session, "post", str(viewer.account_id), WRITING)


def write(session: Session, viewer: Viewer, lesson: str, source: str, question_id: int | None) -> Post:
    """A new question, or an answer to one. Raises NotYours."""
    if question_id is not None:
        question = session.get(Post, question_id)
        if question is None or question.lesson != lesson or question.question_id is not None or question.deleted:
            raise NotYours
    post = Post(lesson=lesson, question_id=question_id, account_id=viewer.account_id, source=source.strip())
    session.add(post)
    session.flush()
    return post


def own(session: Session, viewer: Viewer, post_id: int) -> Post:
    """A post of the viewer's. Raises NotYours."""
    post = session.get(Post, post_id)
    if post is None or viewer.account_id is None or post.account_id != viewer.account_id:
        raise NotYours
    return post


def edit(session: Session, viewer: Viewer, post_id: int, source: str) -> Post:
    """Other words in place of the old ones, which can be had back. Raises NotYours."""
    post = own(session, viewer, post_id)
    if source.strip() != post.source:
        post.previous, post.source, post.edited = post.source, source.strip(), now()
    return post


def undo_edit(session: Session, viewer: Viewer, post_id: int) -> Post:
    """The words before the last edit. Raises NotYours."""
    post = own(session, viewer, post_id)
    if post.previous is not None:
        post.source, post.previous, post.edited = post.previous, None, now()
    return post


def remove(session: Session, viewer: Viewer, post_id: int) -> Post:
    """Show it to nobody else from now on. Raises NotYours."""
    post = own(session, viewer, post_id)
    post.deleted = post.deleted or now()
    return post


def take_back(session: Session, viewer: Viewer, post_id: int) -> Post:
    """Undo `remove`. Raises NotYours."""
    post = own(session, viewer, post_id)
    post.deleted = None
    return post


def hide(session: Session, viewer: Viewer, post_id: int, *, hidden: bool) -> Post:
    """Hide a post from readers, or show it again: for those who teach. Raises NotYours."""
    post = session.get(Post, post_id)
    if post is None or not viewer.assists_somewhere:
        raise NotYours
    post.hidden = now() if hidden else None
    return post


def to_html(source: str, language: str) -> str:
    """What was written, as it will stand there; in no transaction, as it takes time. Raises Refused."""
    if not source.strip():
        raise Refused(Text("Write something first.", "请先写点什么。"))
    if len(source) > LONGEST:
        raise Refused(Text(f"That is too long: at most {LONGEST} characters.", f"太长了：最多 {LONGEST} 个字符。"))
    try:
        return prose.to_safe_html(source, language)
    except ProseError as error:
        raise Refused(Text(str(error), _in_chinese(error))) from None


def _in_chinese(error: ProseError) -> str:
    """What authors of the course are told stands in English; a reader is told the place, and what is usually wrong."""
    place = f"“{' '.join(error.excerpt.split())[:60]}”" if error.excerpt else ""
    return (
        f"这段文字无法显示{f'，问题在{place}' if place else ''}。公式里的花括号要成对，代码前后要各有单独一行 ```，"
        "标题从 ## 开始，[ 不能太多，列表和引用不能嵌套太深，不能写网页的脚本和样式，"
        "也不能插入课程的小测、练习和插图。"
    )
