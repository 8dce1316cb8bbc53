"""The parent of web and graders: starts them, restarts what dies, stops all when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import FrameType

import structlog

from steepest.problem import Problem

log = structlog.get_logger(__name__)

LOOK_EVERY = 0.1  # seconds between looks at the children
START_SECONDS = 60.0
STOP_SECONDS = 10.0  # then what still grades is killed; the next start grades it again
LONGEST_BACKOFF = 30.0  # of who ended by itself: it will hardly do better at once
LONGEST_AFTER_KILL = 0.5  # of who was killed: by somebody, or for memory
STEADY_SECONDS = 10.0  # who lived so long starts at once


class DidNotStart(Problem):
    """The web process ended, or never answered, before the site was up once."""

    exit_code = 1


class Child:
    """A process of ours, started again when it dies: at once, then after longer pauses."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        lifeline: int,
        renew_by: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self._renew_by = renew_by
        self._arguments = [sys.executable, "-P", "-m", *arguments]
        self._environment = dict(environment)
        self._lifeline = lifeline
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._start_at = 0.0
        self._backoff = 0.0

    def start(self) -> None:
        # In a session of its own: the terminal's Ctrl-C reaches the supervisor alone, which then stops us in order.
        self._process = subprocess.Popen(
            self._arguments,
            env=self._environment,
            pass_fds=[self._lifeline],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def look(self) -> None:
        """Start it again if it is dead and its pause is over."""
        if self.is_running:
            return
        moment = time.monotonic()
        if self._process is not None:
            code = self._process.returncode
            steady = moment - self._started > STEADY_SECONDS
            longest = LONGEST_BACKOFF if code >= 0 else LONGEST_AFTER_KILL
            self._backoff = 0.0 if steady else min(longest, 2 * self._backoff or 0.25)
            self._start_at = moment + self._backoff
            tell = log.error if code else log.info  # a grader that is renewed ends in order
            tell("starting it again", child=self.name, ended=_ending(code), pause=round(self._backoff, 1))
            self._process = None
        if moment >= self._start_at:
            self.start()

    def renew(self) -> None:
        """Let it make room for its successor: the web server replaces its own children, a grader ends in order."""
        if self._process is not None:
            self._process.send_signal(self._renew_by)

    def terminate(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def join(self, deadline: float) -> None:
        """Wait for its end until `deadline`, then kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Supervisor:
    """The children, and the pipe that ties their lives to ours."""

    def __init__(self, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        self._environment = environment
        self._say = say
        self._stop = threading.Event()
        self._renew = threading.Event()
        self._lifeline, self._held = os.pipe()
        self._children: list[Child] = []

    def add_web(self, host: str, port: int) -> None:
        arguments = ["steepest.serving.web", host, str(port), str(self._lifeline)]
        self._children.append(Child("the web server", arguments, self._environment, self._lifeline, signal.SIGHUP))

    def add_grader(self) -> None:
        arguments = ["steepest", "worker", "--lifeline", str(self._lifeline)]
        self._children.append(Child("a grader", arguments, self._environment, self._lifeline))

    def run(self, host: str, port: int, *, when_up: Callable[[], None]) -> None:
        """Until SIGTERM or Ctrl-C; SIGUSR1 renews the children. Raises DidNotStart."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP:  # nohup means it
                signal.signal(number, self._on_signal)
        if hasattr(signal, "SIGUSR1"):
            signal.signal(signal.SIGUSR1, lambda number, frame: self._renew.set())
        try:
            for child in self._children:
                child.start()
            self._wait_until_up(host, port)
            if not self._stop.is_set():
                when_up()
            while not self._stop.wait(LOOK_EVERY):
                if self._renew.is_set():
                    self._renew.clear()
                    self._renew_all()
                for child in self._children:
                    child.look()
        finally:
            self._stop_all()

    def _wait_until_up(self, host: str, port: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        web = self._children[0]
        while not self._stop.wait(LOOK_EVERY / 2):
            if not web.is_running:
                raise DidNotStart("the web server did not start: the reason stands above")
            if time.monotonic() > deadline:
                raise DidNotStart(f"the web server did not answer on port {port} within {START_SECONDS:.0f} s")
            with suppress(OSError), socket.create_connection((host, port), timeout=1):
                return

    def _stop_all(self) -> None:
        for child in self._children:
            child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children:
            child.join(deadline)
        os.close(self._held)  # whoever is left sees the pipe's end
        os.close(self._lifeline)

    def _renew_all(self) -> None:
        """New processes in place of the old, without a request or a grading lost: the code may be a new one."""
        self._say("Renewing web server and graders")
        for child in self._children:
            child.renew()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()


def _ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
