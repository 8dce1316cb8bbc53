"""The trusted side's view of one program: requests out, replies in, nothing believed on the way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from steepest_graders.report import Verdict
from steepest_graders.sandbox import runner, wire
from steepest_graders.sandbox.operations import (
    Call,
    Callback,
    Keep,
    Limits,
    Look,
    Op,
    RandomGenerator,
    Read,
    Ref,
    Reply,
    Set,
    Stopped,
    StudentError,
)
from steepest_graders.text import printable

MAX_CALLBACKS = 100_000  # in one session
MAX_QUESTION = 1 << 20  # bytes of a callback's arguments: what is done with them is done on the trusted side
KNOWN_TYPES = {*runner.KNOWN_ERRORS, runner.MISSING_FUNCTION, runner.UNSUPPORTED_RESULT}


class BaseSession(ABC):
    """One loaded program. `load` first, then `run` as often as needed; not for several threads."""

    _longdouble = False

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lines = 0
        self._callbacks: list[Callable[..., Any]] = []
        self._asked = 0

    def load(self, source: str, *, seed: int, given: str = "", filename: str = "submission.py") -> Reply:
        """Execute `source` as a module; `given` is importable from it under that name.

        The reply's output is what the program printed and its error what it raised, SyntaxError included.
        Raises Stopped.
        """
        self._lines = source.count("\n") + 1
        request = (source, seed, given, filename, self._limits.reply_bytes, self._limits.output_chars)
        return self._replies(self._exchange(wire.LOAD, wire.encode(request)), 1)[0]

    def run(self, ops: Sequence[Op], *, echo: bool = False, output: bool = False) -> list[Reply]:
        """Perform `ops` in order, up to the first error: one request, one reply (callbacks in between).

        `echo` asks for the arguments as each call left them, `output` for what was printed. Raises Stopped.
        """
        self._callbacks = []
        special: dict[type, Callable[[Any], tuple[bytes, int]]] = {
            Ref: lambda ref: (wire.REF, ref.number),
            Callback: self._register,
            RandomGenerator: lambda generator: (wire.GENERATOR, generator.seed),
        }
        request = wire.Encoder(special=special, longdouble=self._longdouble)
        request.add((len(ops), echo, output))
        for op in ops:
            request.add(_plain(op))
        return self._replies(self._exchange(wire.RUN, request.payload()), len(ops))

    @abstractmethod
    def _exchange(self, kind: int, payload: bytes) -> bytes:
        """Send a request and return the payload of its reply."""

    def _register(self, callback: Callback) -> tuple[bytes, int]:
        self._callbacks.append(callback.function)
        return wire.CALLBACK, len(self._callbacks) - 1

    def _answer(self, payload: bytes) -> bytes:
        """Evaluate a callback that the program asks for; its exceptions are the program's to see."""
        if len(payload) > MAX_QUESTION:
            raise wire.TooLarge("question")
        question = wire.decode(payload, longdouble=self._longdouble)
        if type(question) is not tuple or len(question) != 3:
            raise wire.WireError("bad question")
        number, args, kwargs = question
        if type(number) is not int or not 0 <= number < len(self._callbacks):
            raise wire.WireError("no such callback")
        if type(args) is not tuple or type(kwargs) is not dict or not all(type(name) is str for name in kwargs):
            raise wire.WireError("bad arguments of a callback")
        self._asked += 1
        if self._asked > MAX_CALLBACKS:
            raise Stopped(Verdict.TIME_LIMIT, "callbacks")
        try:
            value = self._callbacks[number](*args, **kwargs)
            return wire.encode((True, value), longdouble=self._longdouble)
        except (wire.Unsupported, wire.TooLarge) as error:  # it was asked about a number beyond all measure
            return wire.encode((False, "OverflowError", str(error)[:200]))
        except Exception as error:
            return wire.encode((False, runner.known_name(type(error)), str(error)[:200]))

    def _replies(self, payload: bytes, expected: int) -> list[Reply]:
        items = wire.decode(payload, longdouble=self._longdouble)
        if type(items) is not list or not 0 < len(items) <= expected:
            if items == [] and expected == 0:
                return []
            raise wire.WireError("bad number of replies")
        replies = [self._reply(item) for item in items]
        if any(reply.error for reply in replies[:-1]) or (len(replies) < expected and not replies[-1].error):
            raise wire.WireError("replies out of order")
        return replies

    def _reply(self, item: Any) -> Reply:
        if type(item) is tuple and len(item) == 3 and type(item[2]) is str:
            return Reply(value=item[0], arguments=_arguments(item[1]), output=self._output(item[2]))
        if type(item) is tuple and len(item) == 4 and _has_types(item, (str, (int, type(None)), str, str)):
            name, line, message, output = item
            name = name if name in KNOWN_TYPES else "Exception"
            line = line if line is not None and 1 <= line <= self._lines else None
            error = StudentError(name, line, _words(message, runner.MESSAGE_CHARS))
            return Reply(error=error, output=self._output(output))
        raise wire.WireError("bad reply")

    def _output(self, text: str) -> str:
        return _words(text, self._limits.output_chars)


def _words(text: str, limit: int) -> str:
    """A program's words, inert wherever they are shown; a line that is written over again becomes lines."""
    return printable(text[:limit].replace("\r\n", "\n").replace("\r", "\n"))[:limit]


def _plain(op: Op) -> tuple[Any, ...]:
    match op:
        case Call():
            return ("call", op.name, tuple(op.args), dict(op.kwargs), op.on, op.store, op.strict)
        case Keep():
            return ("keep", op.store, op.value)
        case Set():
            return ("set", op.on, op.attribute, op.value)
        case Read():
            return ("read", op.on)
        case Look():
            return ("look", op.on)


def _arguments(item: Any) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    if item is None:
        return None
    if type(item) is tuple and len(item) == 2 and type(item[0]) is tuple and type(item[1]) is dict:
        return item
    raise wire.WireError("bad arguments")


def _has_types(values: tuple[Any, ...], kinds: tuple[Any, ...]) -> bool:
    return all(type(value) is not bool and isinstance(value, kind) for value, kind in zip(values, kinds, strict=True))
