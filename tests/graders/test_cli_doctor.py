"""`steepest doctor` says what was tried and what held, and its exit code tells a script."""

from __future__ import annotations

import subprocess
import sys

import pytest


def test_a_host_that_can_grade_says_at_which_level() -> None:
    done = subprocess.run([sys.executable, "-m", "steepest", "doctor"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "seccomp: holds" in done.stdout
    assert "This host grades at level" in done.stdout


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
