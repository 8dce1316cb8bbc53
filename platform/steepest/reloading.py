"""For authors: an edit in the course's folder shows at the next look at a page (`steepest serve --reload`)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from flask import Flask, render_template

from steepest import skeletons
from steepest.course import load_course
from steepest.site import Site
from steepest_exercises import COURSE_ROOT
from steepest_graders import ContentError

WATCHED = {".md", ".toml", ".yaml", ".svg"}
Stamp = frozenset[tuple[str, int]]


def init_app(app: Flask) -> None:
    """Before each page: read the course again if a file of it has changed. An error is shown in place of the page."""
    root = (_site(app).settings.course or COURSE_ROOT).absolute()
    reader = _Reader(app, root)
    app.before_request(reader.look)


class _Reader:
    """Remembers the files as they were when the course was read. A course with an error leaves the old one be."""

    def __init__(self, app: Flask, root: Path) -> None:
        self._app, self._root = app, root
        self._lock = threading.Lock()
        self._stamp = stamp(root)
        self._problem = ""

    def look(self) -> tuple[str, int] | None:
        with self._lock:
            if (found := stamp(self._root)) != self._stamp:
                self._stamp = found
                self._problem = self._read()
        if not self._problem:
            return None
        return render_template("course_problem.html", plain=True, problem=self._problem), 500

    def _read(self) -> str:
        try:
            course = load_course(self._root)
        except (ContentError, OSError) as error:
            return str(error)
        self._app.extensions["steepest"] = replace(_site(self._app), course=course)
        skeletons.forget()
        return ""


def stamp(root: Path) -> Stamp:
    """Every file that an author writes, and when it was written last."""
    return frozenset(_files(root))


def _files(root: Path) -> Iterator[tuple[str, int]]:
    for path in root.rglob("*"):
        if path.suffix in WATCHED:
            with suppress(FileNotFoundError):  # an editor's own file, gone again
                yield str(path), path.stat().st_mtime_ns


def _site(app: Flask) -> Site:
    site: Site = app.extensions["steepest"]
    return site
