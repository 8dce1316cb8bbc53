"""Exercises proven in processes of their own: several at once, and no endless loop of an author's hangs the whole.

An author's `checks.py` and mistakes run unconfined, so nothing inside their process can be relied on to stop
them: whoever waits here does, and says which file it was.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import multiprocessing
import os
import re
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection, wait
from pathlib import Path

from steepest_graders.exercise import Exercise, load_exercises
from steepest_graders.proving import Proof, run, steps
from steepest_graders.sandbox import Sandbox, SandboxUnavailable

START_SECONDS = 60.0  # for a process to be there: importing, and the sandbox's first canary
_TRACE_SECONDS = 2.0
_PLACE = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)')


@dataclass(frozen=True)
class Task:
    """An exercise of the course in `root`."""

    root: Path
    exercise: Exercise


@dataclass(frozen=True)
class Result:
    """What was found of an exercise; `seconds` is wall time."""

    exercise: Exercise
    proofs: tuple[Proof, ...]
    seconds: float


@dataclass(frozen=True)
class Options:
    """How exercises are proven; `patience` is how many seconds one program may take before it counts as endless."""

    seed: int = 0
    with_mutants: bool = True
    patience: float = 120.0


def prove_all(tasks: Sequence[Task], options: Options, jobs: int) -> Iterator[Result]:
    """Results as they come, the longest exercises first. Raises SandboxUnavailable."""
    waiting = sorted(tasks, key=lambda task: len(task.exercise.mistake_files))  # the last is taken first
    provers = [_Prover(options) for _ in range(min(jobs, len(tasks)))]
    try:
        for prover in provers:
            prover.take(waiting.pop())
        while busy := [prover for prover in provers if prover.task]:
            patience = min(prover.deadline for prover in busy) - time.monotonic()
            ready = wait([prover.connection for prover in busy], max(patience, 0))
            for prover in busy:
                result = prover.hear() if prover.connection in ready else prover.look_at_the_clock()
                if result:
                    yield result
                    if waiting:
                        prover.take(waiting.pop())
    finally:
        for prover in provers:
            prover.end()


class _Prover:
    """One process that proves one exercise after the other, from the outside."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._trace = tempfile.NamedTemporaryFile(prefix="steepest-check-")  # noqa: SIM115 # closed by `end`
        self.task: Task | None = None
        self._begin()

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        arguments = (theirs, self._options, self._trace.name)
        self._process = context.Process(target=_work, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def take(self, task: Task) -> None:
        """Begin with an exercise."""
        self.task = task
        self._program = "exercise.toml"
        self._proofs: list[Proof] = []
        self._start = time.monotonic()
        self.deadline = self._start + START_SECONDS
        with contextlib.suppress(BrokenPipeError):  # it has ended: to be heard as an end
            self.connection.send((task.root, task.exercise.slug))

    def hear(self) -> Result | None:
        """Take what the process has to say; the result when it has finished, or ended."""
        try:
            said = self.connection.recv()
        except (EOFError, ConnectionError):
            self._process.join()
            return self._give_up(f"The process that ran it ended (exit code {self._process.exitcode}).", "Correct it.")
        if isinstance(said, SandboxUnavailable):
            raise said
        if isinstance(said, str):
            self._program = said
            self.deadline = time.monotonic() + self._options.patience
        elif said is not None:
            self._proofs += [proof for proof in said if not proof.problem or proof not in self._proofs]
        else:
            return self._result()
        return None

    def look_at_the_clock(self) -> Result | None:
        """The result so far, when the program that runs now has taken too long."""
        if time.monotonic() < self.deadline:
            return None
        line = self._line()
        self._process.kill()
        problem = f"Does not end: stopped after {self._options.patience:g} s."
        return self._give_up(problem, "Look for an endless loop; --timeout gives more time.", line)

    def _give_up(self, problem: str, remedy: str, line: int = 0) -> Result:
        self._proofs.append(Proof(self._program, problem, f"{remedy} What comes after it was not looked at.", line))
        self._process.join()
        self.connection.close()
        self._begin()
        return self._result()

    def _line(self) -> int:
        """Where the process is, if that is in the program: it writes down its stack when asked."""
        assert self.task is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid or 0, signal.SIGUSR1)
        end = time.monotonic() + _TRACE_SECONDS
        while not (trace := Path(self._trace.name).read_text()).endswith("\n") and time.monotonic() < end:
            time.sleep(0.01)
        names = (str(self.task.exercise.folder / self._program), self.task.exercise.filename)
        places = (match for match in _PLACE.finditer(trace) if match["file"] in names)
        return next((int(match["line"]) for match in places), 0)

    def _result(self) -> Result:
        assert self.task is not None
        exercise, self.task = self.task.exercise, None
        return Result(exercise, tuple(self._proofs), time.monotonic() - self._start)

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self.connection.close()
        self._trace.close()


_load = lru_cache(load_exercises)


def _work(connection: Connection, options: Options, trace: str) -> None:
    """In the process: prove what is named, and say beforehand what runs now."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other side ends this one
    os.dup2(2, 1)  # what a checks.py prints must not stand in a report
    logging.disable()  # what goes wrong in a check becomes a proof
    try:
        with open(trace, "w") as file, Sandbox() as sandbox:
            faulthandler.register(signal.SIGUSR1, file, all_threads=False)
            while True:
                root, slug = connection.recv()
                exercise = _load(root)[slug]
                for step in steps(exercise, sandbox, seed=options.seed, with_mutants=options.with_mutants):
                    connection.send(step.program)
                    connection.send(run(exercise, step))
                connection.send(None)
    except EOFError:
        return
    except SandboxUnavailable as error:
        connection.send(error)
