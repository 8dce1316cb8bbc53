"""Settings: every variable is read, a bad value is told with its name and the remedy, secrets are kept safe."""

from __future__ import annotations

import os
import re
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path

import pytest

from steepest.config import PREFIX, READERS, SETTINGS, ConfigError, Settings, kept_secret
from steepest_exercises import COURSE_ROOT

README = Path(__file__).parents[2] / "README.md"


def test_an_empty_environment_gives_a_site_that_works() -> None:
    settings = Settings.load({})

    assert settings == Settings()
    assert settings.url == f"sqlite:///{Path.cwd() / 'data' / 'steepest.db'}"
    assert settings.signup
    assert settings.guests


def test_every_setting_is_in_the_table_has_a_reader_and_a_field() -> None:
    names = {setting.name for setting in SETTINGS}

    assert names == {PREFIX + field.name.upper() for field in fields(Settings)}
    assert names == {PREFIX + field.upper() for field in READERS}


def test_every_variable_reaches_its_field(tmp_path: Path) -> None:
    settings = Settings.load(
        {
            "STEEPEST_DATA_DIR": str(tmp_path),
            "STEEPEST_DATABASE_URL": "postgresql://ada@db/steepest",
            "STEEPEST_COURSE": str(COURSE_ROOT),
            "STEEPEST_SECRET_KEY": "sixteen letters!",
            "STEEPEST_SEED": "spring term",
            "STEEPEST_SANDBOX": "Full",
            "STEEPEST_SIGNUP": "closed",
            "STEEPEST_GUESTS": "off",
            "STEEPEST_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8",
            "STEEPEST_HOST": "0.0.0.0",
            "STEEPEST_PORT": "8080",
            "STEEPEST_WEB_PROCESSES": "2",
            "STEEPEST_WEB_THREADS": "8",
            "STEEPEST_GRADERS": "3",
            "STEEPEST_BROKER_URL": "redis://broker/0",
            "STEEPEST_METRICS_TOKEN": "sixteen letters?",
            "STEEPEST_METRICS_PORT": "9100",
            "STEEPEST_LOG": "JSON",
            "STEEPEST_LOG_LEVEL": "info",
        }
    )

    assert settings == Settings(
        data_dir=tmp_path,
        database_url="postgresql+psycopg://ada@db/steepest",
        course=COURSE_ROOT,
        secret_key="sixteen letters!",
        seed="spring term",
        sandbox="full",
        signup=False,
        guests=False,
        trusted_proxies=(ip_network("127.0.0.1"), ip_network("10.0.0.0/8")),
        host="0.0.0.0",
        port=8080,
        web_processes=2,
        web_threads=8,
        graders=3,
        broker_url="redis://broker/0",
        metrics_token="sixteen letters?",
        metrics_port=9100,
        log="json",
        log_level="info",
    )


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("STEEPEST_SANDBOX", "off", "say auto, full or basic"),
        ("STEEPEST_SIGNUP", "maybe", "say open or closed"),
        ("STEEPEST_GUESTS", "1", "say on or off"),
        ("STEEPEST_PORT", "99999", "whole number from 0 to 65535"),
        ("STEEPEST_PORT", "http", "whole number from 0 to 65535"),
        ("STEEPEST_DATABASE_URL", "mysql://ada@db/x", "sqlite:/// or postgresql://"),
        ("STEEPEST_DATABASE_URL", "postgresql+psycopg2://ada@db/x", "sqlite:/// or postgresql://"),
        ("STEEPEST_DATABASE_URL", "postgresql://db:http/x", "write it as postgresql://user:password@host:5432/name"),
        ("STEEPEST_DATABASE_URL", "sqlite://", "it must be a file"),
        ("STEEPEST_DATABASE_URL", "sqlite:///:memory:", "it must be a file"),
        ("STEEPEST_BROKER_URL", "http://broker/0", "redis://"),
        ("STEEPEST_LOG", "xml", "say text or json"),
        ("STEEPEST_TRUSTED_PROXIES", "proxy.example", "list addresses or networks"),
        ("STEEPEST_COURSE", "/nowhere", "holds no course.toml"),
        ("STEEPEST_DATA_DIR", "/dev/null", "name a folder"),
        ("STEEPEST_SIGN_UP", "closed", "no such setting"),
    ],
)
def test_a_bad_value_is_an_error_that_names_variable_value_and_remedy(name: str, value: str, remedy: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings.load({name: value})

    assert name in str(caught.value)
    assert remedy in str(caught.value)
    assert "no such setting" in remedy or value in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "package", "remedy"),
    [
        ("STEEPEST_DATABASE_URL", "postgresql://db/x", "psycopg", 'pip install "steepest[postgresql]"'),
        ("STEEPEST_BROKER_URL", "redis://broker/0", "celery", 'pip install "steepest[celery]"'),
    ],
)
def test_a_setting_whose_package_is_missing_names_what_to_install(
    name: str, value: str, package: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # as Python itself marks what can't be imported

    with pytest.raises(ConfigError) as caught:
        Settings.load({name: value})

    assert name in str(caught.value)
    assert remedy in str(caught.value)


def test_a_secret_is_never_part_of_an_error() -> None:
    with pytest.raises(ConfigError, match="STEEPEST_SECRET_KEY") as short:
        Settings.load({"STEEPEST_SECRET_KEY": "hunter2"})
    shown = str(short.value)
    for address in ("mysql://ada:hunter2@db/x", "postgresql://ada:a@hunter2@db:http/x"):
        with pytest.raises(ConfigError, match="STEEPEST_DATABASE_URL") as url:
            Settings.load({"STEEPEST_DATABASE_URL": address})
        shown += str(url.value)

    assert "hunter2" not in shown
    assert "hunter2" not in repr(Settings(secret_key="hunter2", seed="hunter2", database_url="hunter2"))


def test_the_signing_key_is_generated_once_into_the_data_folder_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    umask = os.umask(0)
    try:
        key = settings.signing_key()
    finally:
        os.umask(umask)

    assert re.fullmatch("[0-9a-f]{64}", key)
    assert settings.signing_key() == key
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert settings.site_seed() != key
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["secret_key", "seed"]


def test_processes_that_race_for_the_first_secret_all_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: kept_secret(tmp_path / "secret_key"), range(64)))

    assert len(secrets) == 1


def test_an_emptied_secret_is_an_error_and_no_key(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("\n")

    with pytest.raises(ConfigError, match="delete the file"):
        Settings(data_dir=tmp_path).signing_key()


def test_the_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = dict(re.findall(r"^\| `(STEEPEST_\w+)` \| (.*) \|$", README.read_text(encoding="utf-8"), re.MULTILINE))

    assert rows == {setting.name: f"{setting.default} | {setting.meaning}" for setting in SETTINGS}
