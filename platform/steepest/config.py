"""The settings: read once from the environment, typed, checked, frozen.

`SETTINGS` is the one table of them; the README's table is tested against it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NamedTuple

from steepest.problem import Problem

PREFIX = "STEEPEST_"
Network = IPv4Network | IPv6Network


class ConfigError(Problem):
    """A setting has a value that can't be meant; the text names variable, value and remedy."""


class Setting(NamedTuple):
    """A row of the table of settings. `default` is as a reader of the README should see it."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("STEEPEST_DATA_DIR", "data", "folder for the database, the generated secrets and the lock"),
    Setting("STEEPEST_DATABASE_URL", "SQLite in the data folder", "`sqlite:////path/file.db` or `postgresql://...`"),
    Setting("STEEPEST_COURSE", "the built-in course", "folder that holds `course.toml`"),
    Setting("STEEPEST_SECRET_KEY", "generated in the data folder", "signs cookies; at least 16 characters"),
    Setting("STEEPEST_SEED", "generated in the data folder", "any text; seeds the hidden probes of this site"),
    Setting("STEEPEST_SANDBOX", "auto", "`auto`, `full` or `basic`: what must hold before this site grades"),
    Setting("STEEPEST_SIGNUP", "open", "`open` or `closed`"),
    Setting("STEEPEST_GUESTS", "on", "`on` or `off`: may one work without an account"),
    Setting("STEEPEST_TRUSTED_PROXIES", "none", "addresses or networks whose forwarded headers are believed"),
    Setting("STEEPEST_HOST", "127.0.0.1", "address that `steepest serve` listens on"),
    Setting("STEEPEST_PORT", "8000", "port that `steepest serve` listens on"),
    Setting("STEEPEST_WEB_PROCESSES", "1", "web processes"),
    Setting("STEEPEST_WEB_THREADS", "16", "threads in each web process"),
    Setting("STEEPEST_GRADERS", "1 or 2, by processors", "grader processes that `steepest serve` starts"),
    Setting("STEEPEST_BROKER_URL", "none", "`redis://...` or `amqp://...`: workers on other machines, by Celery"),
    Setting("STEEPEST_METRICS_TOKEN", "none", "who shows it as bearer token may read `/metrics`; else nobody may"),
    Setting("STEEPEST_METRICS_PORT", "0", "port for the `/metrics` of a `steepest worker` alone; 0 for none"),
    Setting("STEEPEST_LOG", "text", "`text` or `json`: a line for each event, on standard error"),
    Setting("STEEPEST_EDIT_URL", "none", "where the course's files are edited, `https://.../edit/main/course/{path}`"),
    Setting("STEEPEST_RELOAD", "off", "`on` for authors: an edit of the course shows at once"),
    Setting("STEEPEST_LOG_LEVEL", "warning", "`info` logs every request and grading too; else `warning`, `error`"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How this site is set up. Make one by `Settings.load()`; tests name only what they need."""

    data_dir: Path = Path("data")
    database_url: str = field(default="", repr=False)
    course: Path | None = None
    secret_key: str = field(default="", repr=False)  # a traceback must not print it
    seed: str = field(default="", repr=False)
    sandbox: str = "auto"
    signup: bool = True
    guests: bool = True
    trusted_proxies: tuple[Network, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8000
    web_processes: int = 1
    web_threads: int = 16
    graders: int = max(1, min(2, os.cpu_count() or 1))
    broker_url: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    metrics_port: int = 0
    edit_url: str = ""
    reload: bool = False
    log: str = "text"
    log_level: str = "warning"

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the environment; touches no file. Raises ConfigError."""
        _refuse_unknown(environment)
        given: dict[str, Any] = {}
        for key, read in READERS.items():
            name = PREFIX + key.upper()
            if value := environment.get(name, "").strip():
                try:
                    given[key] = read(value)
                except ValueError as error:
                    raise ConfigError(f"{name}={_shown(key, value)}: {error}") from None
        return cls(**given)

    @property
    def url(self) -> str:
        """The database's address, with the data folder's SQLite file where none was given."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'steepest.db'}"

    def signing_key(self) -> str:
        """The key that signs cookies: as given, else kept in the data folder."""
        if self.broker_url and not self.secret_key:
            raise ConfigError("STEEPEST_SECRET_KEY: machines that share a broker must sign alike: give them one")
        return self.secret_key or kept_secret(self.data_dir / "secret_key")

    def site_seed(self) -> str:
        """What seeds the hidden probes of this site: as given, else kept in the data folder."""
        if self.broker_url and not self.seed:
            raise ConfigError("STEEPEST_SEED: machines that share a broker must probe alike: give them one")
        return self.seed or kept_secret(self.data_dir / "seed")


def kept_secret(path: Path) -> str:
    """The secret in the file, made on the first call: mode 0600, whole or not at all, one winner of a race."""
    with suppress(FileNotFoundError):
        return _read_secret(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)  # unlike a rename, this never replaces the secret of whoever was first
    finally:
        draft.unlink(missing_ok=True)
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 16:
        raise ConfigError(f"{path} holds no secret: delete the file and a new one is made")
    return secret


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A misspelt name would otherwise leave a site open that its operator believes closed."""
    known = {setting.name for setting in SETTINGS}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            raise ConfigError(f"{name}: no such setting; there are {', '.join(sorted(known))}")


def _shown(key: str, value: str) -> str:
    if key in ("secret_key", "seed", "metrics_token"):
        return "(not shown)"
    return repr(re.sub(r"(?<=://)([^:/@]*):.*@", r"\1:***@", value))


def _words(**meanings: Any) -> Callable[[str], Any]:
    def read(value: str) -> Any:
        if value.lower() not in meanings:
            raise ValueError(f"say {' or '.join(meanings)}")
        return meanings[value.lower()]

    return read


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", value) or not least <= int(value) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(value)

    return read


def _secret(value: str) -> str:
    if len(value) < 16:
        raise ValueError("too short; give at least 16 characters, or leave it out")
    return value


def _sandbox(value: str) -> str:
    if value.lower() not in ("auto", "full", "basic"):
        raise ValueError("say auto, full or basic; a site never grades without a sandbox")
    return value.lower()


def _database(value: str) -> str:
    driver, _, rest = value.partition("://")
    if not re.match(r"(sqlite(\+pysqlite)?|postgresql(\+psycopg)?)://", value):
        raise ValueError("give an address that begins with sqlite:/// or postgresql://")
    if driver.startswith("sqlite"):
        if rest in ("", "/", "/:memory:"):
            raise ValueError(
                "web server and grader share the database: it must be a file, as in sqlite:////path/file.db"
            )
        return value
    _need("psycopg", extra="postgresql")
    _refuse_unreadable(value)
    return f"postgresql+psycopg://{rest}"


def _refuse_unreadable(value: str) -> None:
    from sqlalchemy.engine import make_url  # here: whoever names no database need not wait for it
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(value)
    except (ArgumentError, ValueError):  # whose text may hold a piece of the password
        form = "postgresql://user:password@host:5432/name, with @ : / in a password written as %40 %3A %2F"
        raise ValueError(f"can't be read; write it as {form}") from None


def _need(package: str, *, extra: str) -> None:
    if find_spec(package) is None:
        raise ValueError(f'needs the package {package}, which is not installed: pip install "steepest[{extra}]"')


def _broker(value: str) -> str:
    if value.lower() == "none":
        return ""
    if not re.match(r"(rediss?|amqps?)://.", value):
        raise ValueError("give an address that begins with redis:// or amqp://, or leave it out")
    _need("celery", extra="celery")
    return value


def _edit_url(value: str) -> str:
    if value.lower() == "none":
        return ""
    if not re.match(r"https?://[^/]", value) or value.count("{path}") != 1:
        raise ValueError("give an address that begins with https:// and holds {path} once, or leave it out")
    return value


def _folder(value: str) -> Path:
    path = Path(value).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError("is a file; name a folder")
    return path


def _course(value: str) -> Path:
    path = Path(value).expanduser()
    if not (path / "course.toml").is_file():
        raise ValueError("holds no course.toml; name the folder of a course")
    return path


def _networks(value: str) -> tuple[Network, ...]:
    if value.lower() == "none":
        return ()
    try:
        return tuple(ip_network(word) for word in re.split(r"[,\s]+", value) if word)
    except ValueError as error:
        raise ValueError(f"{error}; list addresses or networks, as in 127.0.0.1, 10.0.0.0/8") from None


READERS: dict[str, Callable[[str], Any]] = {
    "data_dir": _folder,
    "database_url": _database,
    "course": _course,
    "secret_key": _secret,
    "seed": str,
    "sandbox": _sandbox,
    "signup": _words(open=True, closed=False),
    "guests": _words(on=True, off=False),
    "trusted_proxies": _networks,
    "host": str,
    "port": _number(0, 65535),
    "web_processes": _number(1, 64),
    "web_threads": _number(2, 256),
    "graders": _number(0, 64),
    "broker_url": _broker,
    "metrics_token": _secret,
    "metrics_port": _number(0, 65535),
    "edit_url": _edit_url,
    "reload": _words(on=True, off=False),
    "log": _words(text="text", json="json"),
    "log_level": _words(debug="debug", info="info", warning="warning", error="error"),
}
