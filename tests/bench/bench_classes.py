"""How long an instructor's pages take over a class as large as they come, on SQLite or PostgreSQL.

    python tests/bench/bench_classes.py [students] [items] [tries] [database URL]

Fills a scratch database with students x items x tries stored results (2000 x 200 x 5 = 2 000 000 by default),
then opens each page 40 times through the app and prints p50 and p95 beside a page that asks next to nothing of
the database, with the plan of the statements that were slowest. Filling takes a few minutes.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, event, text

from steepest import schema
from steepest.accounts import queries
from steepest.app import create_app
from steepest.config import Settings
from steepest.db import Database
from steepest.models import now
from steepest.serving.web import spare_the_collector

ROUNDS = 40
PASSWORD = "correct horse battery"
CLASS = "/en/teach/classes/open"


def main() -> None:
    students, items, tries = (int(word) for word in (sys.argv[1:4] + ["2000", "200", "5"][len(sys.argv[1:4]) :]))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load({"STEEPEST_DATA_DIR": folder})
        if len(sys.argv) > 4:
            settings = replace(settings, database_url=sys.argv[4])
        database = Database(settings.url)
        schema.upgrade(database)
        queries.sign_up(database, "Grace", PASSWORD)
        with database.write() as session:
            queries.grant(session, "Grace", None)
        app = create_app(settings)
        slugs = list(app.extensions["steepest"].course.exercises)
        slugs += [f"item-{number}" for number in range(len(slugs), items)]
        began = time.perf_counter()
        with database.engine.begin() as connection:
            fill(connection, database.is_sqlite, students, slugs[:items], tries)
        print(f"{students * items * tries:,} stored results in {time.perf_counter() - began:.0f} s", flush=True)
        spare_the_collector()  # as a web process does
        client = app.test_client()
        client.get("/en/sign-in")
        with client.session_transaction() as cookie:
            key = queries.sign_in(database, "Grace", PASSWORD).session_key
            cookie["key"] = key
        pages = {
            "a page with nothing on it": "/en/licence",
            "overview": f"{CLASS}/",
            "gradebook, first page": f"{CLASS}/gradebook",
            "gradebook, last page": f"{CLASS}/gradebook?page=999",
            "statistics of an item": f"{CLASS}/items/exercises/{slugs[0]}",
            "misconceptions": f"{CLASS}/misconceptions",
            "regrade": f"{CLASS}/regrade",
        }
        print(f"{'page':28}{'p50 ms':>9}{'p95 ms':>9}")
        for name, path in pages.items():
            taken = []
            with slow_statements(database, app.extensions["steepest"].database) as plans:
                for _ in range(ROUNDS):
                    start = time.perf_counter()
                    answer = client.get(path)
                    taken.append(1000 * (time.perf_counter() - start))
                    assert answer.status_code == 200, path
            quantiles = statistics.quantiles(taken, n=20)
            print(f"{name:28}{quantiles[9]:9.1f}{quantiles[18]:9.1f}", flush=True)
            for line in plans:
                print(f"    {line}")


def fill(connection: Connection, is_sqlite: bool, students: int, slugs: list[str], tries: int) -> None:
    """Rows as the site itself would have left them, made by the database."""
    series = (
        "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {most}) SELECT n FROM s)"
        if is_sqlite
        else "(SELECT generate_series(1, {most}) AS n)"
    )
    moment = now()
    values = {"now": moment.replace(tzinfo=None) if is_sqlite else moment, "ago": moment - timedelta(days=20)}
    if is_sqlite:
        values["ago"] = values["ago"].replace(tzinfo=None)

    def run(statement: str, **extra: object) -> None:
        connection.execute(text(statement), {**values, **extra})

    people, tried = series.format(most=students), series.format(most=tries)
    run(
        "INSERT INTO account (id, name, key, password_hash, operator, created)"
        f" SELECT n + 1000, 's' || n, 's' || n, '!', {0 if is_sqlite else 'false'}, :now FROM {people} AS a"
    )
    run(
        "INSERT INTO participant (id, account_id, created, last_seen)"
        f" SELECT n + 1000, n + 1000, :now, :now FROM {people} AS a"
    )
    run(
        "INSERT INTO role (offering_id, account_id, name, joined)"
        f" SELECT 1, n + 1000, 'student', :now FROM {people} AS a"
    )
    run("INSERT INTO assignment_group (id, offering_id, name, weight, drop_lowest) VALUES (1, 1, 'All', 1, 2)")
    for number, slug in enumerate(slugs, 1):
        run(
            "INSERT INTO assignment (id, offering_id, group_id, room, item, points, due, grace_minutes, late_per_day,"
            " late_cap, created) VALUES (:number, 1, 1, 'exercises', :slug, 1, :now, 0, 0, 1, :now)",
            number=number,
            slug=slug,
        )
        first = (number - 1) * students * tries
        ident = f"{first} + (a.n - 1) * {tries} + b.n"
        run(
            "INSERT INTO submission (id, participant_id, offering_id, course, exercise, content_hash, seed, source,"
            f" kind, created) SELECT {ident}, a.n + 1000, 1, 'c', :slug, 'h', 0, :source, 'submit', :ago"
            f" FROM {people} AS a, {tried} AS b",
            slug=slug,
            source="import numpy as np\n" * 10,
        )
        accepted = f"(b.n = {tries} AND (a.n + {number}) % 4 <> 0)"
        run(
            "INSERT INTO grading (id, submission_id, state, priority, turn, tries, created, finished, grader_version,"
            f" verdict, score, seconds, report) SELECT {ident}, {ident}, 'done', 10, 0, 1, :ago, :ago, '1',"
            f" CASE WHEN {accepted} THEN 'accepted' ELSE 'wrong_answer' END,"
            f" CASE WHEN {accepted} THEN 1.0 ELSE 0.25 END, 0.02, '{{}}' FROM {people} AS a, {tried} AS b"
        )
        run(
            "INSERT INTO diagnosis (grading_id, misconception)"
            f" SELECT {ident}, 'slug-' || ((a.n + b.n) % 7) FROM {people} AS a, {tried} AS b WHERE NOT {accepted}"
        )
        solved = f"(a.n + {number}) % 4 <> 0"
        run(
            "INSERT INTO result (offering_id, room, item, participant_id, tries, waiting, best, tries_to_solve,"
            f" seconds_to_solve, last) SELECT 1, 'exercises', :slug, a.n + 1000, {tries}, 0,"
            f" CASE WHEN {solved} THEN 1.0 ELSE 0.25 END, CASE WHEN {solved} THEN {tries} END,"
            f" CASE WHEN {solved} THEN a.n END, :ago FROM {people} AS a",
            slug=slug,
        )
        run(
            "INSERT INTO met (offering_id, misconception, room, item, participant_id, tries)"
            " SELECT 1, 'slug-' || (b.n % 7), 'exercises', :slug, a.n + 1000, 1"
            f" FROM {people} AS a, {series.format(most=3)} AS b WHERE (a.n + b.n) % 3 = 0",
            slug=slug,
        )
        run(
            "INSERT INTO grade (assignment_id, account_id, score, lost, handed_in, reason, version)"
            f" SELECT :number, a.n + 1000, CASE WHEN {solved} THEN 1.0 ELSE 0.25 END, 0, :ago, '', 0"
            f" FROM {people} AS a",
            number=number,
        )
    run("ANALYZE")


@contextmanager
def slow_statements(planner: Database, watched: Database, least: float = 0.03) -> Iterator[list[str]]:
    """The plans of statements that took longer than `least` seconds, each once."""
    seen: dict[str, list[str]] = {}

    def before(connection: Connection, *_: object) -> None:
        connection.info["began"] = time.perf_counter()

    def after(connection: Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if time.perf_counter() - connection.info["began"] < least or statement in seen:
            return
        explain = "EXPLAIN QUERY PLAN " if planner.is_sqlite else "EXPLAIN "
        with planner.engine.connect() as other:
            rows = other.exec_driver_sql(explain + statement, parameters).all()  # type: ignore[arg-type] # as it came
        seen[statement] = [str(row[-1]) for row in rows]

    event.listen(watched.engine, "before_cursor_execute", before)
    event.listen(watched.engine, "after_cursor_execute", after)
    lines: list[str] = []
    try:
        yield lines
    finally:
        event.remove(watched.engine, "before_cursor_execute", before)
        event.remove(watched.engine, "after_cursor_execute", after)
        for statement, plan in seen.items():
            lines += [" ".join(statement.split())[:100], *(f"  {line}" for line in plan[:6])]


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in ("-h", "--help"):
        print(__doc__)

    else:
        main()
