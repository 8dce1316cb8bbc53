"""What the app holds for as long as it runs: its settings, its database, its course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from steepest.config import Settings
from steepest.course import Course
from steepest.db import Database
from steepest.dispatch.listening import Listener
from steepest.lookups import Lookups


@dataclass(frozen=True, slots=True)
class Site:
    """Made once by `create_app`; views reach it by `site()`."""

    settings: Settings
    database: Database
    lookups: Lookups
    course: Course
    verdicts: Listener  # for verdicts of workers on other machines

    def close(self) -> None:
        """Give back all connections."""
        self.verdicts.close()
        self.database.close()
        self.lookups.close()


def site() -> Site:
    """The site that answers this request."""
    return cast(Site, current_app.extensions["steepest"])
