"""`steepest doctor` says what was tried and what held, and its exit code tells a script."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("lang", "wall", "level"),
    [("en", "seccomp: holds. The", "This host grades at level"), ("zh", "seccomp：有效。除", "这台主机以")],
)
def test_a_host_that_can_grade_says_at_which_level(lang: str, wall: str, level: str) -> None:
    command = [sys.executable, "-m", "steepest", "doctor", "--lang", lang]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert wall in done.stdout
    assert level in done.stdout
    assert lang == "en" or not {"holds", "host", "grades", "user"} & set(done.stdout.split())


@pytest.mark.skipif(sys.platform != "linux", reason="pretends, on Linux, to be a host without namespaces")
def test_a_host_without_namespaces_falls_back_to_basic_and_says_what_is_missing() -> None:
    # A limit of 0 user namespaces below this process, as a container's seccomp profile would have it.
    script = "import sys; from steepest.cli import main; sys.argv[1:] = ['doctor']; main()"
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
               f"echo 0 > /proc/sys/user/max_user_namespaces && exec {sys.executable} -c \"{script}\""]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "namespaces: DOES NOT HOLD" in done.stdout, done.stdout + done.stderr
    assert "user.max_user_namespaces" in done.stdout
    assert "This host grades at level basic." in done.stdout
    assert done.returncode == 0


def test_a_system_without_the_modules_of_unix_is_told_what_to_use_instead() -> None:
    script = "import sys; sys.modules['fcntl'] = None; from steepest.cli import main; sys.argv[1:] = ['doctor']; main()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode != 0
    assert "needs Linux or macOS; on Windows use WSL" in done.stderr
    assert "pip install" not in done.stderr
