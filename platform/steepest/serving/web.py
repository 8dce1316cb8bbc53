"""The web process: `python -m steepest.serving.web HOST PORT LIFELINE`. Started by the supervisor alone."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from steepest.config import Settings
from steepest.serving.lifeline import follow, follow_multiprocessing_parent

if TYPE_CHECKING:  # granian's parent process needs no app: without one the site is up a second sooner
    from flask import Flask

STOP_SECONDS = 6  # more than a request is held, see `exercises.verdicts`


def load_app(target: str) -> Flask:
    """Runs in granian's own child: after a SIGKILL of its parent that one would live on and serve."""
    follow_multiprocessing_parent()
    gc.disable()  # there is nothing to collect yet: to look for it takes a tenth of the start
    from steepest.app import create_app
    from steepest.course import read_course
    from steepest.telemetry import logs

    settings = Settings.load()
    logs.set_up(settings, "web")
    app = create_app(settings, read_course(settings.course))  # the supervisor has just looked at every text of it
    spare_the_collector()
    return app


def spare_the_collector() -> None:
    """Collect garbage again, but none of what lives as long as the process: to walk the course halts all for 0.1 s."""
    gc.freeze()
    gc.enable()


def main(host: str, port: int, lifeline: int) -> None:
    """Serve until told to stop by SIGTERM."""
    follow(lifeline)
    settings = Settings.load()
    Granian(
        "steepest.app:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.web_processes,
        blocking_threads=settings.web_threads,
        log_level=LogLevels.error,  # it warns of more threads than processors; ours mostly wait
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve(target_loader=load_app)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
