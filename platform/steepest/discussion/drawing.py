"""The discussion as it stands under a lesson."""

from __future__ import annotations

from steepest import prose
from steepest.accounts.queries import Viewer
from steepest.discussion import posts
from steepest.languages import current_language
from steepest.models import Post
from steepest.site import site
from steepest.skeletons import hole, skeleton

# Whatever is done to a post changes one of these; what is undone leads back to what was there before.
_STAMP = """
    SELECT COUNT(*), MAX(created), COUNT(edited), MAX(edited), COUNT(deleted), MAX(deleted), COUNT(hidden), MAX(hidden)
      FROM post WHERE lesson = :lesson
"""


def drawn(lesson: str, viewer: Viewer | None, token: str) -> str:
    """The discussion as it stands under a lesson: drawn anew only when something in it has changed."""
    stamp = tuple(site().lookups.rows(_STAMP, lesson=lesson)[0])
    who = (viewer.account_id, viewer.assists()) if viewer and not viewer.is_guest else None

    def values() -> dict[str, object]:
        with site().database.read() as session:
            thread = posts.thread(session, lesson, viewer)
        return {
            "lesson": lesson,
            "thread": thread,
            "html": _html,
            "may_write": who is not None,
            "may_hide": viewer is not None and viewer.assists(),
            "token": hole("token"),
        }

    return skeleton("discussion/thread.html", (lesson, stamp, who), values).fill({"token": token})


def _html(post: Post) -> str:
    return prose.to_safe_html(post.source, current_language())
