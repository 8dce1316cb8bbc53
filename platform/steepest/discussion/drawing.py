"""The discussion as it stands under a lesson."""

from __future__ import annotations

from markupsafe import Markup

from steepest import prose
from steepest.accounts.queries import Viewer
from steepest.discussion import posts
from steepest.languages import current_language, placed
from steepest.models import Post
from steepest.site import site
from steepest.skeletons import hole, skeleton

# Whatever is done to a post changes one of these; what is undone leads back to what was there before.
_STAMP = """
    SELECT COUNT(*), MAX(created), COUNT(edited), MAX(edited), COUNT(deleted), MAX(deleted), COUNT(hidden), MAX(hidden),
           COUNT(CASE WHEN account_id = :who THEN 1 END)
      FROM post WHERE lesson = :lesson
"""


def drawn(lesson: str, viewer: Viewer | None, token: str) -> str:
    """The discussion as it stands under a lesson: drawn anew only when something in it has changed."""
    account_id = viewer.account_id if viewer else None
    stamp = tuple(site().lookups.rows(_STAMP, lesson=lesson, who=account_id or 0)[0])
    may_hide = viewer is not None and viewer.assists_somewhere
    # Who has written nothing here sees what all the others see.
    who = (account_id is not None, may_hide, account_id if stamp[-1] else None)

    def values() -> dict[str, object]:
        with site().database.read() as session:
            thread = posts.thread(session, lesson, viewer)
        return {
            "lesson": lesson,
            "thread": thread,
            "html": _html,
            "may_write": account_id is not None,
            "may_hide": may_hide,
            "token": hole("token"),
        }

    return skeleton("discussion/thread.html", (lesson, stamp, who), values).fill({"token": token})


def _html(post: Post) -> Markup:
    try:
        return placed(prose.to_safe_html(post.source, current_language()))
    except prose.ProseError:  # an older version took it: that must not cost everybody the lesson
        return Markup('<pre tabindex="0">{}</pre>').format(post.source)
