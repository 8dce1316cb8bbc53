"""Runs a program and operations on it. The same code serves a student's process and `LocalSession`.

In the student's process this is the last of ours that runs, beside code that may change anything here:
nothing that it says about itself is believed by the trusted side. It imports the standard library and
numpy only, and of ours only the wire format.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import linecache
import os
import random
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import numpy as np

from steepest_graders.sandbox import wire

OUT_OF_MEMORY = 73  # exit status: not even an error could be reported
MESSAGE_CHARS = 2000
PRINTED_BUDGET = 1 << 20  # characters in all, before the program is stopped
MAX_LOOKED_AT, MAX_LOOKED_DEPTH = 40, 3  # items in a part of an object that is looked at; parts in parts
WRITE_COST = 16  # each write counts as at least so many: endless empty prints end too

KNOWN_ERRORS: Mapping[str, type[BaseException]] = {
    value.__name__: value
    for value in (*vars(builtins).values(), *vars(np.exceptions).values(), np.linalg.LinAlgError)
    if isinstance(value, type) and issubclass(value, BaseException)
}
# By identity: a program may well call a class of its own ValueError, or give it a metaclass that says it is equal.
_KNOWN = {id(value): name for name, value in KNOWN_ERRORS.items()}
MISSING_FUNCTION = "MissingFunction"
UNSUPPORTED_RESULT = "UnsupportedResult"

RUN_OUT = (types.GeneratorType, map, filter, zip)  # what gives its items only once
STRICT: dict[str, Any] = {"over": "raise", "divide": "raise", "invalid": "raise"}

Ask = Callable[[int, tuple[Any, ...], dict[str, Any]], Any]


class Output(io.TextIOBase):
    """Stands in for stdout and stderr: keeps characters while there is `room`, ends the program at a flood."""

    def __init__(self, overflow: Callable[[], object]) -> None:
        super().__init__()
        self.room = 0
        self._left = PRINTED_BUDGET
        self._overflow = overflow
        self._parts: list[str] = []

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        length = str.__len__(text)
        if self.room > 0:
            self._parts.append(str.__str__(text)[: self.room])
            self.room -= length
        self._left -= max(length, WRITE_COST)
        if self._left < 0:
            self._overflow()
        return length

    def writable(self) -> bool:
        """As a text file says it."""
        return True

    def take(self) -> str:
        """What was printed since the last time."""
        text = "".join(self._parts)
        self._parts.clear()
        return text


class MissingFunctionError(Exception):
    """The program has nothing of the name that was asked for."""


class Program:
    """One loaded program, the objects kept beside it, and how it asks for a callback's value."""

    def __init__(self, ask: Ask, output: Output, *, local: bool = False) -> None:
        self.output = output
        self._ask = ask
        self._local = local
        self._filename = ""
        self._module = types.ModuleType("submission")
        self._modules: dict[str, types.ModuleType] = {}
        self._kept: dict[int, Any] = {}
        self._budget = wire.UNLIMITED
        self._special = {wire.REF: self._kept.__getitem__, wire.CALLBACK: self._callback, wire.GENERATOR: _generator}

    def adopt(self, names: Mapping[str, Any]) -> None:
        """Take functions and classes that exist already for the program's."""
        self._module.__dict__.update(names)

    def load(self, payload: bytes) -> bytes:
        """Execute a program's source; the reply is encoded as one of `run`."""
        source, seed, given, self._filename, self._budget, output_chars = wire.decode(payload)
        self.output.room = output_chars
        encoder = self._encoder()
        encoder.open(b"L", 1)
        try:
            random.seed(seed)
            np.random.seed(seed % (1 << 32))
            if given:
                self._execute(given, "given", "given.py")
            self._module = self._execute(source, "submission", self._filename)
            encoder.add((None, None, self.output.take()))
        except BaseException as error:
            encoder.add(self._error(error, shown=True))
        return encoder.payload()

    def run(self, payload: bytes) -> bytes:
        """Perform operations up to the first error; one reply for each, encoded as things were right then.

        Each operation is decoded only when its turn comes: it may refer to what the one before it kept.
        """
        request = wire.Decoder(payload, special=self._special, longdouble=self._local)
        count, echo, shown = request.next()
        replies, done = self._encoder(), 0
        while done < count:
            done += 1
            mark = replies.mark()
            try:
                self._reply(request.next(), echo, shown, replies)
            except wire.TooLarge:
                raise
            except BaseException as error:
                replies.rewind(mark)
                replies.add(self._error(error, shown))
                break
        head = wire.Encoder()
        head.open(b"L", done)
        return head.payload() + replies.payload()

    def _encoder(self) -> wire.Encoder:
        return wire.Encoder(self._budget, longdouble=self._local)

    def _execute(self, source: str, name: str, filename: str) -> types.ModuleType:
        module = types.ModuleType(name)
        module.__file__ = filename
        if self._local:  # other programs live in this process: nothing of this one may be seen by them
            self._modules[name] = module
            own = {"__import__": self._import, "print": self._print, "input": _no_input}
            module.__dict__["__builtins__"] = {**vars(builtins), **own}
        else:
            sys.modules[name] = module
            linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        exec(compile(source, filename, "exec", dont_inherit=True), module.__dict__)
        return module

    def _reply(self, operation: tuple[Any, ...], echo: bool, shown: bool, replies: wire.Encoder) -> None:
        """Perform one operation and encode (value, arguments, output)."""
        replies.open(b"U", 3)
        if operation[0] == "call":
            _, name, args, kwargs, on, store, strict = operation
            with np.errstate(**STRICT) if strict else contextlib.nullcontext():
                value = self._look_up(name, on)(*args, **kwargs)
            if store is not None:
                self._store(store, value)
                value = None
            replies.add(value)
            if echo:
                _echo(args, kwargs, replies)
            else:
                replies.add(None)
        else:
            replies.add(self._act(*operation))
            replies.add(None)
        output = self.output.take()
        replies.add(output if shown else "")

    def _act(self, kind: str, number: int, *rest: Any) -> Any:
        if kind == "read":
            return self._kept[number]
        if kind == "look":
            return _look(self._kept[number])
        if kind == "keep":
            self._kept[number] = rest[0]
        else:
            setattr(self._kept[number], *rest)
        return None

    def _store(self, number: int, value: Any) -> None:
        if isinstance(value, RUN_OUT):
            value = list(value)  # to read it would leave nothing of it to the next step
        if value is not None or number not in self._kept:
            self._kept[number] = value

    def _look_up(self, name: str, on: int | None) -> Any:
        try:
            return getattr(self._module if on is None else self._kept[on], name)
        except AttributeError:
            raise MissingFunctionError(name) from None

    def _callback(self, number: int) -> Callable[..., Any]:
        def callback(*args: Any, **kwargs: Any) -> Any:
            try:
                return self._ask(number, args, kwargs)
            except wire.Unsupported as unsupported:
                raise TypeError(f"this function can't take a {unsupported}") from None

        return callback

    def _import(self, name: str, *rest: Any, **options: Any) -> Any:
        return self._modules.get(name) or builtins.__import__(name, *rest, **options)

    def _print(self, *values: object, **options: Any) -> None:
        print(*values, **{"file": self.output, **options})  # noqa: T201 - the program's own

    def _error(self, error: BaseException, shown: bool) -> tuple[str, int | None, str, str]:
        """(type, line, message, output): what is sent of an exception."""
        output = self.output.take()
        if isinstance(error, MissingFunctionError):
            name, line, message = MISSING_FUNCTION, None, str(error)
        elif isinstance(error, wire.Unsupported):
            name, line, message = UNSUPPORTED_RESULT, None, str(error)
        elif isinstance(error, SyntaxError):
            name, line, message = known_name(type(error)), error.lineno, str(error.msg)
        else:
            name, line, message = known_name(type(error)), _line_in(self._filename, error), _message(error)
        line = line if type(line) is int and 0 < line < 1 << 31 else None
        return name, line, message[:MESSAGE_CHARS], output if shown else ""


def _echo(args: tuple[Any, ...], kwargs: dict[str, Any], replies: wire.Encoder) -> None:
    """Encode the arguments as the call left them; None for what has no plain form."""
    replies.open(b"U", 2)
    replies.open(b"U", len(args))
    for value in args:
        _echo_one(value, replies)
    replies.open(b"D", len(kwargs))
    for name, value in kwargs.items():
        replies.add(name)
        _echo_one(value, replies)


def _echo_one(value: Any, replies: wire.Encoder) -> None:
    mark = replies.mark()
    try:
        replies.add(value, depth=2)
    except wire.Unsupported:
        replies.rewind(mark)
        replies.add(None)


def _look(kept: Any) -> dict[str, Any]:
    """An object's attributes that hold a few plain numbers."""
    with contextlib.suppress(BaseException):  # a class may have no attributes, or strange ones
        attributes = list(vars(kept).items())[:MAX_LOOKED_AT]
        return {name: _small(value) for name, value in attributes if type(name) is str}
    return {}


def _small(value: Any, depth: int = 0) -> Any:
    """`value` where it is a number, a small array or a few of them; else None. Looking must not use up an iterator."""
    if type(value) is float or (type(value) is int and -(1 << 63) <= value < 1 << 63):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return value if value.size <= MAX_LOOKED_AT and value.dtype.kind in "fiu" else None
    if depth < MAX_LOOKED_DEPTH and isinstance(value, list | tuple) and len(value) <= MAX_LOOKED_AT:
        return [_small(item, depth + 1) for item in value]
    if depth < MAX_LOOKED_DEPTH and isinstance(value, dict) and len(value) <= MAX_LOOKED_AT:
        return {key: _small(item, depth + 1) for key, item in value.items() if type(key) in (str, int)}
    return None


def known_name(kind: type) -> str:
    """The nearest ancestor that everybody knows: a program's own class is reported as what it extends."""
    ancestors = type.__dict__["__mro__"].__get__(kind)  # as it is, and not as a metaclass tells it
    return next((_KNOWN[id(ancestor)] for ancestor in ancestors if id(ancestor) in _KNOWN), "Exception")


def raise_known(name: str, message: str) -> NoReturn:
    """Raise what the trusted side's function raised, as if it lived here."""
    raise getattr(builtins, name, Exception)(message)


def _line_in(filename: str, error: BaseException) -> int | None:
    """The innermost line of the student's file that the exception passed through."""
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == filename:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _message(error: BaseException) -> str:
    with contextlib.suppress(BaseException):  # str() runs the program's code again
        message = str(error)
        if isinstance(message, str):
            return str.__str__(message)
    return ""


def _generator(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def _no_input(*_: object) -> NoReturn:
    raise EOFError("EOF when reading a line")


def serve(job: int) -> NoReturn:
    """The life of a student's process once it is confined: requests from the descriptor `job`, one at a time."""
    reader = wire.FrameReader(lambda size: os.read(job, size))
    sequence = 0

    def send(kind: int, payload: bytes) -> None:
        data = memoryview(wire.frame(kind, sequence, payload))
        while data:
            data = data[os.write(job, data) :]

    def overflow(reason: bytes) -> NoReturn:
        send(wire.OVERFLOW, reason)
        os._exit(0)

    def ask(number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        send(wire.ASK, wire.encode((number, args, kwargs)))
        answer = wire.decode(reader.next()[2])
        if answer[0]:
            return answer[1]
        return raise_known(*answer[1:])

    program = Program(ask, _replace_streams(lambda: overflow(b"prints")))
    send(wire.READY, b"")
    while True:
        try:
            kind, sequence, payload = reader.next()
            send(wire.REPLY, program.load(payload) if kind == wire.LOAD else program.run(payload))
        except wire.TooLarge:
            overflow(b"result_size")
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except EOFError:  # the trusted side has what it wanted
            os._exit(0)


def _replace_streams(overflow: Callable[[], object]) -> Output:
    output = Output(overflow)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = output  # type: ignore[assignment, misc]
    sys.stdin = sys.__stdin__ = io.StringIO()  # type: ignore[assignment, misc]
    sys.argv = ["submission"]
    return output
