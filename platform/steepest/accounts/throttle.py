"""Slow down guessing: how often something was tried stands in the database, so it holds across processes."""

from __future__ import annotations

import hashlib
import math
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, text
from sqlalchemy.orm import Session

from steepest.models import Throttle, now


class Throttled(Exception):
    """Too many tries. `seconds` says after how long the next one is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many tries: wait {seconds} seconds")
        self.seconds = seconds


class Limit(NamedTuple):
    """At most `hits` in a window that begins with the first one."""

    hits: int
    window: timedelta


SIGN_IN_BY_NAME = Limit(10, timedelta(minutes=5))
# A lecture hall is one address, and signs up in its first five minutes.
SIGN_IN_BY_ADDRESS = Limit(500, timedelta(minutes=5))
SIGN_UP_BY_ADDRESS = Limit(500, timedelta(hours=1))
LINK_BY_ADDRESS = Limit(20, timedelta(hours=1))


# Counting is one statement: two first tries at the same moment must not collide.
COUNT = text(
    "INSERT INTO throttle (key, hits, resets) VALUES (:key, 1, :resets)"
    " ON CONFLICT (key) DO UPDATE SET hits = throttle.hits + 1 RETURNING hits, resets"
).bindparams(bindparam("resets", type_=Throttle.resets.type))
COUNTED = COUNT.columns(Throttle.hits, Throttle.resets)


def hit(session: Session, scope: str, who: str, limit: Limit) -> None:
    """Count one try of `who`. Raises Throttled when there were too many in the window."""
    moment = now()
    session.execute(delete(Throttle).where(Throttle.resets <= moment))
    values = {"key": _key(scope, who), "resets": moment + limit.window}
    hits, resets = session.execute(COUNTED, values).one()
    if hits > limit.hits:
        raise Throttled(max(1, math.ceil((resets - moment).total_seconds())))


def forget(session: Session, scope: str, who: str) -> None:
    """Start anew, after a success."""
    session.execute(delete(Throttle).where(Throttle.key == _key(scope, who)))


def _key(scope: str, who: str) -> str:
    # Hashed: the table needn't keep anybody's address, and a key has a length.
    return f"{scope}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
