"""The trusted side of the sandbox: sessions, their clocks, and why a program ended.

    this process -> template -> stub -> zygote -> child           (at level basic and off: without the stub)

A child's end is judged by what the kernel says of it; of what it says itself, only that it hurts itself.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from steepest_graders.report import Verdict
from steepest_graders.sandbox import canary, kernel, runner, wire
from steepest_graders.sandbox.confine import ALL_WALLS, Wall
from steepest_graders.sandbox.nursery import Child, Ending, Template, Zygote, ZygoteDied
from steepest_graders.sandbox.operations import Level, Limits, Reply, SandboxUnavailable, Stopped
from steepest_graders.sandbox.session import BaseSession
from steepest_graders.text import Text

WALLS = {Level.FULL: ALL_WALLS, Level.BASIC: ALL_WALLS & ~Wall.NAMESPACES, Level.OFF: Wall(0)}
MAX_FORKS = 300  # of one zygote
LONGEST_WAIT = 0.5  # seconds that one wait can count, twice what a call may take (`nursery.TICK`)
WALL_STRETCH = 3  # the wall limit grows by the time that a program waited for a processor, up to this factor
NEAR = 0.8  # of the CPU limit: the kernel's limit and its accounts differ by some percent
HEAVY = 0.5  # of the memory limit: who is killed with so much in use was killed for it

_proven: set[Level] = set()  # in this process
_proving = threading.Lock()


GRACE_SECONDS = 2.0  # for a process that has closed its socket to be gone: usually under a millisecond


class Session(BaseSession):
    """One program in the sandbox; a context manager, made by `Sandbox.session`."""

    def __init__(self, sandbox: Sandbox, limits: Limits, walls: Wall) -> None:
        super().__init__(limits)
        self._sandbox = sandbox
        self._walls = walls
        self._open()

    def _open(self) -> None:
        self._zygote, self._child = self._sandbox.take_child(self._limits, self._walls)
        self._connection = self._child.connection
        self._reader = wire.FrameReader(self._receive, self._limits.reply_bytes)
        self._sequence = 0
        self._ready = False
        self._closed = False
        self._answering = 0.0  # seconds of our own processor
        self._waited = 0.0  # seconds, for the program
        self._granted = self._limits.wall_seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program. May be called again."""
        if not self._closed:
            self._closed = True
            self._zygote.let_go(self._child)
            self._sandbox.prepare(self._limits)

    def load(self, source: str, *, seed: int, given: str = "", filename: str = "submission.py") -> Reply:
        """Execute `source` as a module; in a new zygote, should this one be lost on the way. Raises Stopped."""
        try:
            return super().load(source, seed=seed, given=given, filename=filename)
        except Stopped as stopped:
            if stopped.reason != "sandbox":
                raise
        self._open()
        return super().load(source, seed=seed, given=given, filename=filename)

    def _exchange(self, kind: int, payload: bytes) -> bytes:
        if self._closed:
            raise ValueError("this session is closed")
        self._sequence += 1
        try:
            self._send(wire.frame(kind, self._sequence, payload))
            while True:
                kind, payload = self._next()
                if kind == wire.REPLY:
                    return payload
                self._send(wire.frame(wire.ANSWER, self._sequence, self._answer(payload)))
        except (EOFError, ConnectionError):
            raise self._end(self._judge_end()) from None
        except TimeoutError:
            raise self._end(self._judge_timeout()) from None
        except ZygoteDied as error:
            raise self._end(Stopped(Verdict.INTERNAL_ERROR, "sandbox", str(error))) from None
        except wire.TooLarge:
            raise self._end(Stopped(Verdict.OUTPUT_LIMIT, "result_size")) from None
        except wire.WireError as error:
            raise self._end(Stopped(Verdict.SECURITY_VIOLATION, "protocol", str(error))) from None
        except Stopped as stopped:
            raise self._end(stopped) from None
        except BaseException:  # ours, in a callback: the program waits for an answer that won't come
            self.close()
            raise

    def _answer(self, payload: bytes) -> bytes:
        """What it has us compute counts as its own work."""
        start = time.thread_time()
        answer = super()._answer(payload)
        self._answering += time.thread_time() - start
        if self._answering > self._limits.cpu_seconds:
            raise Stopped(Verdict.TIME_LIMIT, "callbacks", f"{self._asked} questions")
        return answer

    def _replies(self, payload: bytes, expected: int) -> list[Reply]:
        try:
            return super()._replies(payload, expected)
        except wire.WireError as error:
            raise self._end(Stopped(Verdict.SECURITY_VIOLATION, "protocol", str(error))) from None

    def _next(self) -> tuple[int, bytes]:
        """The next reply or question; what else our runner has to say is dealt with here."""
        while True:
            kind, sequence, payload = self._reader.next()
            if not self._ready:  # nothing of the submission has been read yet: this is our own code speaking
                if kind == wire.UNFIT:
                    raise Stopped(Verdict.INTERNAL_ERROR, "sandbox", payload.decode("utf-8", "replace"))
                self._ready = kind == wire.READY
                if self._ready:
                    continue
            elif kind == wire.OVERFLOW:
                raise Stopped(Verdict.OUTPUT_LIMIT, "prints" if payload == b"prints" else "result_size")
            elif kind in (wire.REPLY, wire.ASK) and sequence == self._sequence:
                return kind, payload
            raise wire.WireError("out of turn")

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            with contextlib.suppress(BlockingIOError), self._waiting():
                view = view[self._connection.send(view) :]
            if view:
                self._look_at_the_clock()

    def _receive(self, size: int) -> bytes:
        """What is here is taken, however late it is. Who has to wait looks at the clock: drop by drop, too."""
        flags: int = socket.MSG_DONTWAIT
        while True:
            try:
                with self._waiting():
                    return self._connection.recv(size, flags)
            except BlockingIOError:
                self._look_at_the_clock()
                flags = 0

    @contextlib.contextmanager
    def _waiting(self) -> Iterator[None]:
        """Counts the time; a wait that the system's call would not have taken is another's doing: we were stopped."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._waited += min(time.monotonic() - start, LONGEST_WAIT)

    def _look_at_the_clock(self) -> None:
        """Raises TimeoutError when the time is up.

        What counts is how long the program lets us wait: not what we take ourselves, nor its waiting for a processor.
        """
        if self._waited < self._granted:
            return
        self._zygote.find(self._child)
        wall = self._limits.wall_seconds
        self._granted = min(wall + self._child.waiting_seconds(), wall * WALL_STRETCH)
        if self._granted <= self._waited:
            raise TimeoutError

    def _end(self, stopped: Stopped) -> Stopped:
        if stopped.reason in ("forbidden", "protocol", "sandbox"):
            self._sandbox.retire(self._zygote)
        self.close()
        return stopped

    def _judge_end(self) -> Stopped:
        """Its socket is closed: the program has ended, or it has closed what it had no business with."""
        try:
            self._zygote.find(self._child)
            if not self._child.ends_within(GRACE_SECONDS):
                self._child.kill()
                return Stopped(Verdict.SECURITY_VIOLATION, "protocol", "closed its socket and lived on")
            ending = self._zygote.ending_of(self._child)
        except ZygoteDied as error:
            return Stopped(Verdict.INTERNAL_ERROR, "sandbox", str(error))
        return self._judge(ending) if self._ready else Stopped(Verdict.INTERNAL_ERROR, "sandbox", "not confined")

    def _judge(self, ending: Ending) -> Stopped:
        """Why a child ended that nobody here has ended."""
        if os.WIFEXITED(ending.status):
            code = os.WEXITSTATUS(ending.status)
            if code == runner.OUT_OF_MEMORY:
                return Stopped(Verdict.MEMORY_LIMIT, "memory")
            return Stopped(Verdict.RUNTIME_ERROR, "exited", f"status {code}")
        number = os.WTERMSIG(ending.status)
        if number == signal.SIGSYS:
            return Stopped(Verdict.SECURITY_VIOLATION, "forbidden")
        if number == signal.SIGKILL:
            if ending.cpu_seconds >= NEAR * self._limits.cpu_seconds:
                return Stopped(Verdict.TIME_LIMIT, "cpu")
            if ending.peak_bytes >= HEAVY * self._limits.memory_bytes:
                return Stopped(Verdict.MEMORY_LIMIT, "memory")
            used = f"after {ending.cpu_seconds:.2f} s of CPU with {ending.peak_bytes >> 20} MiB"
            return Stopped(Verdict.INTERNAL_ERROR, "killed", used)
        return Stopped(Verdict.RUNTIME_ERROR, "crashed", signal.Signals(number).name)

    def _judge_timeout(self) -> Stopped:
        waiting = self._child.waiting_seconds()
        self._child.kill()
        try:
            ending = self._zygote.ending_of(self._child)
        except ZygoteDied as error:
            return Stopped(Verdict.INTERNAL_ERROR, "sandbox", str(error))
        if ending.cpu_seconds >= NEAR * self._limits.cpu_seconds:
            return Stopped(Verdict.TIME_LIMIT, "cpu")
        if waiting > self._limits.wall_seconds or not self._ready:
            return Stopped(Verdict.INTERNAL_ERROR, "starved", f"waited {waiting:.1f} s for a processor")
        idle = ending.cpu_seconds < NEAR * self._limits.cpu_seconds / 2
        return Stopped(Verdict.TIME_LIMIT, "slept" if idle else "wall")


class Sandbox:
    """Runs programs, one session at a time, at a level that this process has seen hold.

    A Sandbox belongs to one thread; several threads have one each. `spare` keeps one child forked ahead,
    which makes the next session start sooner where a processor is idle between two of them.
    """

    def __init__(self, level: Level | str = "auto", *, spare: bool = False) -> None:
        self._template: Template | None = None
        self.starts = 0  # of zygotes: more than one is a restart
        self._zygote: Zygote | None = None
        self._keeps_spare = spare
        self._spare: tuple[Limits, Child] | None = None
        self._closed = False
        self.level = self._settle([Level.FULL, Level.BASIC] if level == "auto" else [Level(level)])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End everything that was started here, and wait until it is gone. May be called again."""
        self._closed = True
        self._start_over()

    def _start_over(self) -> None:
        self.retire(self._zygote)
        if self._template is not None:
            self._template.close()
        self._template = None

    def session(self, limits: Limits | None = None) -> Session:
        """A fresh process for one program. Raises SandboxUnavailable where none can be had."""
        return Session(self, limits or Limits(), WALLS[self.level])

    def _settle(self, levels: list[Level]) -> Level:
        """The first level that holds; its zygote is ready then."""
        if not kernel.AVAILABLE:
            raise SandboxUnavailable(canary.NO_LINUX.en, {"Linux": canary.NO_LINUX})
        missing: dict[str, Text] = {}
        for self.level in levels:
            try:
                found = self._missing()
            except BaseException:
                self.close()
                raise
            if not found:
                return self.level
            self.retire(self._zygote)
            missing |= found
        self.close()
        reasons = " ".join(f"{name}: {text.en}" for name, text in missing.items())
        raise SandboxUnavailable(f"This host can't hold a sandbox of level {', '.join(levels)}. {reasons}", missing)

    def _missing(self) -> dict[str, Text]:
        """What keeps this level from holding: a canary must fail to break out, once per process."""
        try:
            self._start().wait_until_ready()
            with _proving:
                if self.level is Level.OFF or self.level in _proven:
                    return {}
                missing = canary.missing(self.level, lambda walls: Session(self, canary.LIMITS, walls))
                if not missing:
                    _proven.add(self.level)
                return missing
        except (ZygoteDied, OSError) as error:
            problem = str(error)
        except Stopped as stopped:
            problem = stopped.detail
        self._start_over()
        return canary.not_started(problem)

    def _start(self) -> Zygote:
        """The zygote, in the making perhaps. Raises ZygoteDied."""
        if self._zygote is None:
            self._template = self._template or Template()
            self.starts += 1
            self._zygote = Zygote(self._template, namespaces=self.level is Level.FULL)
        return self._zygote

    def take_child(self, limits: Limits, walls: Wall) -> tuple[Zygote, Child]:
        """A child that waits for its job, and its zygote; for sessions."""
        if self._closed:
            raise ValueError("this sandbox is closed")
        if self._zygote is not None and self._zygote.forks >= MAX_FORKS:
            self.retire(self._zygote)
        if self._spare and self._zygote and self._spare[0] == limits and walls == WALLS[self.level]:
            child, self._spare = self._spare[1], None
            return self._zygote, child
        problem = ""
        for _ in range(3):
            try:
                zygote = self._start()
                return zygote, zygote.fork(limits, walls)
            except ZygoteDied as error:
                problem = str(error)
                self._start_over()
        raise SandboxUnavailable(f"The sandbox's process does not stay alive: {problem}")

    def retire(self, zygote: Zygote | None) -> None:
        """Let a zygote fork no more: it is old, lost, or has forked something that tried to break out."""
        if zygote is not None and zygote is self._zygote:
            self._drop_spare()
            self._zygote = None
            zygote.close()

    def prepare(self, limits: Limits) -> None:
        """Between two sessions: start early what the next one will need."""
        if self._closed:
            return
        try:
            if self._zygote is None:
                self._start()  # not waited for
            elif self._keeps_spare and self._spare is None and self._zygote.forks < MAX_FORKS:
                self._spare = limits, self._zygote.fork(limits, WALLS[self.level])
        except ZygoteDied:
            self._start_over()

    def _drop_spare(self) -> None:
        if self._spare and self._zygote:
            self._zygote.let_go(self._spare[1])
        self._spare = None
