"""Trusted programs (references, mistakes) in this very process, through the same runner."""

from __future__ import annotations

import random
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from steepest_graders.sandbox import wire
from steepest_graders.sandbox.operations import Limits, Reply
from steepest_graders.sandbox.runner import Output, Program, raise_known
from steepest_graders.sandbox.session import BaseSession

# Filters of warnings and the global generators belong to the process: one local program runs at a time.
_lock = threading.RLock()


class LocalSession(BaseSession):
    """The interface of a sandbox's session for code that is TRUSTED: no walls, no limits, longdouble kept.

    The program is a source given to `load`, or without that the functions and classes in `names`.
    """

    _longdouble = True

    def __init__(self, names: Mapping[str, Any] | None = None) -> None:
        super().__init__(Limits(reply_bytes=wire.UNLIMITED))
        self._program = Program(self._ask, Output(_flood), local=True)
        self._program.adopt(names or {})
        self._random: tuple[Any, Any] | None = None
        self._uses_random = False
        self._interrupted: BaseException | None = None

    def load(self, source: str, *, seed: int, given: str = "", filename: str = "submission.py") -> Reply:
        self._uses_random = "random" in source or "random" in given  # two states to swap at every call otherwise
        return super().load(source, seed=seed, given=given, filename=filename)

    def _exchange(self, kind: int, payload: bytes) -> bytes:
        with _lock, warnings.catch_warnings(), np.errstate(all="ignore"), self._random_state(kind):
            warnings.simplefilter("ignore")
            reply = self._program.load(payload) if kind == wire.LOAD else self._program.run(payload)
        if self._interrupted is not None:  # the program had no business to catch it
            raise self._interrupted
        return reply

    def _ask(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        question = wire.encode((number, args, kwargs), longdouble=True)
        try:
            answer = wire.decode(self._answer(question), longdouble=True)
        except BaseException as error:
            self._interrupted = error
            raise
        return answer[1] if answer[0] else raise_known(*answer[1:])

    @contextmanager
    def _random_state(self, kind: int) -> Iterator[None]:
        """The program's draws neither disturb ours nor depend on them."""
        if kind != wire.LOAD and not self._uses_random:
            yield
            return
        outside = random.getstate(), np.random.get_state()
        if self._random is not None:
            _set_random_state(self._random)
        try:
            yield
        finally:
            self._random = random.getstate(), np.random.get_state()
            _set_random_state(outside)


def _set_random_state(state: tuple[Any, Any]) -> None:
    random.setstate(state[0])
    np.random.set_state(state[1])


def _flood() -> None:
    raise RuntimeError("a trusted program prints without end")
