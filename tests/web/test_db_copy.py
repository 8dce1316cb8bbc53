"""Moving a site: every row of every table arrives, by `steepest db copy` and by backup and restore, or nothing does."""

from __future__ import annotations

import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import JSON, Boolean, Column, Enum, Float, Integer, LargeBinary, String, Table, select, text

from steepest import schema, submissions
from steepest.accounts import queries
from steepest.accounts.queries import Viewer
from steepest.cli import main
from steepest.config import Settings
from steepest.db import Database, DatabaseRefuses
from steepest.dispatch import queue
from steepest.keeping import backup, transfer
from steepest.keeping.backup import NoBackup
from steepest.keeping.transfer import NotEmpty, NotEqual
from steepest.models import (
    Account,
    Base,
    Draft,
    Grading,
    Moment,
    Participant,
    QuestionResponse,
    Role,
    SessionRow,
    Submission,
    Visit,
    now,
)
from steepest_graders import Exercise

PASSWORD = "correct horse battery"
ODD = "naïve ∇ 损失函数 👩‍🏫 \\ ' \" \t\n{}"
# What a table's own rules ask for, beyond the types of its columns.
START = now()
RULES: dict[str, dict[str, Any]] = {
    "grading": {"state": "running", "lease_until": START, "verdict": None, "finished": None, "score": 0.1 + 0.2},
}


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A command on the site."""
    monkeypatch.setenv("STEEPEST_DATA_DIR", str(settings.data_dir))

    def invoke(*arguments: object, **options: Any) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], **options)

    return invoke


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    """Makes new databases of a kind."""
    made: list[tuple[Database, str]] = []

    def make(kind: str) -> Database:
        url = f"sqlite:///{tmp_path / f'other{len(made)}.db'}"
        if kind == "postgresql":
            url = request.getfixturevalue("postgresql").create("template1")
        made.append((Database(url), url))
        return made[-1][0]

    yield make
    for database, url in made:
        database.close()
        if not database.is_sqlite:
            request.getfixturevalue("postgresql").drop(url)


def fill(database: Database, rows: int = 3) -> None:
    """Rows in every table there is, also in those that somebody adds later."""
    with schema.migrating(database) as connection:
        for table in Base.metadata.sorted_tables:
            for number in range(1, rows + 1):
                values = {c.name: value(connection, table, c, number) for c in table.columns}
                values |= {name: found for name, found in RULES.get(table.name, {}).items() if name in values}
                if (table.name, number) != ("offering", 1):
                    connection.execute(table.insert(), values)


def value(connection: Any, table: Table, column: Column[Any], number: int) -> Any:
    if column.foreign_keys:
        (key,) = column.foreign_keys
        if key.column.table is table:
            return None
        found = connection.scalars(select(key.column).order_by(key.column)).all()
        return found[(number - 1) % len(found)]
    kind = column.type
    if column is table.autoincrement_column:
        return number
    if isinstance(kind, Enum):
        return kind.enums[0] if kind.enum_class is None else next(iter(kind.enum_class))
    if isinstance(kind, Moment):
        place = list(table.columns).index(column)  # what opens comes before what closes
        return START - timedelta(days=number) + timedelta(seconds=place, microseconds=number)
    if isinstance(kind, JSON):
        return [ODD, 0.1 + 0.2, 1e300] if kind is not Base.type_annotation_map[dict[str, Any]] else {ODD: 1 / 3}
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, Float):
        return 1 / (number + 2)
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, LargeBinary):
        return bytes(range(256))
    assert isinstance(kind, String)
    return f"{number}{ODD}"[: kind.length or 1000]


OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


def test_every_row_of_every_table_arrives_in_a_database_of_the_other_kind(
    database: Database, elsewhere: Callable[[str], Database], backend: str
) -> None:
    fill(database)
    heard: dict[str, int] = {}
    target = elsewhere(OTHER[backend])

    moved = transfer.copy(database, target, lambda table, rows: heard.update({table: heard.get(table, 0) + rows}))

    assert set(moved) == set(Base.metadata.tables)
    assert min(found.rows for found in moved.values()) >= 3
    assert heard == {table: found.rows for table, found in moved.items()}
    assert transfer.everything(target) == transfer.everything(database) == moved


def test_new_rows_get_numbers_that_nobody_ever_had(
    database: Database, elsewhere: Callable[[str], Database], backend: str, mse: Exercise
) -> None:
    with database.write() as session:
        guests = [queries.start_guest(session) for _ in range(3)]
    with database.write() as session:
        session.delete(session.get_one(Participant, guests[-1].participant_id))  # its number is gone for good
    target = elsewhere(OTHER[backend])

    transfer.copy(database, target)

    with target.write() as session:
        new = queries.start_guest(session)
        submission = submissions.submit(session, new, mse, "x = 1", site_seed="s")
    assert new.participant_id == guests[-1].participant_id + 1
    assert submission.id == 1


def test_a_target_that_holds_something_is_refused_and_left_alone(
    database: Database, elsewhere: Callable[[str], Database], ada: Viewer
) -> None:
    target = elsewhere("sqlite")
    schema.upgrade(target)
    with target.write() as session:
        queries.start_guest(session)
    before = transfer.everything(target)

    with pytest.raises(NotEmpty, match=r"1 rows in participant.*name a new one"):
        transfer.copy(database, target)

    assert transfer.everything(target) == before


def test_a_copy_that_breaks_off_leaves_an_empty_target_that_can_be_filled_again(
    database: Database, elsewhere: Callable[[str], Database], backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)
    target = elsewhere(backend)

    def stop(table: str, rows: int) -> None:
        if table == "submission":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transfer.copy(database, target, stop)
    with monkeypatch.context() as patch:
        patch.setattr(transfer, "_set_counter", lambda connection, table, number: spoil(connection, table))
        with pytest.raises(NotEqual, match="nothing was copied"):
            transfer.copy(database, target)
    moved = transfer.copy(database, target)

    assert transfer.everything(target) == moved


def spoil(connection: Any, table: Table) -> None:
    if table.name == "draft":
        connection.execute(text("UPDATE draft SET source = 'another' WHERE exercise LIKE '1%'"))


def test_the_operator_moves_a_site_to_postgresql_with_one_command(
    run: Callable[..., Result], settings: Settings, ada: Viewer, elsewhere: Callable[[str], Database]
) -> None:
    target = elsewhere("postgresql")
    url = target.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    copied = run("db", "copy", url)

    assert copied.exit_code == 0, copied.output
    assert "1  account\n" in copied.stdout
    assert "Every table was read back and is equal" in copied.stdout
    assert queries.sign_in(target, "Ada", PASSWORD).name == "Ada"
    again = run("db", "copy", url)
    assert again.exit_code == 2
    assert "is not empty" in again.stderr
    assert run("db", "copy", settings.database_url or settings.url).exit_code == 2


def test_rows_in_every_table_survive_each_migration_down_and_up_again(database: Database) -> None:
    fill(database)
    before = kept(database)
    for revision in reversed(schema.revisions()[:-1]):
        schema.downgrade(database, revision)
        schema.upgrade(database)

        assert kept(database) == before, revision

        schema.downgrade(database, revision)


def kept(database: Database) -> dict[str, int]:
    """What even the first version stores; it knows no gradings on trial."""
    with database.read() as session:
        tables = (Account, Participant, Submission, Visit, Draft, SessionRow, Role, QuestionResponse)
        counts = {table.__name__: session.query(table).count() for table in tables}
        return counts | {"Grading": session.query(Grading).where(~Grading.trial).count()}


# --- backup and restore ---


def test_a_backup_restores_to_the_same_site_on_sqlite_and_on_postgresql(
    run: Callable[..., Result],
    settings: Settings,
    database: Database,
    ada: Viewer,
    elsewhere: Callable[[str], Database],
    tmp_path: Path,
) -> None:
    fill_secrets(settings)
    before = transfer.everything(database)
    made = run("backup")
    assert made.exit_code == 0, made.output
    (file,) = (settings.data_dir / "backups").iterdir()
    assert f"{file}: " in made.stdout
    assert "restored on trial and found equal" in made.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    for kind in ("sqlite", "postgresql"):
        folder = tmp_path / kind
        url = elsewhere(kind).engine.url.set(drivername=kind).render_as_string(hide_password=False)
        restored = run("restore", file, "--data-dir", folder, env={"STEEPEST_DATABASE_URL": url})
        assert restored.exit_code == 0, restored.output
        with closing(Database(Settings.load({"STEEPEST_DATABASE_URL": url}).url)) as copy:
            assert transfer.everything(copy) == before
            assert queries.sign_in(copy, "Ada", PASSWORD).name == "Ada"
        assert (folder / "secret_key").read_text() == (settings.data_dir / "secret_key").read_text()
        assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
        assert sorted(path.name for path in folder.iterdir()) == ["lock", "secret_key", "seed"]


def fill_secrets(settings: Settings) -> None:
    """As a site has them that generated its own."""
    own = replace(settings, secret_key="", seed="")
    assert own.signing_key() != own.site_seed()


def test_a_backup_while_others_write_holds_one_moment(
    settings: Settings, database: Database, mse: Exercise, tmp_path: Path
) -> None:
    """Each transaction adds a participant, a submission and a grading: a backup has as many of each."""
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            with database.write() as session:
                submissions.submit(session, queries.start_guest(session), mse, "x = 1", site_seed="s")
            written.set()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        counts = []
        for number in range(2):
            written.clear()
            assert written.wait(30)
            found = backup.back_up(settings, tmp_path / f"{number}{backup.SUFFIX}")
            counts.append({found[name].rows for name in ("participant", "submission", "grading", "session")})
    finally:
        stop.set()
        for writer in writers:
            writer.join()

    assert [len(count) for count in counts] == [1, 1]
    assert counts[0] != counts[1]


def test_a_site_that_holds_something_is_not_overwritten_unless_told_and_then_kept_aside(
    run: Callable[..., Result], settings: Settings, database: Database, ada: Viewer
) -> None:
    file = settings.data_dir / "a.steepest-backup"
    assert run("backup", file).exit_code == 0
    queries.sign_up(database, "Alan", PASSWORD)
    database.close()

    refused = run("restore", file)
    assert refused.exit_code == 2
    assert "2 rows in account" in refused.stderr
    replaced = run("restore", file, "--replace")
    if not database.is_sqlite:
        assert replaced.exit_code == 2
        return
    assert replaced.exit_code == 0, replaced.output
    with database.read() as session:
        assert [account.name for account, _ in queries.accounts(session)] == ["Ada"]
    (aside,) = settings.data_dir.glob("steepest.db.replaced-*")
    with closing(Database(f"sqlite:///{aside}")) as old, old.read() as session:
        assert [account.name for account, _ in queries.accounts(session)] == ["Ada", "Alan"]


def test_what_is_no_backup_or_was_damaged_is_refused_and_nothing_is_left_behind(
    settings: Settings, database: Database, ada: Viewer, tmp_path: Path, backend: str
) -> None:
    if backend != "sqlite":
        pytest.skip("a backup is the same file, whatever it is restored to")
    file = tmp_path / f"a{backup.SUFFIX}"
    backup.back_up(settings, file)
    whole = file.read_bytes()
    empty = replace(settings, data_dir=tmp_path / "new")
    holed = whole[:8192] + bytes(8192) + whole[16384:]
    assert b"Ada" in whole
    for broken in (b"", b"not a database", whole[: len(whole) // 2], holed, whole.replace(b"Ada", b"Ida")):
        file.write_bytes(broken)
        with pytest.raises(NoBackup):
            backup.restore(empty, file)
        assert list(empty.data_dir.iterdir()) == []
    with pytest.raises(NoBackup, match="no backup that `steepest backup` made"):
        backup.restore(empty, settings.data_dir / "steepest.db")


def test_a_backup_leaves_a_database_of_another_version_as_it_is(
    run: Callable[..., Result], database: Database, tmp_path: Path
) -> None:
    """Else there would be none of the state before an upgrade."""
    schema.downgrade(database, "trials")
    for refused in (run("backup", tmp_path / "a"), run("db", "copy", f"sqlite:///{tmp_path}/new.db")):
        assert refused.exit_code == 2
        assert "of another version" in refused.stderr
    assert not schema.is_current(database)


def test_a_backup_holds_the_secrets_that_the_site_was_given(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    backup.back_up(settings, tmp_path / "a")
    backup.restore(Settings(data_dir=tmp_path / "new"), tmp_path / "a")
    assert (tmp_path / "new/secret_key").read_text().strip() == settings.secret_key
    assert (tmp_path / "new/seed").read_text().strip() == settings.seed


def test_where_a_backup_can_t_be_written_it_is_said_in_a_line(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = run("backup", tmp_path / "file/a")
    assert refused.exit_code == 2
    assert "file/a can't be written: " in refused.stderr


def test_a_site_that_was_only_started_may_be_restored_into(
    settings: Settings, database: Database, ada: Viewer, elsewhere: Callable[[str], Database], tmp_path: Path
) -> None:
    backup.back_up(settings, tmp_path / "a")
    started = elsewhere("postgresql")
    schema.upgrade(started)
    queue.heartbeat(started, "here:1", sandbox="full")
    with started.write() as session:
        queries.make_operator_link(session)
    backup.restore(
        Settings(data_dir=tmp_path / "new", database_url=started.engine.url.render_as_string(hide_password=False)),
        tmp_path / "a",
    )
    assert queries.sign_in(started, "Ada", PASSWORD).name == "Ada"


def test_a_database_that_may_not_be_written_is_an_error_with_a_remedy(
    run: Callable[..., Result], postgresql: Any, tmp_path: Path
) -> None:
    folder = {"STEEPEST_DATABASE_URL": f"sqlite:///{tmp_path}"}
    refused = run("db", "upgrade", env=folder)
    assert refused.exit_code == 2
    assert "let this user read and write the file and its folder" in refused.stderr

    refused_so = pytest.raises(DatabaseRefuses, match="make it the owner")
    with postgresql.stranger() as url, closing(Database(url)) as database, refused_so:
        schema.upgrade(database)


def test_a_backup_takes_an_older_one_s_place_and_no_other_file_s(
    run: Callable[..., Result], settings: Settings, tmp_path: Path
) -> None:
    file, thesis = tmp_path / f"a{backup.SUFFIX}", tmp_path / "thesis.tex"
    thesis.write_text("x" * 10_000)
    assert run("backup", file).exit_code == 0
    assert run("backup", file).exit_code == 0

    for other in (thesis, settings.data_dir / "steepest.db") if not settings.database_url else (thesis,):
        before = other.read_bytes()
        refused = run("backup", other)
        assert refused.exit_code == 2
        assert "is no backup: name another file" in refused.stderr
        assert other.read_bytes() == before


def test_a_site_whose_database_lies_on_another_disk_is_restored_there(
    run: Callable[..., Result], settings: Settings, tmp_path: Path
) -> None:
    memory = Path("/dev/shm")
    if settings.database_url or not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("this machine has no second disk, or this database is no file")
    file = tmp_path / f"a{backup.SUFFIX}"
    assert run("backup", file).exit_code == 0
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        there = {"STEEPEST_DATABASE_URL": f"sqlite:///{folder}/steepest.db"}
        restored = run("restore", file, "--data-dir", tmp_path / "new", env=there)

        assert restored.exit_code == 0, restored.output
        assert [path.name for path in Path(folder).iterdir()] == ["steepest.db"]


def test_a_backup_of_an_older_version_is_migrated(settings: Settings, database: Database, tmp_path: Path) -> None:
    file = tmp_path / f"old{backup.SUFFIX}"
    backup.back_up(settings, file)
    with closing(Database(f"sqlite:///{file}")) as old:
        schema.downgrade(old, "0001")
        with old.write() as session:
            session.execute(text("DELETE FROM backup WHERE fact = 'digest'"))  # the first versions wrote none
    new = Settings(data_dir=tmp_path / "new")

    backup.restore(new, file)

    with closing(Database(new.url)) as restored:
        assert schema.is_current(restored)


def test_only_the_newest_backups_are_kept_when_told(run: Callable[..., Result], settings: Settings) -> None:
    folder = settings.data_dir / "backups"
    for name in ("a", "b", "c"):
        assert run("backup", folder / f"{name}{backup.SUFFIX}", "--keep", 2).exit_code == 0
    (folder / "mine.txt").write_text("not a backup")

    assert sorted(path.name for path in folder.iterdir()) == [
        f"b{backup.SUFFIX}",
        f"c{backup.SUFFIX}",
        "mine.txt",
    ]


def test_a_running_site_is_not_restored_over_nor_copied(run: Callable[..., Result], settings: Settings) -> None:
    from steepest.serving.claims import DataFolder

    with DataFolder(settings.data_dir):
        copied = run("db", "copy", f"sqlite:///{settings.data_dir / 'copy.db'}")
        assert copied.exit_code == 2
        assert "stop it first" in copied.stderr
        assert run("backup").exit_code == 0  # that it may at any time


@pytest.fixture
def mse(exercises: dict[str, Exercise]) -> Exercise:
    return exercises["mse"]
