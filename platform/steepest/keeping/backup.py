"""A backup: one SQLite file that holds all that a site stores, whatever database it runs on.

It is made while the site runs, is complete or not there, and is restored once before it is called one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from steepest import schema
from steepest.config import Settings
from steepest.db import Database
from steepest.keeping import transfer
from steepest.keeping.transfer import Advance, Contents, NotEmpty
from steepest.models import now
from steepest.problem import Problem

SECRETS = ("secret_key", "seed")  # files of the data folder
SUFFIX = ".steepest-backup"


class NoBackup(Problem):
    """The file can't be restored; the text says why."""


def back_up(settings: Settings, file: Path, advance: Advance = lambda table, rows: None) -> dict[str, Contents]:
    """Write the backup; what it holds, by table. The file appears when it is whole and was restored on trial.

    Raises NoBackup rather than writing over a file that is none, or where it can't be written; SchemaError.
    """
    _refuse_to_overwrite(file)
    try:
        return _write(settings, file, advance)
    except OSError as error:
        raise NoBackup(f"{file} can't be written: {error.strerror} ({error.filename})") from error


def _write(settings: Settings, file: Path, advance: Advance) -> dict[str, Contents]:
    with closing(Database(settings.url)) as database:
        schema.refuse_other(database)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:  # for its owner alone
            draft = Path(folder) / "draft"
            if database.path:
                _vacuum(database, draft)
            else:
                with closing(Database(f"sqlite:///{draft}")) as target:
                    transfer.copy(database, target, advance)
            _pack(settings, draft)
            found = rehearse(draft, Path(folder) / "trial")
            os.chmod(draft, 0o600)
            with draft.open("rb") as written:
                os.fsync(written.fileno())
            os.replace(draft, file)
    return found


def restore(
    settings: Settings, file: Path, *, replace: bool = False, advance: Advance = lambda table, rows: None
) -> dict[str, Contents]:
    """Fill the site's database, and the secrets of its data folder, from the backup. What was restored, by table.

    A database that holds something is refused; with `replace` a SQLite file is moved aside first. The site must
    not be running: hold its `DataFolder`. Raises NoBackup, NotEmpty, SchemaError.
    """
    with closing(Database(settings.url)) as target:
        place = target.path.parent if target.path else settings.data_dir  # a file is moved within its disk alone
        for folder in (settings.data_dir, place):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore.", dir=place) as scratch:
            draft = Path(scratch) / "steepest.db"
            secrets = _unpack(file, draft)
            found = _fill(target, draft, replace=replace, advance=advance)
    for name, value in secrets.items():
        _keep_secret(settings.data_dir / name, value, replace=replace)
    return found


def _fill(target: Database, draft: Path, *, replace: bool, advance: Advance) -> dict[str, Contents]:
    """Let the database in the file `draft` take the place of the target, or put its rows into it."""
    with closing(Database(f"sqlite:///{draft}")) as restored:
        schema.upgrade(restored)
        if not target.path:
            return transfer.copy(restored, target, advance)
        found = transfer.everything(restored)
    _make_room(target, replace=replace)
    _settle(draft)
    os.replace(draft, target.path)
    return found


def rehearse(file: Path, folder: Path) -> dict[str, Contents]:
    """Restore into a folder of its own, and compare with the backup row by row. Raises NoBackup."""
    restored = restore(Settings(data_dir=folder), file)
    with closing(Database(f"sqlite:///{file}")) as packed:
        if transfer.everything(packed) != restored:
            raise NoBackup("what was restored on trial differs from the backup: the disk may be faulty")
    _settle(file)
    shutil.rmtree(folder)
    return restored


def oldest(folder: Path, keep: int) -> list[Path]:
    """The backups in the folder that are older than the newest `keep`."""
    return sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)[keep:]


def default_name(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d-%H%M%S}{SUFFIX}"


def _refuse_to_overwrite(file: Path) -> None:
    """A new backup may take an older one's place, but nobody's database or thesis."""
    if not file.exists() or not file.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as found:
            found.execute("SELECT fact FROM backup").fetchone()
    except sqlite3.DatabaseError:
        raise NoBackup(f"{file} is there already and is no backup: name another file") from None


def _vacuum(database: Database, draft: Path) -> None:
    """One moment of the database, written out whole. (The paged copy would never end while others write.)"""
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("VACUUM INTO ?", (str(draft),))


def _pack(settings: Settings, draft: Path) -> None:
    """Say what this is, and put the secrets in: without them everybody would be signed out."""
    facts = {"made": now().isoformat()}
    for name, given in zip(SECRETS, (settings.secret_key, settings.seed), strict=True):
        with suppress(FileNotFoundError):
            facts[name] = given or (settings.data_dir / name).read_text(encoding="ascii").strip()
    with closing(sqlite3.connect(draft)) as file, file:
        facts["digest"] = _digest(file)
        file.execute("CREATE TABLE backup (fact TEXT PRIMARY KEY, value TEXT NOT NULL)")
        file.executemany("INSERT INTO backup VALUES (?, ?)", facts.items())
    _settle(draft)


def _unpack(file: Path, draft: Path) -> dict[str, str]:
    """A database out of the backup; the secrets that it holds."""
    try:
        shutil.copyfile(file, draft)
        os.chmod(draft, 0o600)
        with closing(sqlite3.connect(draft)) as copied, copied:
            facts = dict(copied.execute("SELECT fact, value FROM backup").fetchall())
            (health,) = copied.execute("PRAGMA integrity_check").fetchone()
            broken = copied.execute("PRAGMA foreign_key_check").fetchall()
            copied.execute("DROP TABLE backup")
            is_whole = facts.get("digest") in (None, _digest(copied))
    except OSError as error:
        raise NoBackup(f"{file} can't be read: {error.strerror}") from None
    except sqlite3.DatabaseError as error:
        raise NoBackup(f"{file} is no backup that `steepest backup` made, or it is damaged: {error}") from None
    if health != "ok" or broken or not is_whole:
        why = health if health != "ok" else "what it holds is not what was written"
        raise NoBackup(f"{file} is damaged ({why}): take an older one")
    return {name: facts[name] for name in SECRETS if name in facts}


def _digest(file: sqlite3.Connection) -> str:
    """A sum over every value of every table, whatever version of Steepest made them."""
    found = hashlib.sha256()
    names = file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")
    for (name,) in names.fetchall():
        found.update(name.encode())
        for row in file.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):
            found.update(repr(row).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _make_room(target: Database, *, replace: bool) -> None:
    """Move the database file aside, if it may be; a log that belongs to it must not meet the new file."""
    assert target.path
    if not target.path.is_file():
        return
    if not replace:
        schema.upgrade(target)
        try:
            transfer.refuse_filled(target)
        except NotEmpty as filled:
            raise NotEmpty(f"{filled}, or say --replace: what is there is then kept beside it") from None
    target.close()
    _settle(target.path)
    aside = target.path.with_name(f"{target.path.name}.replaced-{now():%Y-%m-%d-%H%M%S}")
    os.replace(target.path, aside)


def _settle(path: Path) -> None:
    """Write the log back, so that the file alone is the database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.execute("PRAGMA journal_mode = DELETE")


def _keep_secret(path: Path, value: str, *, replace: bool) -> None:
    if path.exists() and not replace:
        return
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(value + "\n")
