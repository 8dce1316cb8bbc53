"""Steepest, the web app: auto-graded exercises for the fundamentals of machine learning."""

from __future__ import annotations

from flask import Flask

from steepest import assets, errors, headers, languages, proxies, reloading, skeletons
from steepest.accounts import viewing
from steepest.accounts.views import room as accounts
from steepest.authoring.views import room as authoring
from steepest.classes import words
from steepest.classes.views import room as classes
from steepest.config import Settings
from steepest.course import Course, load_course
from steepest.db import Database
from steepest.discussion.views import room as discussion
from steepest.dispatch import queue
from steepest.dispatch.listening import Listener
from steepest.exercises.views import room as exercises
from steepest.labs.views import room as labs
from steepest.lessons.views import room as lessons
from steepest.lookups import Lookups
from steepest.operations.views import room as operations
from steepest.pages.views import room as pages
from steepest.quizzes.views import room as quizzes
from steepest.search.views import room as search
from steepest.site import Site
from steepest.teaching.views import room as teaching
from steepest.telemetry import requests

LARGEST_REQUEST = 512 * 1024  # bytes: a program of 64 KiB, as a form of the old kind writes it, fits in


def create_app(settings: Settings | None = None, course: Course | None = None) -> Flask:
    """The app over a migrated database; settings come from the environment, the course from them, if not given.

    Raises ConfigError for a setting, and ContentError for a course, that can't be used.
    """
    settings = settings or Settings.load()
    app = Flask(__name__, static_folder=None)
    app.config.update(SECRET_KEY=settings.signing_key(), MAX_CONTENT_LENGTH=LARGEST_REQUEST)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["steepest"] = Site(
        settings=settings,
        database=Database(settings.url, threads=settings.web_threads),
        lookups=Lookups(settings.url, settings.web_threads),
        course=course or load_course(settings.course),
        verdicts=Listener(settings.url, queue.VERDICTS, queue.doorbell(settings, queue.VERDICTS).ring),
    )

    requests.init_app(app)
    proxies.init_app(app, settings.trusted_proxies)
    assets.init_app(app)
    headers.init_app(app)
    languages.init_app(app)
    viewing.init_app(app)
    errors.init_app(app)
    words.init_app(app)
    app.jinja_env.globals["hole"] = skeletons.hole
    if settings.reload:
        reloading.init_app(app)

    app.register_blueprint(pages)
    app.register_blueprint(lessons)
    app.register_blueprint(discussion)
    app.register_blueprint(search)
    app.register_blueprint(exercises)
    app.register_blueprint(quizzes)
    app.register_blueprint(labs)
    app.register_blueprint(accounts)
    app.register_blueprint(classes)
    app.register_blueprint(teaching)
    app.register_blueprint(authoring)
    app.register_blueprint(operations)
    return app
